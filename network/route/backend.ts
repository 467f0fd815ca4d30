/** What routes send requests to, as it is written and as it is found. */
import type { Cluster } from '../cluster/cluster';
import type { Protocol } from '../cluster/port';
import type { Service, ServicePort } from '../cluster/service';
import { formatPeer, formatPort } from '../reach/peer';
import { endpointNotes, whyNoEndpoints } from './explain-endpoints';
import { findService, servicesNamed, serviceText } from './lookup';
import { endpointsOf } from './service-endpoints';
import { findServicePort, servicePortText, whyNoPort } from './service-port';

/** A backend as a route writes it. */
export interface BackendRef {
  /** `Service`, or the kind of some other resource. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Number or name of a port of the Service; of a `Route`, a name or a port of the pods, and all ports when absent. */
  readonly port?: number | string;
  /** @default 'TCP' */
  readonly protocol?: Protocol;
  /** Share of the requests, against the other backends. */
  readonly weight?: number;
  /** Why the route may not use it, although it is written so. */
  readonly refused?: string;
}

/** A port of a Service that gets requests. */
export interface RouteBackend {
  readonly service: Service;
  readonly port: ServicePort;
  readonly weight?: number;
}

export interface Backends {
  readonly backends: readonly RouteBackend[];
  /** Why some that are written get nothing. */
  readonly problems: readonly string[];
}

/** The ports of Services behind a route; not those without endpoints. */
export function findBackends(cluster: Cluster, refs: readonly BackendRef[]): Backends {
  const backends: RouteBackend[] = [];
  const problems: string[] = [];
  for (const ref of refs) {
    if (ref.weight === 0) continue;
    const found = referredPorts(cluster, ref);
    if (typeof found === 'string') problems.push(found);
    else {
      const { service, ports } = found;
      for (const port of ports) {
        if (leads(cluster, service, port))
          backends.push({ service, port, ...(ref.weight === undefined ? {} : { weight: ref.weight }) });
        else problems.push(`${serviceText(service)} has no endpoints: ${whyNoEndpoints(cluster, service, port)}`);
      }
    }
  }
  return { backends, problems };
}

/** The Service and the ports that a backend names, or why there are none. */
export function referredPorts(
  cluster: Cluster,
  ref: BackendRef,
): { readonly service: Service; readonly ports: readonly ServicePort[] } | string {
  const { kind, namespace, name, port, protocol = 'TCP', refused } = ref;
  if (refused) return refused;
  if (kind === 'Route') return routePorts(cluster, ref);
  if (kind !== 'Service') return `${kind} ${namespace}/${name} is no Service: only its controller knows what it serves`;
  const service = findService(cluster, namespace, name);
  if (!service) return whyNoService(cluster, ref);
  const found = findServicePort(service, port!, protocol);
  if (found) return { service, ports: [found] };
  const other = findServicePort(service, port!);
  return other
    ? `port ${servicePortText(other)} of ${serviceText(service)} is no ${protocol} port, as the route needs one`
    : whyNoPort(service, port!);
}

/** Steps from a backend to its pods, ready to print. */
export function backendSteps(cluster: Cluster, { service, port, weight }: RouteBackend): string[] {
  const endpoints = endpointsOf(cluster, service, port);
  const to = endpoints.map((endpoint) => `${formatPeer(endpoint)} ${formatPort(endpoint)}`).join(', ');
  const share = weight === undefined ? '' : ` (weight ${weight})`;
  const where = service.type === 'ExternalName' ? `${service.externalName}, outside or by another name` : to;
  return [
    `${serviceText(service)} port ${servicePortText(port)}${share} → ${where}`,
    ...endpointNotes(cluster, service, port),
  ];
}

function leads(cluster: Cluster, service: Service, port: ServicePort): boolean {
  return service.type === 'ExternalName' || endpointsOf(cluster, service, port).length > 0;
}

function whyNoService(cluster: Cluster, { namespace, name }: BackendRef): string {
  const others = servicesNamed(cluster, name).map((service) => service.namespace);
  const elsewhere = others.length ? `; ${others.join(', ')} has one, but it names its own namespace` : '';
  return `namespace ${namespace} has no Service ${name}${elsewhere}`;
}

/** An OpenShift Route names the port of the endpoints: the name of the Service's port, or the number at the pods. */
function routePorts(
  cluster: Cluster,
  ref: BackendRef,
): { readonly service: Service; readonly ports: readonly ServicePort[] } | string {
  const service = findService(cluster, ref.namespace, ref.name);
  if (!service) return whyNoService(cluster, ref);
  const tcp = service.ports.filter(({ protocol }) => protocol === 'TCP');
  const ports =
    ref.port === undefined ? tcp : tcp.filter(({ name, targetPort }) => [name, targetPort].includes(ref.port!));
  return ports.length ? { service, ports } : whyNoPort(service, ref.port ?? 'TCP');
}
