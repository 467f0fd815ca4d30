import type { Direction } from '../cluster/network-policy';
import { formatPosition } from '../manifest/manifest';
import { formatPeer, type PodsPeer } from '../reach/peer';
import type { Reachability } from '../reach/reachability';

export interface Isolation {
  readonly isolated: boolean;
  /** Which policies isolate, or that none does. */
  readonly reason: string;
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
    };
  const names = policies.map(
    ({ namespace, name, origin }) => `${namespace}/${name} (${formatPosition(origin.position)})`,
  );
  return {
    isolated: policies.length > 0,
    reason: policies.length
      ? `${names.join(', ')} isolate${policies.length === 1 ? 's' : ''} ${direction} ${ends} ${name}`
      : `no policy of namespace ${peer.pods.namespace} isolates ${direction} ${ends} ${name}`,
  };
}
