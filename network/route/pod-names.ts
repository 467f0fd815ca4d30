/** Names of single pods: `<hostname>.<Service>`, as StatefulSets and pods with hostname and subdomain have them. */
import { parseAddress } from '../cluster/address';
import type { Cluster } from '../cluster/cluster';
import type { Service } from '../cluster/service';
import type { PodsPeer } from '../reach/peer';
import { podsIn, serviceText, workloadsText } from './lookup';
import { selectedPods } from './service-endpoints';

/** Pods of this name under a Service that selects them and that they name as theirs. */
export function podsNamed(cluster: Cluster, service: Service, host: string): readonly PodsPeer[] {
  return selectedPods(cluster, service).filter(
    (peer) =>
      peer.pods.replicas !== 0 &&
      ((peer.pods.subdomain === service.name && hasName(peer, host)) || hasAddress(peer, service, host)),
  );
}

export function whyNoPodName(cluster: Cluster, service: Service, host: string): string {
  const subject = serviceText(service);
  const [, owner] = ORDINAL.exec(host) ?? [];
  const set = podsIn(cluster, service.namespace).find(
    ({ workload: { kind, name }, pods }) => kind === 'StatefulSet' && name === owner && pods.firstOrdinal !== undefined,
  );
  if (!set) {
    const selected = selectedPods(cluster, service);
    const whose = selected.length ? `it selects ${workloadsText(selected)}` : 'it selects no pods';
    return `under ${subject} only pods have names that a StatefulSet with serviceName ${service.name} made, or that set hostname and subdomain; ${whose}, and none is called ${host}`;
  }
  const { workload, pods } = set;
  if (pods.subdomain !== service.name)
    return `the pods of ${workload.id} have their names under its serviceName "${pods.subdomain ?? ''}", not under ${service.name}`;
  if (!selectedPods(cluster, service).some((peer) => peer.workload === workload))
    return `${subject} selects ${service.selector?.text ?? 'nothing'}, not the pods of ${workload.id}`;
  return `${workload.id} has no pod ${host}; it has ${ordinalsText(set)}`;
}

const ORDINAL = /^(.+)-(0|[1-9]\d*)$/;

function hasName({ workload, pods }: PodsPeer, host: string): boolean {
  if (pods.firstOrdinal === undefined) return pods.hostname === host;
  if (pods.podName !== undefined) return pods.podName === host;
  const [, owner, number] = ORDINAL.exec(host) ?? [];
  const index = Number(number) - pods.firstOrdinal;
  return owner === workload.name && index >= 0 && index < pods.replicas!;
}

/** Pods without a hostname have their address for one: `10-0-1-5.mysql`. */
function hasAddress({ pods }: PodsPeer, { headless }: Service, host: string): boolean {
  const address = host.replaceAll('-', '.');
  return headless && parseAddress(address) !== undefined && pods.addresses.includes(address);
}

function ordinalsText({ workload, pods: { firstOrdinal } }: PodsPeer): string {
  const made = workload.pods.filter((pods) => pods.firstOrdinal !== undefined);
  const count = made.reduce((sum, { replicas }) => sum + replicas!, 0);
  if (count === 0) return 'none: it is scaled to 0';
  const [first, last] = [firstOrdinal!, firstOrdinal! + count - 1].map((number) => `${workload.name}-${number}`);
  return count === 1 ? first! : `${first} to ${last}`;
}
