import type { Cluster } from '../cluster/cluster';
import type { Service } from '../cluster/service';
import { groupBy } from '../group-by';
import { type PodsPeer, podsPeers } from '../reach/peer';
import { perCluster } from './per-cluster';

const servicesByName = perCluster(
  ({ services }) => new Map(services.map((service) => [`${service.namespace}/${service.name}`, service])),
);
const servicesByPlainName = perCluster(({ services }) => groupBy(services, ({ name }) => name));
const servicesByNamespace = perCluster(({ services }) => groupBy(services, ({ namespace }) => namespace));
const podsByNamespace = perCluster(({ workloads }) =>
  groupBy(workloads.flatMap(podsPeers), ({ pods }) => pods.namespace),
);
const podsByAddress = perCluster(
  ({ workloads }) =>
    new Map(workloads.flatMap(podsPeers).flatMap((peer) => peer.pods.addresses.map((address) => [address, peer]))),
);

export function findService(cluster: Cluster, namespace: string, name: string): Service | undefined {
  return servicesByName(cluster).get(`${namespace}/${name}`);
}

/** Services of this name in every namespace. */
export function servicesNamed(cluster: Cluster, name: string): readonly Service[] {
  return servicesByPlainName(cluster).get(name) ?? [];
}

export function servicesIn(cluster: Cluster, namespace: string): readonly Service[] {
  return servicesByNamespace(cluster).get(namespace) ?? [];
}

export function podsIn(cluster: Cluster, namespace: string): readonly PodsPeer[] {
  return podsByNamespace(cluster).get(namespace) ?? [];
}

export function podsAt(cluster: Cluster, address: string): PodsPeer | undefined {
  return podsByAddress(cluster).get(address);
}

/** `Service prod/api` */
export function serviceText({ namespace, name }: Pick<Service, 'namespace' | 'name'>): string {
  return `Service ${namespace}/${name}`;
}

/** The distinct workloads of pods, as text: `prod/api[Deployment], prod/api-canary[Deployment]`. */
export function workloadsText(peers: Iterable<PodsPeer>): string {
  return [...new Set([...peers].map(({ workload }) => workload.id))].join(', ');
}
