import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { Peer } from '../policy/peer';
import { HealthProbe } from '../workload/health-probe';
import { Microservice, type MicroserviceProps } from '../workload/microservice';
import { POSTGRES_DATA, POSTGRES_SCRATCH, postgres } from './postgres';

type Image = Omit<MicroserviceProps, 'ports' | 'name'>;

const NGINX: Image = {
  image: 'nginx:1.27.5',
  user: 101,
  scratchPaths: ['/tmp', '/var/cache/nginx', '/var/run'],
  readinessProbe: HealthProbe.http('/', { periodSeconds: 5, timeoutSeconds: 5 }),
};

/** The image has one tag and has not changed in years. */
const HTTPBIN: Image = {
  image: 'kennethreitz/httpbin@sha256:599fe5e5073102dbb0ee3dbb65f049dab44fa9fc251f6835c9990f8fb196a72b',
  user: 1000,
  scratchPaths: ['/tmp'],
  readinessProbe: HealthProbe.http('/status/200', { periodSeconds: 5, timeoutSeconds: 5 }),
};

/** Its data goes with the pod. */
const POSTGRES: Image = {
  ...postgres('database-secret'),
  scratchPaths: [...POSTGRES_SCRATCH, POSTGRES_DATA],
};

/** A web server, behind `frontend-service`. */
export function frontend(scope: Construct): Peer {
  return tier(scope, 'frontend', 80, 80, NGINX);
}

/** An HTTP API, behind `backend-service`, whose port is not that of the pods. */
export function backend(scope: Construct): Peer {
  return tier(scope, 'backend', 8080, 80, HTTPBIN);
}

/** PostgreSQL, behind `database-service`; the Secret `database-secret` has its password. */
export function database(scope: Construct, namespace?: string): Peer {
  return tier(scope, 'database', 5432, 5432, { ...POSTGRES, ...(namespace && { namespace }) });
}

/** The Service has another name than the Deployment, which the pods' labels and the policies go by. */
function tier(scope: Construct, name: string, port: number, containerPort: number, image: Image): Peer {
  const made = new Microservice(scope, name, {
    ...image,
    name: `${name}-service`,
    containerName: name,
    podLabels: { tier: name },
    labels: { app: name },
    replicas: 1,
    ports: [{ port, containerPort }],
  });
  ApiObject.of(made).addJsonPatch(JsonPatch.replace('/metadata/name', name));
  return Peer.of(made).called(name);
}
