import type { Direction } from '../cluster/network-policy';
import { formatPosition } from '../manifest/manifest';
import { policyReference } from '../reach/explain-side';
import { formatPeer, type PodsPeer } from '../reach/peer';
import type { Reachability } from '../reach/reachability';

export interface Isolation {
  readonly isolated: boolean;
  /** Which policies isolate, or that none does. */
  readonly reason: string;
  /** The smallest change found that would make it the other way round. */
  readonly remedy: string;
}

/** Whether some policy isolates the pods in a direction, so that only what policies admit comes through. */
export function isolation(reachability: Reachability, peer: PodsPeer, direction: Direction): Isolation {
  const { policies } = reachability.side(reachability.group(peer.pods), direction);
  const name = formatPeer(peer);
  const ends = direction === 'ingress' ? 'to' : 'from';
  if (peer.pods.hostNetwork)
    return {
      isolated: false,
      reason: `${name} uses the network of its node; the NetworkPolicy standard does not bind such pods`,
      remedy: `take hostNetwork out of ${name}, and add a policy that selects it`,
    };
  const names = policies.map(
    ({ namespace, name, origin }) => `${namespace}/${name} (${formatPosition(origin.position)})`,
  );
  return {
    isolated: policies.length > 0,
    reason: policies.length
      ? `${names.join(', ')} isolate${policies.length === 1 ? 's' : ''} ${direction} ${ends} ${name}`
      : `no policy of namespace ${peer.pods.namespace} isolates ${direction} ${ends} ${name}`,
    remedy: policies.length
      ? `keep ${name} out of the podSelector of ${names.join(' and ')}`
      : howToIsolate(reachability, peer, direction),
  };
}

function howToIsolate(reachability: Reachability, peer: PodsPeer, direction: Direction): string {
  const { namespace, labels } = peer.pods;
  const other = direction === 'ingress' ? 'egress' : 'ingress';
  const [policy] = reachability.side(reachability.group(peer.pods), other).policies;
  if (policy) {
    const { policy: name, position } = policyReference(policy);
    return `set policyTypes: [Ingress, Egress] in NetworkPolicy ${name} (${formatPosition(position)})`;
  }
  const selector = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  return `add a NetworkPolicy to namespace ${namespace} that selects ${selector.join(',') || 'all pods'}, with policyTypes: [${type}]`;
}
