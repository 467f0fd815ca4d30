import type { Cluster } from '../cluster/cluster';
import type { Service, ServicePort } from '../cluster/service';
import { formatPosition } from '../manifest/manifest';
import { formatPeer, formatPort } from '../reach/peer';
import { endpointNotes, whyNoEndpoints } from '../route/explain-endpoints';
import { endpointsOf } from '../route/service-endpoints';
import { serviceEnvironment } from '../route/service-environment';
import { servicePortText } from '../route/service-port';

/** What there is to know of a Service. */
export interface ServiceDescription {
  /** `namespace/name` */
  readonly service: string;
  readonly position: string;
  /** `ClusterIP`, `headless ClusterIP`, `ExternalName for db.example.com` */
  readonly type: string;
  /** Absent: its endpoints are made by hand. */
  readonly selects?: string;
  /** Names that pods find it by; the short one only in its own namespace. */
  readonly names: readonly string[];
  readonly ports: readonly ServicePortDescription[];
  /** Variables that pods of its namespace get for it, whose names may be those of settings of an app. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface ServicePortDescription {
  readonly port: string;
  readonly nodePort?: number;
  /** `TCP 8080 of prod/api[Deployment]` */
  readonly endpoints: readonly string[];
  /** Why it has no endpoints. */
  readonly nobody?: string;
  readonly notes: readonly string[];
}

export function describeService(cluster: Cluster, service: Service): ServiceDescription {
  const { namespace, name, type, headless, externalName, selector, ports, origin } = service;
  const kind = headless ? `headless ${type}` : type;
  return {
    service: `${namespace}/${name}`,
    position: formatPosition(origin.position),
    type: externalName === undefined ? kind : `${kind} for ${externalName}`,
    selects: selector?.text,
    names: [name, `${name}.${namespace}`, `${name}.${namespace}.svc`, `${name}.${namespace}.svc.cluster.local`],
    ports: ports.map((port) => describePort(cluster, service, port)),
    environment: serviceEnvironment(service),
  };
}

function describePort(cluster: Cluster, service: Service, port: ServicePort): ServicePortDescription {
  const endpoints = endpointsOf(cluster, service, port);
  return {
    port: servicePortText(port),
    nodePort: port.nodePort,
    endpoints: endpoints.map((endpoint) => `${formatPort(endpoint)} of ${formatPeer(endpoint)}`),
    nobody: endpoints.length ? undefined : whyNoEndpoints(cluster, service, port),
    notes: endpointNotes(cluster, service, port),
  };
}
