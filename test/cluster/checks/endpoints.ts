import type { Service } from '../../../network/cluster/service';
import { endpointsOf } from '../../../network/route/service-endpoints';
import type { Live } from '../state/live';
import type { System } from '../state/system';

/** Services that are to spread over several workloads: a canary's. */
const SPREAD = ['canary/api'];

/**
 * Services with a selector whose ready addresses, by the real controller, are not those of the pods that network/ finds in
 * the manifests. Pods are told by who made them, not by labels. No Service may be without any, or over several workloads.
 */
export function endpoints(system: System, live: Live): string[] {
  return system.network.cluster.services
    .filter(({ selector }) => selector)
    .flatMap((one) => compare(one, system, live));
}

function compare(service: Service, { network }: System, live: Live): string[] {
  const { namespace, name } = service;
  const id = `${namespace}/${name}`;
  const wanted = expectedAddresses(service, { network }, live);
  const found = live.readyAddresses(namespace, name);
  const problems: string[] = [];
  if (!wanted.addresses.length) problems.push(`Service ${id} has no pods to lead to`);
  if (wanted.workloads.length > 1 && !SPREAD.includes(id))
    problems.push(`Service ${id} leads to several workloads: ${wanted.workloads.join(', ')}`);
  if (found.join() !== wanted.addresses.join())
    problems.push(`Service ${id} leads to ${found.join(', ') || 'nobody'}, not ${wanted.addresses.join(', ')}`);
  return problems;
}

/** What a Service must lead to, in the spelling of {@link Live.readyAddresses}, and whose pods these are. */
export function expectedAddresses(
  service: Service,
  { network }: Pick<System, 'network'>,
  live: Live,
): { readonly workloads: readonly string[]; readonly addresses: readonly string[] } {
  const targets = service.ports.flatMap((port) => endpointsOf(network.cluster, service, port));
  const ofPods = targets.flatMap((target) => (target.kind === 'pods' ? [target] : []));
  const addresses = ofPods.flatMap(({ workload: { kind, namespace, name }, protocol, port }) => {
    const owner = live.find(`${kind} ${namespace}/${name}`);
    return owner ? live.podsOf(owner).map(({ status }) => `${protocol} ${status.podIP}:${port}`) : [];
  });
  return {
    workloads: [...new Set(ofPods.map(({ workload }) => workload.id))],
    addresses: [...new Set(addresses)].sort(),
  };
}
