/** What the checks take from the other tests; bundled by `check.mjs`. */

export { EleringStandIn, priceAt } from '../services/price-fetcher/elering-stand-in';
export { describeWithOwnMinio, MinioServer } from '../support/minio-server';
