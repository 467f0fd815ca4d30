import { namespaceOf } from '../cluster/cluster';
import type { Direction, NetworkPolicy, PodPeer, PolicyPort, PolicyRule } from '../cluster/network-policy';
import { changesReachability } from '../cluster/other-kinds';
import type { Selector } from '../cluster/selector';
import { mayBeSeveral, type Workload } from '../cluster/workload';
import type { FieldPath } from '../manifest/manifest';
import type { PodsPeer } from '../reach/peer';
import { PeerIndex } from '../reach/peer-index';
import { type PodGroup, portKey } from '../reach/pod-groups';
import type { PortSet } from '../reach/port-set';
import { workedOutOnce } from '../route/per-cluster';
import type { Examined } from './examined';
import { KnownLabels } from './meant-label';

/** A rule that its policy enforces. */
export interface RuleInForce {
  readonly policy: NetworkPolicy;
  readonly direction: Direction;
  readonly rule: PolicyRule;
  /** `['spec', 'ingress', 0]` */
  readonly path: FieldPath;
}

/** One peer that selects pods. */
export interface PeerInForce extends RuleInForce {
  readonly peer: PodPeer;
  readonly index: number;
  /** `['spec', 'ingress', 0, 'from', 1]` */
  readonly peerPath: FieldPath;
}

/** The policies of the input as the rules of the doctor see them: what they select, and where they say so. */
export const policyView = workedOutOnce((examined: Examined) => new PolicyView(examined));

export class PolicyView {
  readonly rules: readonly RuleInForce[];
  readonly peers: readonly PeerInForce[];
  private readonly index: PeerIndex;
  private readonly supposed: ReadonlySet<Workload>;
  private readonly withPods: ReadonlySet<string>;
  private readonly withOtherPolicies: ReadonlySet<string>;
  private readonly labels = new Map<string, KnownLabels>();

  constructor(private readonly examined: Examined) {
    const { cluster, reachability, manifests } = examined;
    this.rules = cluster.policies.flatMap((policy) => [...rulesOf(policy)]);
    this.peers = this.rules.flatMap((rule) => this.peersOf(rule));
    this.index = new PeerIndex(reachability.groups);
    this.supposed = new Set(reachability.supposed);
    this.withPods = new Set(cluster.workloads.map(({ namespace }) => namespace));
    const others = manifests.filter(({ object }) => changesReachability(object));
    this.withOtherPolicies = new Set(
      others.map(({ object }) => (object.metadata.namespace ? namespaceOf(object) : EVERYWHERE)),
    );
  }

  /** The peers of a rule that select pods. */
  peersOf(rule: RuleInForce): PeerInForce[] {
    return (rule.rule.peers ?? []).flatMap((peer, index) =>
      'block' in peer ? [] : [{ ...rule, peer, index, peerPath: [...rule.path, listOf(rule), index] }],
    );
  }

  /** Pods of the input that the policy selects. */
  selected({ namespace, podSelector }: Pick<NetworkPolicy, 'namespace' | 'podSelector'>): readonly PodGroup[] {
    return this.index.inNamespace(namespace, podSelector).filter((group) => this.isReal(group));
  }

  /** Pods that the peer of a policy selects; the DNS of the cluster is among them even where the input does not have it. */
  groupsOf({ namespace }: NetworkPolicy, peer: PodPeer): readonly PodGroup[] {
    return this.index.ofPeer(peer, namespace);
  }

  /** Pods of the input with these labels, in whatever namespace. */
  anywhere(podSelector: Selector): readonly PodGroup[] {
    return this.index.ofPeer({ namespaceSelector: EVERY, podSelector }, '').filter((group) => this.isReal(group));
  }

  /** Labels of the pods of namespaces, as far as policies tell them apart. */
  labelsIn(namespaces: readonly string[]): KnownLabels {
    const key = namespaces.join();
    const groups = () => namespaces.flatMap((namespace) => this.index.inNamespace(namespace, EVERY));
    const labels = this.labels.get(key) ?? new KnownLabels(groups().map((group) => group.labels));
    this.labels.set(key, labels);
    return labels;
  }

