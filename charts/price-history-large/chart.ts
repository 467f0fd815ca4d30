import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { HistoryServer } from '../price-history/history-server';
import { Minio } from '../price-history/minio';
import { MinioIsolation } from '../price-history/minio-isolation';
import { PriceFetcherJob } from '../price-history/price-fetcher-job';
import type { Settings } from '../settings';

export const LARGE_NAMESPACE = 'price-history-large';

/** The price history for many readers: servers come and go with the load, and MinIO outlives the loss of a node. */
export class PriceHistoryLargeChart extends Chart {
  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id, { namespace: LARGE_NAMESPACE });
    const minio = new Minio(this, 'minio', { replicas: 4 });
    const historyServer = new HistoryServer(this, 'history-server', {
      image: settings.historyServerImage,
      autoscalingMaxReplicas: 10,
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
