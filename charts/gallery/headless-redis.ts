import type { Construct } from 'constructs';
import { EnvVar } from '../workload/env-var';
import { HeadlessSet } from '../workload/headless-set';
import { HealthProbe } from '../workload/health-probe';
import { GalleryChart } from './gallery-chart';

/**
 * Row 001-38: redis-0, redis-1 and redis-2 behind the headless Service `redis`, three separate servers. The source has the
 * Service alone; the pods' names come with a StatefulSet that carries the Service's name. The password is in the Secret
 * `redis-secret`.
 */
export class HeadlessRedisChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new HeadlessSet(this, 'redis', {
      image: 'redis:7.4.1',
      replicas: 3,
      ports: [{ name: 'redis', port: 6379 }],
      // The variable that redis-cli takes its password from, so that the probe has it, too.
      env: { REDISCLI_AUTH: EnvVar.secret('redis-secret', 'REDIS_PASSWORD') },
      args: ['redis-server', '--requirepass', '$(REDISCLI_AUTH)'],
      user: 999,
      dataPath: '/data',
      storageSize: '1Gi',
      readinessProbe: HealthProbe.command(['redis-cli', '-e', 'ping'], { periodSeconds: 5, timeoutSeconds: 5 }),
      livenessProbe: HealthProbe.tcp({ periodSeconds: 10, timeoutSeconds: 5 }),
    });
  }
}
