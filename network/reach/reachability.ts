import { type AddressRange, contains, parseAddress, parseCidr } from '../cluster/address';
import type { Cluster } from '../cluster/cluster';
import type { BlockPeer, Direction } from '../cluster/network-policy';
import type { Pods, Workload } from '../cluster/workload';
import { groupBy } from '../group-by';
import { rangesWithin } from './address-cuts';
import type { Answer, Verdict } from './answer';
import { explained } from './explain';
import type { SideQuestion } from './explain-side';
import { formatPeer, formatPort, type Peer, type PodsPeer, type Port } from './peer';
import { groupPods, type PodGroup } from './pod-groups';
import { hasPort, type PortSet, PortSets } from './port-set';
import { admits, type Side, Sides } from './sides';

/** Ports that are open by the standard, and those that are open if the network plugin reads what it leaves open so. */
export interface OpenPorts {
  readonly sure: PortSet;
  readonly possible: PortSet;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** Where it is not for the policies to give one. */
  readonly reason?: string;
}

/** Blocks that no pod has its address in. */
const NEVER_PODS = ['127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', 'fe80::/10', 'ff00::/8', '::1/128'].map(
  (block) => parseCidr(block)!,
);

/** Who reaches whom in one cluster: its policies, worked out once. */
export class Reachability {
  readonly portSets = new PortSets();
  readonly groups: readonly PodGroup[];
  private readonly groupOf = new Map<Pods, PodGroup>();
  private readonly sides: Sides;

  /** @param supposed workloads that the input does not have, but questions are about */
  constructor(
    readonly cluster: Cluster,
    readonly supposed: readonly Workload[] = [],
  ) {
    this.groups = groupPods(cluster, supposed);
    for (const group of this.groups) for (const { pods } of group.members) this.groupOf.set(pods, group);
    this.sides = new Sides(this.portSets, this.groups, cluster.policies);
  }

  group(pods: Pods): PodGroup {
    return this.groupOf.get(pods)!;
  }

  side(group: PodGroup, direction: Direction): Side {
    return this.sides.of(group, direction);
  }

  /** Ports that policies open from pods of one group to other pods, of the same group or of another. */
  byPolicies(from: PodGroup, to: PodGroup): PortSet {
    return this.portSets.intersection(
      this.admitted(this.side(from, 'egress'), to, to),
      this.admitted(this.side(to, 'ingress'), from, to),
    );
  }

  /** Ports that are open between two ends, of which at least one is pods. */
  open(from: Peer, to: Peer): OpenPorts {
    const { all } = this.portSets;
    if (from.kind === 'node' || to.kind === 'node') return { sure: all, possible: all };
    if (isOnePod(from, to)) return { sure: all, possible: all };
    const sides = [
      from.kind === 'pods' ? this.sideOpen(from, to, 'egress') : undefined,
      to.kind === 'pods' ? this.sideOpen(to, from, 'ingress') : undefined,
    ].filter((side) => side !== undefined);
    if (!sides.length) throw new TypeError('one end of a connection has to be pods');
    const sure = sides.map((side) => side.sure).reduce((one, other) => this.portSets.intersection(one, other));
    // Policies may not bind pods on their node's network, and a pod and its own node are free to each other.
    if (isOnHost(from) || isOnHost(to)) return { sure, possible: all };
    const possible = sides.map((side) => side.possible).reduce((one, other) => this.portSets.intersection(one, other));
    return { sure, possible };
  }

  /** Whether a connection to a port of the pods, or of an address, is let through. */
  reach(from: Peer, to: Peer, port: Port, steps: readonly string[] = []): Answer {
    return explained(this, this.judge(from, to, port), { from, to, port, steps });
  }

  private judge(from: Peer, to: Peer, port: Port): Judgement {
    const nobody = [from, to].find((peer) => peer.kind === 'pods' && peer.pods.replicas === 0);
    if (nobody) return { verdict: 'not applicable', reason: `${formatPeer(nobody)} is scaled to 0 pods` };
    if (to.kind === 'pods' && to.pods.ports.length > 0 && !listens(to.pods, port))
      return {
        verdict: 'not applicable',
        reason: `no container of ${formatPeer(to)} declares ${formatPort(port)}, so nothing is known to listen there; they declare ${portList(to.pods)}`,
      };
    if (isOnePod(from, to)) return { verdict: 'allowed', reason: 'a pod always reaches itself' };
    if (from.kind === 'node' || to.kind === 'node')
      return { verdict: 'allowed', reason: 'traffic between a pod and its own node is always let through' };
    const { sure, possible } = this.open(from, to);
    if (hasPort(sure, port.protocol, port.port)) return { verdict: 'allowed' };
    if (!hasPort(possible, port.protocol, port.port)) return { verdict: 'denied' };
    return { verdict: 'undecidable', reason: openQuestion(from, to) };
  }

