import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Settings } from '../settings';
import { HistoryServer } from './history-server';
import { Minio } from './minio';
import { MinioIsolation } from './minio-isolation';
import { PriceFetcherJob } from './price-fetcher-job';

/** Prices are fetched every afternoon, kept in MinIO and served from there; only the server reaches MinIO. */
export class PriceHistoryChart extends Chart {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, { namespace: 'production' });
    const minio = new Minio(this, 'minio');
    const historyServer = new HistoryServer(this, 'history-server', {
      image: settings.historyServerImage,
      replicas: settings.replicas,
      minio,
    });
    new PriceFetcherJob(this, 'price-fetcher', {
      image: settings.priceFetcherImage,
      schedule: settings.schedule,
      historyServer,
    });
    new MinioIsolation(this, 'minio-isolation', { minio, historyServer });
  }
}
