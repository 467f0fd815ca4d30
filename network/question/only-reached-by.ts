import { contains } from '../cluster/address';
import { hasNoPods } from '../cluster/workload';
import { inputError } from '../input-error';
import { openRanges } from '../reach/address-cuts';
import type { Answer } from '../reach/answer';
import { formatPeer, type Peer, type PodsPeer, podsPeers } from '../reach/peer';
import { hasPort } from '../reach/port-set';
import type { Reachability } from '../reach/reachability';
import type { Destination, Hop } from './receivers';

export interface OnlyReachedBy {
  /** How ends reach the receiver, or may, that are not among the senders. */
  readonly others: readonly Answer[];
  /** Senders that do not reach it. */
  readonly missing: readonly Answer[];
  /** Why there is nobody to reach, where that is so. */
  readonly nobody: readonly string[];
}

/** Whether, of all workloads of the input and all addresses outside, exactly the senders reach the receivers. */
export function onlyReachedBy(
  reachability: Reachability,
  destinations: readonly Destination[],
  senders: readonly Peer[],
): OnlyReachedBy {
  const hops = destinations.flatMap((destination) => destination.hops).map(onPods);
  const others = hops.flatMap((hop) => [
    ...otherPods(reachability, hop, senders),
    ...otherAddresses(reachability, hop, senders),
  ]);
  const missing = senders.flatMap((sender) =>
    hops.map(({ peer, port }) => reachability.reach(sender, peer, port)).filter(({ verdict }) => verdict !== 'allowed'),
  );
  const unique = new Map(others.map((answer) => [`${answer.port} ${answer.from} ${answer.to}`, answer]));
  return { others: [...unique.values()], missing, nobody: destinations.flatMap(({ nobody }) => nobody ?? []) };
}

type PodsHop = Hop & { readonly peer: PodsPeer };

function onPods(hop: Hop): PodsHop {
  const { peer } = hop;
  if (peer.kind === 'pods') return { ...hop, peer };
  throw inputError('input/reference', `${formatPeer(peer)} is no workload, and policies say nothing of who reaches it`);
}

function otherPods(reachability: Reachability, { peer, port }: PodsHop, senders: readonly Peer[]): Answer[] {
  const isSender = (candidate: PodsPeer) =>
    senders.some((sender) => sender.kind === 'pods' && sender.pods === candidate.pods);
  const receiver = peer.workload;
  return reachability.cluster.workloads
    .filter((workload) => workload !== receiver && !hasNoPods(workload))
    .flatMap(podsPeers)
    .filter((candidate) => !isSender(candidate))
    .filter((candidate) => hasPort(reachability.open(candidate, peer).possible, port.protocol, port.port))
    .map((candidate) => reachability.reach(candidate, peer, port));
}

function otherAddresses(reachability: Reachability, { peer, port }: PodsHop, senders: readonly Peer[]): Answer[] {
  const admitted = senders.flatMap((sender) => (sender.kind === 'addresses' ? sender.ranges : []));
  const side = reachability.side(reachability.group(peer.pods), 'ingress');
  return ([4, 6] as const)
    .flatMap((family) => openRanges([side], reachability.portSets, family))
    .filter(({ ports }) => hasPort(ports, port.protocol, port.port))
    .filter(({ range }) => !admitted.some((block) => contains(block, range)))
    .map(({ range }) => reachability.reach({ kind: 'addresses', ranges: [range] }, peer, port));
}
