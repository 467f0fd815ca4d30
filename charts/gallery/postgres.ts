import { EnvVar } from '../workload/env-var';
import { HealthProbe } from '../workload/health-probe';
import type { MicroserviceProps } from '../workload/microservice';

/** Where the image keeps its data. */
export const POSTGRES_DATA = '/var/lib/postgresql/data';

/** Where it writes beside its data. */
export const POSTGRES_SCRATCH = ['/tmp', '/var/run/postgresql'];

const READY = ['pg_isready', '-h', '127.0.0.1', '-U', 'postgres'];

/**
 * The official image, as its user. Without a password it ends at once; a new volume may hold "lost+found", and PostgreSQL makes
 * its database only in a folder that is empty.
 * @param secretName Secret that holds POSTGRES_PASSWORD
 */
export function postgres(secretName: string): Omit<MicroserviceProps, 'ports' | 'name'> {
  return {
    image: 'postgres:17.5',
    user: 999,
    env: {
      POSTGRES_PASSWORD: EnvVar.secret(secretName, 'POSTGRES_PASSWORD'),
      PGDATA: EnvVar.value(`${POSTGRES_DATA}/pgdata`),
    },
    // A first start makes the database before it listens: five minutes, not the usual half.
    startupProbe: HealthProbe.command(READY, { periodSeconds: 5, failureThreshold: 60, timeoutSeconds: 5 }),
    readinessProbe: HealthProbe.command(READY, { periodSeconds: 5, timeoutSeconds: 5 }),
  };
}