  question(from: Peer, to: Peer, port: Port, direction: Direction): SideQuestion | undefined {
    const [subject, other] = direction === 'egress' ? [from, to] : [to, from];
    if (subject.kind !== 'pods') return undefined;
    const { policies } = this.side(this.group(subject.pods), direction);
    const admitted = hasPort(this.sideOpen(subject, other, direction).sure, port.protocol, port.port);
    return { direction, subject, other, port, policies, admitted, namespaces: this.cluster.namespaces };
  }

  /** What the policies of one side leave open with the other end. */
  private sideOpen(subject: PodsPeer, other: Peer, direction: Direction): OpenPorts {
    const { all } = this.portSets;
    const own = this.group(subject.pods);
    const side = this.side(own, direction);
    if (!side.policies.length || other.kind === 'node') return { sure: all, possible: all };
    if (other.kind === 'addresses') return this.withAddresses(side, other.ranges);
    const others = this.group(other.pods);
    const receiver = direction === 'egress' ? others : own;
    const asPods = this.admitted(side, others, receiver);
    // What is on the network of a node may be its node to others, not pods.
    const sure = isOnHost(other) ? this.sides.on(side.anyone, receiver) : asPods;
    return { sure, possible: this.portSets.union(asPods, this.byBlocks(side, other.pods)) };
  }

  /** What a side's blocks admit, if they hold for the addresses of pods. */
  private byBlocks({ blocks }: Side, { addresses }: Pods): PortSet {
    const ranges = addresses.map((address) => parseAddress(address)!);
    const mayHold = (peer: BlockPeer) =>
      ranges.length ? ranges.some((range) => admits(peer, range)) : mayHoldPods(peer);
    return blocks.reduce(
      (set, { peer, ports }) => (mayHold(peer) ? this.portSets.union(set, ports) : set),
      this.portSets.none,
    );
  }

  /** Ports that the side admits with pods of the other group, on the ports of `receiver`. */
  private admitted(side: Side, other: PodGroup, receiver: PodGroup): PortSet {
    if (!side.policies.length) return this.portSets.all;
    const anyone = this.sides.on(side.anyone, receiver);
    const anyPod = this.portSets.union(anyone, this.sides.on(side.anyPod, receiver));
    return this.portSets.union(anyPod, side.groups.get(other.id) ?? this.portSets.none);
  }

  /** All addresses of one family are enough to be sure: who can't come by the one comes by the other. */
  private withAddresses(side: Side, ranges: readonly AddressRange[]): OpenPorts {
    const { none } = this.portSets;
    const union = (sets: PortSet[]) => sets.reduce((one, other) => this.portSets.union(one, other), none);
    const families = [...groupBy(ranges, ({ family }) => family).values()].map((some) =>
      some.flatMap((range) => rangesWithin([side], this.portSets, range)).map(({ ports }) => ports),
    );
    const everywhere = families.map((parts) => parts.reduce((one, other) => this.portSets.intersection(one, other)));
    return { sure: union(everywhere), possible: union(families.flat()) };
  }
}

function isOnHost(peer: Peer): boolean {
  return peer.kind === 'pods' && peer.pods.hostNetwork;
}

/** Whether a block may have addresses of pods in it. */
export function mayHoldPods({ block }: BlockPeer): boolean {
  return !NEVER_PODS.some((never) => contains(never, block));
}

/** A pod always reaches itself; a workload of one pod is that pod. */
export function isOnePod(from: Peer, to: Peer): boolean {
  return from.kind === 'pods' && to.kind === 'pods' && from.pods === to.pods && from.pods.replicas === 1;
}

function listens({ ports }: Pods, { protocol, port }: Port): boolean {
  return ports.some((declared) => declared.protocol === protocol && declared.port === port);
}

function portList({ ports }: Pods): string {
  return ports.map(formatPort).join(', ');
}

function openQuestion(from: Peer, to: Peer): string {
  const onHost = [from, to].find(isOnHost);
  if (onHost)
    return `${formatPeer(onHost)} uses the network of its node, which the NetworkPolicy standard leaves out: most network plugins neither bind such pods nor see them as pods`;
  if (from.kind === 'addresses' || to.kind === 'addresses')
    return 'the policies admit some of these addresses and refuse others; ask for the parts';
  return 'only an ipBlock admits it, and the standard leaves open whether blocks hold for the addresses of pods: Calico says yes, Cilium no';
}