  /** Pods whose ports the rule speaks of; undefined where it speaks of everyone's, or of addresses'. */
  receivers({ policy, direction, rule }: RuleInForce): readonly PodGroup[] | undefined {
    if (direction === 'ingress') return this.selected(policy);
    if (!rule.peers || rule.peers.some((peer) => 'block' in peer)) return undefined;
    const groups = rule.peers.flatMap((peer) => ('block' in peer ? [] : this.groupsOf(policy, peer)));
    return [...new Set(groups)];
  }

  /** What a port of a rule is on the pods that take the connection. */
  portOn(port: PolicyPort, receiver: PodGroup): PortSet {
    const { portSets } = this.examined.reachability;
    if (!('name' in port)) return portSets.of(port.protocol, port.first, port.last);
    const number = receiver.namedPorts.get(portKey(port.protocol, port.name));
    return number === undefined ? portSets.none : portSets.of(port.protocol, number);
  }

  portsOn({ ports }: PolicyRule, receiver: PodGroup): PortSet {
    const { portSets } = this.examined.reachability;
    return ports ? portSets.unionOf(ports.map((port) => this.portOn(port, receiver))) : portSets.all;
  }

  /** Whether the input has the pods, and does not only reckon with them. */
  isReal({ members }: PodGroup): boolean {
    return members.some(({ workload }) => !this.supposed.has(workload));
  }

  /** Whether the input has pods of the namespace; where not, they may well be somewhere else. */
  hasPods(namespace: string): boolean {
    return this.withPods.has(namespace);
  }

  /** Whether all that decides who reaches the pods of a namespace could be read. */
  isKnown(namespace: string): boolean {
    return (
      !this.withOtherPolicies.has(namespace) &&
      !this.withOtherPolicies.has(EVERYWHERE) &&
      !this.examined.hasRefusedPolicies(namespace)
    );
  }
}

const EVERY: Selector = { requirements: [], text: '<all>' };
/** No name of a namespace. */
const EVERYWHERE = '*';

function* rulesOf(policy: NetworkPolicy): Generator<RuleInForce> {
  for (const direction of ['ingress', 'egress'] as const)
    for (const rule of policy[direction] ?? [])
      yield { policy, direction, rule, path: ['spec', direction, rule.index] };
}

/** The field that a rule has its peers in. */
export function listOf({ direction }: Pick<RuleInForce, 'direction'>): 'from' | 'to' {
  return direction === 'ingress' ? 'from' : 'to';
}

/** Whether the rule opens port 53 by its number, as rules for DNS do. */
export function namesDns({ rule }: RuleInForce): boolean {
  return rule.ports?.some((port) => !('name' in port) && port.first === DNS_PORT && port.last === DNS_PORT) ?? false;
}

export const DNS_PORT = 53;

/** Pods of a group as one end of a connection; with `another`, others of the group than the first where it has them. */
export function endOf({ members }: PodGroup, another = false): PodsPeer {
  const member = (another ? members.at(-1) : members[0])!;
  return { kind: 'pods', ...member };
}

/** Whether pods of the group reach each other, and not only themselves. */
export function isSeveral({ members }: PodGroup): boolean {
  return members.length > 1 || members.some(({ pods }) => mayBeSeveral(pods));
}

/** The workloads of groups, the first ones by name: `shop/api[Deployment], shop/web[Deployment] and 3 more`. */
export function namesOf(groups: readonly PodGroup[]): string {
  const names = [...new Set(groups.flatMap(({ members }) => members.map(({ workload }) => workload.id)))];
  const more = names.length - SHOWN;
  return names.slice(0, SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Their namespaces; those without policies may share a group. */
export function namespacesOf(groups: readonly PodGroup[]): string[] {
  return [...new Set(groups.flatMap(({ members }) => members.map(({ pods }) => pods.namespace)))];
}

const SHOWN = 3;

/** `NetworkPolicy shop/api`, or several. */
export function policyNames(policies: readonly NetworkPolicy[]): string {
  const names = policies.map(({ namespace, name }) => `${namespace}/${name}`).join(', ');
  return `${policies.length === 1 ? 'NetworkPolicy' : 'NetworkPolicies'} ${names}`;
}
