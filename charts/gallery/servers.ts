import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { EnvVar } from '../workload/env-var';
import type { Expose } from '../workload/expose';
import { Microservice } from '../workload/microservice';

/** Where most of the examples' pods listen. */
const CONTAINER_PORT = 8080;

/** Its own settings are for port 80. */
export const NGINX = 'nginx:1.27.5';

export const BUSYBOX = 'busybox:1.37.0';

interface ServerOptions {
  /** Name of the Deployment. @default - that of the Service */
  readonly deployment?: string;
  /** @default - the name of the Service */
  readonly containerName?: string;
  /** Labels of the pods. @default - app: the name of the Deployment */
  readonly podLabels?: { readonly [key: string]: string };
  /** @default 1 */
  readonly replicas?: number;
  /** Port that the pods listen on. @default 8080 */
  readonly containerPort?: number;
  /** @default - an address inside the cluster */
  readonly expose?: Expose;
}

/** Answers every request with what it was asked, the path included, and the name of its pod. */
export function echoServer(scope: Construct, service: string, port: number, options: ServerOptions = {}): Microservice {
  return server(scope, service, port, options, {
    image: 'ealen/echo-server:0.9.2',
    user: 1000,
    env: { PORT: EnvVar.value(`${options.containerPort ?? CONTAINER_PORT}`) },
  });
}

/** Answers with the page that says "Welcome to nginx!". */
export function nginxServer(scope: Construct, service: string, port: number): Microservice {
  const image = 'nginxinc/nginx-unprivileged:1.27.5';
  return server(scope, service, port, {}, { image, user: 101, scratchPaths: ['/tmp'] });
}

/** The same page from port 80 of the pods, as their rows have it. */
export function nginxOn80(scope: Construct, service: string, port: number, options: ServerOptions = {}): Microservice {
  const scratchPaths = ['/tmp', '/var/cache/nginx', '/var/run'];
  return server(scope, service, port, { ...options, containerPort: 80 }, { image: NGINX, user: 101, scratchPaths });
}

/** Answers "It works!". Its own settings are for root and port 80. */
export function apacheServer(scope: Construct, service: string, port: number): Microservice {
  const settings = '/tmp/httpd.conf';
  const start = `sed 's/^Listen 80$/Listen ${CONTAINER_PORT}/' conf/httpd.conf > ${settings} && exec httpd -DFOREGROUND -f ${settings}`;
  return server(
    scope,
    service,
    port,
    {},
    {
      image: 'httpd:2.4.62',
      user: 33,
      command: ['sh', '-c', start],
      scratchPaths: ['/tmp', '/usr/local/apache2/logs'],
    },
  );
}

/** Answers "Hello, world!", its version and the name of its pod. */
export function helloServer(scope: Construct, service: string, port: number): Microservice {
  const image = 'us-docker.pkg.dev/google-samples/containers/gke/hello-app:2.0';
  return server(scope, service, port, {}, { image });
}

interface Container {
  readonly image: string;
  readonly user?: number;
  readonly env?: { readonly [name: string]: EnvVar };
  readonly command?: string[];
  readonly scratchPaths?: string[];
}

function server(scope: Construct, service: string, port: number, options: ServerOptions, container: Container) {
  const { deployment = service, replicas = 1, podLabels = { app: deployment } } = options;
  const { containerPort = CONTAINER_PORT, containerName, expose } = options;
  const made = new Microservice(scope, service, {
    ...container,
    podLabels,
    replicas,
    ports: [{ name: 'http', port, containerPort }],
    ...(containerName && { containerName }),
    ...(expose && { expose }),
    cpuRequest: '10m',
    memoryRequest: '32Mi',
    memoryLimit: '128Mi',
  });
  if (deployment !== service) ApiObject.of(made).addJsonPatch(JsonPatch.replace('/metadata/name', deployment));
  return made;
}
