import type { Construct } from 'constructs';
import { NetworkPlan } from '../policy/network-plan';
import { Peer } from '../policy/peer';
import { EnvVar } from '../workload/env-var';
import { Expose } from '../workload/expose';
import { HeadlessSet } from '../workload/headless-set';
import { HealthProbe } from '../workload/health-probe';
import { Microservice } from '../workload/microservice';
import { GalleryChart } from './gallery-chart';

const SECRET = 'wordpress-secret';
const DATABASE = EnvVar.value('wordpress');
const USER = EnvVar.secret(SECRET, 'MARIADB_USER');
const PASSWORD = EnvVar.secret(SECRET, 'MARIADB_PASSWORD');

/** Answered by the server alone, not by the one without network that sets it up. */
const ANSWERS = ['mariadb-admin', 'ping', '-h', '127.0.0.1'];

/**
 * Row 002-11: WordPress on a port of every node, and its database inside the cluster. In the source the kind of the Service is
 * to keep others from the database, but that keeps out only those outside; here a plan lets WordPress in, and nobody else.
 * What is uploaded goes with the pod of WordPress.
 */
export class WordpressChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const mariadb = new HeadlessSet(this, 'mariadb', {
      image: 'mariadb:11.4.5',
      ports: [{ name: 'mysql', port: 3306 }],
      env: {
        MARIADB_ROOT_PASSWORD: EnvVar.secret(SECRET, 'MARIADB_ROOT_PASSWORD'),
        MARIADB_DATABASE: DATABASE,
        MARIADB_USER: USER,
        MARIADB_PASSWORD: PASSWORD,
      },
      // A new volume may hold "lost+found", which MariaDB would take for a database.
      args: ['--datadir=/var/lib/mysql/data'],
      user: 999,
      dataPath: '/var/lib/mysql',
      storageSize: '1Gi',
      scratchPaths: ['/tmp', '/run/mysqld'],
      // A first start makes the database before it listens: five minutes, not the usual half.
      startupProbe: HealthProbe.command(ANSWERS, { periodSeconds: 5, failureThreshold: 60, timeoutSeconds: 5 }),
      livenessProbe: HealthProbe.command(ANSWERS, { periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 5 }),
      memoryLimit: '512Mi',
    });
    const wordpress = new Microservice(this, 'wordpress', {
      image: 'wordpress:6.8.1-php8.3-apache',
      replicas: 1,
      ports: [{ name: 'http', port: 80 }],
      expose: Expose.nodePort(),
      env: {
        WORDPRESS_DB_HOST: EnvVar.value(mariadb.serviceName),
        WORDPRESS_DB_NAME: DATABASE,
        WORDPRESS_DB_USER: USER,
        WORDPRESS_DB_PASSWORD: PASSWORD,
      },
      user: 33,
      // The program is copied to the first of them when it starts.
      scratchPaths: ['/var/www/html', '/tmp', '/run/apache2', '/run/lock/apache2'],
      // Fails while the database can't be reached.
      startupProbe: HealthProbe.http('/wp-login.php', { periodSeconds: 5, failureThreshold: 60, timeoutSeconds: 5 }),
      readinessProbe: HealthProbe.http('/wp-login.php', { periodSeconds: 10, timeoutSeconds: 5 }),
      memoryLimit: '512Mi',
    });
    const plan = new NetworkPlan(this, 'plan');
    plan.allow(Peer.anyone(), wordpress);
    plan.allow(wordpress, mariadb);
  }
}
