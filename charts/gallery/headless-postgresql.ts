import type { Construct } from 'constructs';
import { HeadlessSet } from '../workload/headless-set';
import { GalleryChart } from './gallery-chart';
import { POSTGRES_DATA, POSTGRES_SCRATCH, postgres } from './postgres';

/**
 * Rows 000-34 to 000-38 with PostgreSQL's official image, whose tags stay where they are: two separate databases, each with a
 * volume that outlives its pod. The Secret `postgresql-secret` has the password of the user `postgres`.
 */
export class HeadlessPostgresqlChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new HeadlessSet(this, 'postgresql', {
      ...postgres('postgresql-secret'),
      serviceName: 'postgresql-hl',
      replicas: 2,
      ports: [{ name: 'postgres-port', port: 5432 }],
      dataPath: POSTGRES_DATA,
      storageSize: '1Gi',
      scratchPaths: POSTGRES_SCRATCH,
      memoryLimit: '512Mi',
    });
  }
}
