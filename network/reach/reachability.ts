import { contains, parseAddress, parseCidr } from '../cluster/address';
import type { Cluster } from '../cluster/cluster';
import type { BlockPeer, Direction } from '../cluster/network-policy';
import type { Pods, Workload } from '../cluster/workload';
import { cut, portsWith } from './address-cuts';
import type { Answer, Verdict } from './answer';
import { explained } from './explain';
import type { SideQuestion } from './explain-side';
import { type AddressPeer, formatPeer, formatPort, type Peer, type PodsPeer, type Port } from './peer';
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
    if (from.kind === 'pods' && to.kind === 'pods') return this.betweenPods(from, to);
    if (from.kind === 'pods') return this.withAddresses(from, to as AddressPeer, 'egress');
    if (to.kind === 'pods') return this.withAddresses(to, from, 'ingress');
    throw new TypeError('one end of a connection has to be pods');
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
    if (from.kind === 'pods' && to.kind === 'pods' && isOnePod(from, to))
      return { verdict: 'allowed', reason: 'a pod always reaches itself' };
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
    return { direction, subject, other, port, policies, namespaces: this.cluster.namespaces };
  }

  private betweenPods(from: PodsPeer, to: PodsPeer): OpenPorts {
    const { all, none } = this.portSets;
    if (isOnePod(from, to)) return { sure: all, possible: all };
    const [sender, receiver] = [this.group(from.pods), this.group(to.pods)];
    const egress = this.bounds(this.side(sender, 'egress'), receiver, receiver, to.pods);
    const ingress = this.bounds(this.side(receiver, 'ingress'), sender, receiver, from.pods);
    const sure = this.portSets.intersection(egress.sure, ingress.sure);
    // Policies may not bind pods on their node's network, peers may not see them as pods, and a pod's own node is free to it.
    if (sender.hostNetwork || receiver.hostNetwork) return { sure: sure === all ? all : none, possible: all };
    return { sure, possible: this.portSets.intersection(egress.possible, ingress.possible) };
  }

  /** What a side admits with pods by the standard, and when its blocks hold for the addresses of pods too. */
  private bounds(side: Side, other: PodGroup, receiver: PodGroup, { addresses }: Pods) {
    const sure = this.admitted(side, other, receiver);
    const ranges = addresses.map((address) => parseAddress(address)!);
    const mayHold = (peer: BlockPeer) =>
      ranges.length ? ranges.some((range) => admits(peer, range)) : mayHoldPods(peer);
    const possible = side.blocks.reduce(
      (set, { peer, ports }) => (mayHold(peer) ? this.portSets.union(set, ports) : set),
      sure,
    );
    return { sure, possible };
  }

  /** Ports that the side admits with pods of the other group, on the ports of `receiver`. */
  private admitted(side: Side, other: PodGroup, receiver: PodGroup): PortSet {
    if (!side.policies.length) return this.portSets.all;
    const anyone = this.sides.on(side.anyone, receiver);
    const anyPod = this.portSets.union(anyone, this.sides.on(side.anyPod, receiver));
    return this.portSets.union(anyPod, side.groups.get(other.id) ?? this.portSets.none);
  }

  private withAddresses(pods: PodsPeer, { ranges }: AddressPeer, direction: Direction): OpenPorts {
    const side = this.side(this.group(pods.pods), direction);
    const parts = ranges.flatMap((range) => cut([side], range)).map((part) => portsWith(side, this.portSets, part));
    const everywhere = parts.reduce((set, part) => this.portSets.intersection(set, part));
    const somewhere = parts.reduce((set, part) => this.portSets.union(set, part));
    return pods.pods.hostNetwork && side.policies.length
      ? { sure: this.portSets.none, possible: this.portSets.all }
      : { sure: everywhere, possible: somewhere };
  }
}

/** Whether a block may have addresses of pods in it. */
export function mayHoldPods({ block }: BlockPeer): boolean {
  return !NEVER_PODS.some((never) => contains(never, block));
}

/** A pod always reaches itself; a workload of one pod is that pod. */
function isOnePod(from: PodsPeer, to: PodsPeer): boolean {
  return from.pods === to.pods && from.pods.replicas === 1;
}

function listens({ ports }: Pods, { protocol, port }: Port): boolean {
  return ports.some((declared) => declared.protocol === protocol && declared.port === port);
}

function portList({ ports }: Pods): string {
  return ports.map(formatPort).join(', ');
}

function openQuestion(from: Peer, to: Peer): string {
  const onHost = [from, to].find((peer) => peer.kind === 'pods' && peer.pods.hostNetwork);
  if (onHost)
    return `${formatPeer(onHost)} uses the network of its node, which the NetworkPolicy standard leaves out: most network plugins neither bind such pods nor see them as pods`;
  if (from.kind === 'addresses' || to.kind === 'addresses')
    return 'the policies admit some of these addresses and refuse others; ask for the parts';
  return 'only an ipBlock admits it, and the standard leaves open whether blocks hold for the addresses of pods: Calico says yes, Cilium no';
}
