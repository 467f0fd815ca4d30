/** Pods that policies shut in, and whether they still reach the DNS of the cluster. */
import type { PolicyPort } from '../cluster/network-policy';
import { matches } from '../cluster/selector';
import type { Pods } from '../cluster/workload';
import { groupBy } from '../group-by';
import type { PodsPeer } from '../reach/peer';
import type { GroupMember } from '../reach/pod-groups';
import type { Side } from '../reach/sides';
import { nearest } from '../route/nearest';
import { workedOutOnce } from '../route/per-cluster';
import type { Examined } from './examined';
import { DNS_PORT, endOf, type PeerInForce, policyView, type RuleInForce } from './policy-view';

export interface ShutIn {
  readonly side: Side;
  /** Pods that ask the DNS of the cluster, and whose egress these policies isolate. */
  readonly members: readonly GroupMember[];
  /** Whether the policies let them ask it. */
  readonly udp: boolean;
  readonly tcp: boolean;
  /** Rules for DNS whose peer selects no pods of the namespace that has it. */
  readonly mistaken: readonly PeerInForce[];
  /** Rules for DNS whose peer is in a namespace that has no DNS: a slip of the name, or one whose pods are known. */
  readonly misplaced: readonly PeerInForce[];
  /** Whether other addresses or pods may be the DNS that they ask. */
  readonly mayAskOthers: boolean;
}

const DNS_NAMESPACE = 'kube-system';
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

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
    const selected = (place: PeerInForce) => view.groupsOf(place.policy, place.peer).length > 0;
    const isMistaken = (place: PeerInForce) =>
      selectsOnlyThere(examined, place) && !selected(place) && !isNodeLocal(place);
    const isMisplaced = (place: PeerInForce) =>
      !selected(place) &&
      (isSlipOfNamespace(place) || namespacesOf(place)?.every((name) => view.hasPods(name)) === true);
    return {
      side,
      members,
      udp: asks('UDP'),
      tcp: asks('TCP'),
      mistaken: peers.filter((place) => opensDns(place) && isMistaken(place)),
      misplaced: peers.filter((place) => opensDns(place) && !selectsOnlyThere(examined, place) && isMisplaced(place)),
      mayAskOthers:
        rules.some(({ rule }) => rule.peers?.some((peer) => 'block' in peer)) ||
        peers.some((place) =>
          selected(place)
            ? opensDns(place)
            : isNodeLocal(place) ||
              (!selectsOnlyThere(examined, place) && mayBeElsewhere(place) && !isMisplaced(place)),
        ),
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
  return direction === 'egress' && (!rule.ports || rule.ports.some(mayBeDns));
}

/** Whether the rule is there for DNS, wherever that is. */
function opensDns({ rule }: RuleInForce): boolean {
  return rule.ports?.some((port) => mayBeDns(port) && ('name' in port || port.first === port.last)) ?? false;
}

/** DNS pods listen on 53, and those of OpenShift on 5353. */
function mayBeDns(port: PolicyPort): boolean {
  if (port.protocol !== 'UDP') return false;
  return 'name' in port || [DNS_PORT, 5353].some((number) => port.first <= number && number <= port.last);
}

/** Whether a peer means the cache of DNS on each node, whose pods are mostly on the network of the node. */
function isNodeLocal({ peer }: PeerInForce): boolean {
  return /node-?local/.test(peer.podSelector.text);
}

/** The namespaces that a peer names one by one; undefined where other labels choose them. */
export function namespacesOf({ peer }: PeerInForce): readonly string[] | undefined {
  const [requirement, ...more] = peer.namespaceSelector?.requirements ?? [];
  return requirement?.key === NAMESPACE_NAME && requirement.operator === 'In' && !more.length
    ? requirement.values
    : undefined;
}

/** Whether a peer names a namespace that nobody has but by a slip: `kubesystem`. */
export function isSlipOfNamespace(place: PeerInForce): boolean {
  const names = namespacesOf(place);
  return names?.length === 1 && names[0] !== DNS_NAMESPACE && nearest(names[0]!, [DNS_NAMESPACE]) !== undefined;
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
