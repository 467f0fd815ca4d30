/** Why a name is no name of the cluster, and which one was meant. */
import type { Cluster } from '../cluster/cluster';
import type { PodsPeer } from '../reach/peer';
import { podsIn, servicesNamed, serviceText } from './lookup';
import { nearest } from './nearest';
import { selectedPods } from './service-endpoints';

/** Namespaces that are named, where many have such a Service. */
const SHOWN = 3;

export interface NoName {
  readonly reason: string;
  /** The name that was meant, or what would make it one. */
  readonly remedy: string;
}

export function whyNoName(cluster: Cluster, name: string, fromNamespace: string, domain: string): NoName {
  const labels = withoutDomain(name, domain);
  if (labels.some((label) => label.startsWith('_'))) {
    const form = `_<name of the port>._<tcp or udp>.<Service>.<namespace>.svc.${domain}`;
    return { reason: `a name for SRV records is ${form}`, remedy: `write it as ${form}` };
  }
  if (labels.at(-1) === 'pod') {
    const form = `10-0-1-5.${fromNamespace}.pod.${domain}`;
    return {
      reason: `the name of a pod's address is like ${form}; a pod's own name is none`,
      remedy: `write the name of its address, like ${form}, or put a Service in front of it`,
    };
  }
  const [service, namespace, host] = meant(cluster, labels, fromNamespace);
  const full = (other: { name: string; namespace: string }) => `${host}${other.name}.${other.namespace}.svc.${domain}`;
  const no = `namespace ${namespace} has no Service ${service}`;

  const elsewhere = servicesNamed(cluster, service).filter((other) => other.namespace !== namespace);
  if (elsewhere.length) {
    const shown = elsewhere.slice(0, SHOWN);
    const more = elsewhere.length - shown.length;
    const namespaces = shown.map((other) => other.namespace).join(', ') + (more > 0 ? ` and ${more} more` : '');
    const write = `write ${shown.map(full).join(' or ')}`;
    return { reason: `${no}; there is one in ${namespaces}: ${write}`, remedy: write };
  }
  const pods = podsIn(cluster, namespace).find(({ workload, pods }) => [workload.name, pods.podName].includes(service));
  if (pods)
    return inFront(
      cluster,
      pods,
      `${no}; ${service} is ${pods.workload.id}, and pods have no name of their own in DNS`,
    );
  const near = nearest(
    service,
    cluster.services.filter((other) => other.namespace === namespace).map((other) => other.name),
  );
  const nearestName = (nearName: string) => ({
    reason: `${no}; the nearest name is ${nearName}`,
    remedy: `write ${nearName}`,
  });
  if (near) return nearestName(full({ name: near, namespace }));
  const nearNamespace = cluster.namespaces.has(namespace)
    ? undefined
    : nearest(
        namespace,
        servicesNamed(cluster, service).map((other) => other.namespace),
      );
  if (nearNamespace) return nearestName(full({ name: service, namespace: nearNamespace }));
  return {
    reason: cluster.namespaces.has(namespace) ? no : `${no}; the input has nothing of this namespace`,
    remedy: `add a Service ${service} to namespace ${namespace}`,
  };
}

/** Where an outside name looks like one of the cluster that has a slip in it. */
export function slip(cluster: Cluster, name: string, domain: string): string | undefined {
  const labels = withoutDomain(name, domain);
  const [service] = labels.length === 2 ? servicesNamed(cluster, labels[0]!) : [];
  return service && `${serviceText(service)} is ${service.name}.${service.namespace}.svc.${domain}`;
}

function withoutDomain(name: string, domain: string): string[] {
  const bare = name.replace(/\.$/, '');
  return (bare.endsWith(`.${domain}`) ? bare.slice(0, -domain.length - 1) : bare).split('.');
}

/** Service and namespace that a short name, or a long one, stands for, and what stands before them. */
function meant(
  cluster: Cluster,
  labels: readonly string[],
  fromNamespace: string,
): [service: string, namespace: string, host: string] {
  const path = labels.at(-1) === 'svc' ? labels.slice(0, -1) : labels;
  const last = path.at(-1)!;
  const isPodName = path.length === 2 && !cluster.namespaces.has(last) && servicesNamed(cluster, last).length > 0;
  const full = path.length === 1 || isPodName ? [...path, fromNamespace] : path;
  const host = full.slice(0, -2).map((label) => `${label}.`);
  return [full.at(-2)!, full.at(-1)!, host.join('')];
}

/** Pods are reached by the name of a Service in front of them. */
function inFront(cluster: Cluster, { workload, pods }: PodsPeer, why: string): NoName {
  const service = cluster.services.find(
    (candidate) =>
      candidate.namespace === pods.namespace &&
      selectedPods(cluster, candidate).some((selected) => selected.workload === workload),
  );
  if (!service)
    return { reason: `${why}; put a Service in front of it`, remedy: `put a Service in front of ${workload.id}` };
  const remedy = `write ${service.name}`;
  return { reason: `${why}; ${serviceText(service)} is in front of it: ${remedy}`, remedy };
}
