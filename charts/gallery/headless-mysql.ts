import type { Construct } from 'constructs';
import { EnvVar } from '../workload/env-var';
import { HeadlessSet } from '../workload/headless-set';
import { HealthProbe } from '../workload/health-probe';
import { GalleryChart } from './gallery-chart';

/** Answered by the server alone, not by the one without network that sets it up. */
const ANSWERS = ['mysqladmin', 'ping', '-h', '127.0.0.1'];

/**
 * Rows 001-12 and 001-13: three MySQL servers that DNS knows one by one. They are three separate databases. The source's
 * manifest has no password, without which the image ends at once, and no volume; here the Secret `mysql-secret` has it.
 */
export class HeadlessMysqlChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new HeadlessSet(this, 'mysql', {
      image: 'mysql:8.0.40',
      serviceName: 'mysql-headless',
      replicas: 3,
      ports: [{ name: 'mysql', port: 3306 }],
      env: { MYSQL_ROOT_PASSWORD: EnvVar.secret('mysql-secret', 'MYSQL_ROOT_PASSWORD') },
      // A new volume may hold "lost+found", and MySQL starts only in a folder that is empty.
      args: ['--datadir=/var/lib/mysql/data'],
      user: 999,
      dataPath: '/var/lib/mysql',
      storageSize: '1Gi',
      scratchPaths: ['/tmp', '/var/run/mysqld'],
      // A first start makes the database before it listens: five minutes, not the usual half.
      startupProbe: HealthProbe.command(ANSWERS, { periodSeconds: 5, failureThreshold: 60, timeoutSeconds: 5 }),
      livenessProbe: HealthProbe.command(ANSWERS, { periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 5 }),
      memoryRequest: '512Mi',
      memoryLimit: '1Gi',
    });
  }
}
