/** Pods that policies shut in, and whether they still reach the DNS of the cluster. */
import type { PolicyRule } from '../cluster/network-policy';
import { matches } from '../cluster/selector';
import type { Pods } from '../cluster/workload';
import { groupBy } from '../group-by';
import type { PodsPeer } from '../reach/peer';
import type { GroupMember } from '../reach/pod-groups';
import type { Side } from '../reach/sides';
import { workedOutOnce } from '../route/per-cluster';
import type { Examined } from './examined';
import { DNS_PORT, endOf, namesDns, type PeerInForce, policyView, type RuleInForce } from './policy-view';

export interface ShutIn {
  readonly side: Side;
  /** Pods that ask the DNS of the cluster, and whose egress these policies isolate. */
  readonly members: readonly GroupMember[];
  /** Whether the policies let them ask it. */
  readonly udp: boolean;
  readonly tcp: boolean;
  /** Rules for DNS whose peer selects no pods of the namespace that has it. */
  readonly mistaken: readonly PeerInForce[];
  /** Whether other addresses or pods may be the DNS that they ask. */
  readonly mayAskOthers: boolean;
}

const DNS_NAMESPACE = 'kube-system';

/** One for each set of policies that shuts pods in. */
export const shutIn = workedOutOnce((examined: Examined): readonly ShutIn[] => {
  const { reachability, network } = examined;
  const view = policyView(examined);
  const rulesOf = groupBy(view.rules, ({ policy }) => policy);
  const dns: PodsPeer = { kind: 'pods', workload: network.dns, pods: network.dns.pods[0]! };
  const groups = reachability.groups.filter((group) => view.isReal(group) && !group.hostNetwork);
  return [...groupBy(groups, (group) => reachability.side(group, 'egress'))].flatMap(([side, some]) => {
    const members = some
      .flatMap((group) => group.members)
      .filter(({ workload, pods }) => workload !== network.dns && asksTheCluster(pods));
    if (!side.policies.length || !members.length || !view.isKnown(some[0]!.namespace)) return [];
    const rules = side.policies.flatMap((policy) => rulesOf.get(policy) ?? []).filter(mayOpenDns);
    const peers = rules.flatMap((rule) => view.peersOf(rule));
    const asks = (protocol: 'UDP' | 'TCP') => {
      const port = { protocol, port: portOf(dns.pods) };
      return reachability.question(endOf(some[0]!), dns, port, 'egress')!.admitted;
    };
    const isMistaken = (place: PeerInForce) =>
      selectsOnlyThere(examined, place) && !view.groupsOf(place.policy, place.peer).length;
    return {
      side,
      members,
      udp: asks('UDP'),
      tcp: asks('TCP'),
      mistaken: peers.filter((place) => namesDns(place) && isMistaken(place)),
      mayAskOthers:
        rules.some(({ rule }) => rule.peers?.some((peer) => 'block' in peer)) ||
        peers.some((place) => {
          const selected = view.groupsOf(place.policy, place.peer);
          return selected.length ? namesDns(place) : !selectsOnlyThere(examined, place) && mayBeElsewhere(place);
        }),
    };
  });
});

function asksTheCluster({ dns }: Pods): boolean {
  return dns?.policy !== 'Default' && dns?.policy !== 'None';
}

function portOf({ ports }: Pods): number {
  return ports.find(({ protocol }) => protocol === 'UDP')?.port ?? DNS_PORT;
}

function mayOpenDns({ direction, rule }: RuleInForce): boolean {
  return direction === 'egress' && opensUdp(rule);
}

function opensUdp({ ports }: PolicyRule): boolean {
  if (!ports) return true;
  return ports.some(
    (port) => port.protocol === 'UDP' && ('name' in port || (port.first <= DNS_PORT && DNS_PORT <= port.last)),
  );
}

/** Whether a peer means the namespace that the DNS of the cluster is in, and no other. */
function selectsOnlyThere({ reachability }: Examined, { peer: { namespaceSelector } }: PeerInForce): boolean {
  if (!namespaceSelector) return false;
  const selected = [...reachability.cluster.namespaces].filter(([, labels]) => matches(namespaceSelector, labels));
  return selected.length === 1 && selected[0]![0] === DNS_NAMESPACE;
}

/** A peer of no known pods: without a namespaceSelector it means the policy's own namespace, which is known. */
function mayBeElsewhere({ peer }: PeerInForce): boolean {
  return peer.namespaceSelector !== undefined;
}
