import { everyAddress } from '../cluster/address';
import type { Cluster } from '../cluster/cluster';
import type { Direction, PolicyPort } from '../cluster/network-policy';
import { PROTOCOLS } from '../cluster/port';
import { withNamespacesOf } from '../cluster/supposed-pod';
import type { Pods } from '../cluster/workload';
import { overlaid, rangesWithin } from '../reach/address-cuts';
import { groupConnections } from '../reach/connections';
import { explained } from '../reach/explain';
import { formatPeer, formatPort, type Peer, type PodsPeer, type Port, podsPeers } from '../reach/peer';
import { formatPorts, hasPort, type PortRanges, type PortSet, subtract } from '../reach/port-set';
import { Reachability } from '../reach/reachability';
import { answerText } from '../text/answer-text';
import {
  type AgreedConnection,
  type AgreedEnd,
  type AgreedPods,
  type Agreement,
  isPods,
  isSelected,
  labelText,
  madeBy,
} from './agreed';
import { isolation } from './isolation';
import { ELSEWHERE, standIns, stranger, strangersOf } from './stand-ins';

/** Where a cluster does not keep to an agreement. */
export interface Breach {
  /**
   * - `unwalled`: nothing isolates the pods, so that no agreement can hold for them
   * - `closed`: agreed, but it does not get through
   * - `open`: it gets through, but is not agreed
   */
  readonly kind: 'unwalled' | 'closed' | 'open';
  readonly text: string;
}

/**
 * What of an agreement does not hold. Beside the pods of the cluster it is tried with one that it does not have, without
 * labels, in each of the namespaces and in one that nobody knows.
 */
export function breaches(cluster: Cluster, agreement: Agreement): Breach[] {
  const audit = new Audit(cluster, agreement);
  const unwalled = audit.unwalled();
  // Where everything is open, everything else follows from that.
  const found =
    unwalled.length > 0 ? unwalled : [...audit.closed(), ...audit.open(), ...audit.addresses(), ...audit.onNodes()];
  return [...new Map(found.map((breach) => [breach.text, breach])).values()];
}

class Audit {
  private readonly reachability: Reachability;
  private readonly peers: readonly PodsPeer[];
  private readonly members: readonly PodsPeer[];
  private readonly outsiders: readonly PodsPeer[];
  private readonly agreed = new Map<Pods, Map<Pods, PortSet>>();
  private readonly byEnd = new Map<AgreedPods, PodsPeer[]>();

  constructor(
    private readonly cluster: Cluster,
    private readonly agreement: Agreement,
  ) {
    const outsider = stranger(ELSEWHERE);
    const supposed = [...agreement.namespaces.map(stranger), outsider, ...standIns(cluster, agreement)];
    const strangers = strangersOf(withNamespacesOf(cluster, supposed), supposed, agreement.namespaces);
    const all = [...supposed, ...strangers.workloads];
    this.outsiders = podsPeers(outsider);
    this.reachability = new Reachability(strangers.cluster, all);
    this.peers = [...cluster.workloads, ...all].flatMap(podsPeers);
    this.members = this.peers.filter(({ pods }) => this.isMember(pods));
    for (const { from, to, ports } of agreement.connections)
      for (const sender of this.of(from)) for (const receiver of this.of(to)) this.agree(sender, receiver, ports);
  }

  unwalled(): Breach[] {
    const texts = this.members.flatMap((peer) =>
      (['ingress', 'egress'] as const)
        .map((direction) => isolation(this.reachability, peer, direction))
        .filter(({ isolated }) => !isolated)
        .map(({ reason }) => reason),
    );
    return [...new Set(texts)].map((text) => ({ kind: 'unwalled', text }));
  }

  /** Agreed connections between pods that do not get through, and those that nobody can take. */
  closed(): Breach[] {
    return this.agreement.connections.flatMap((connection) => [
      ...this.unselected(connection.from),
      ...this.unselected(connection.to),
      ...this.unheard(connection),
      ...this.refused(connection),
    ]);
  }

  /** Connections between pods that get through and are not agreed. */
  open(): Breach[] {
    const found: Breach[] = [];
    for (const { from, to, ports } of groupConnections(this.reachability)) {
      for (const sender of from.members) {
        for (const receiver of to.members) {
          if (!this.isMember(sender.pods) && !this.isMember(receiver.pods)) continue;
          if (sender.pods === receiver.pods && sender.pods.replicas === 1) continue;
          const extra = subtract(ports.ranges, this.allowed(sender.pods, receiver.pods).ranges);
          found.push(...this.breach('open', { kind: 'pods', ...sender }, { kind: 'pods', ...receiver }, extra));
        }
      }
    }
    return found;
  }

  /** What members may do with addresses outside of the cluster, against what is agreed. */
  addresses(): Breach[] {
    return this.members.flatMap((member) =>
      (['egress', 'ingress'] as const).flatMap((direction) =>
        ([4, 6] as const).flatMap((family) => this.addressesOf(member, direction, family)),
      ),
    );
  }

  /** Ports of nodes that lead to members, unless everyone may connect there: behind them anyone can look like the node. */
  onNodes(): Breach[] {
    return this.members.flatMap((member) => {
      const agreed = this.withEveryone(member.pods, member.pods, 'ingress');
      return member.pods.ports
        .filter(({ hostPort, protocol, port }) => hostPort !== undefined && !hasPort(agreed, protocol, port))
        .map(({ hostPort, protocol, port }): Breach => {
          const way = `everyone -> ${formatPeer(member)} on ${protocol} ${port}, through ${protocol} ${hostPort} of its node (hostPort)`;
          const why = 'what comes that way may bear the address of the node, which policies do not keep out';
          return { kind: 'open', text: `${way}: ${why}; leave hostPort out, or let everyone in on that port` };
        });
    });
  }

  private addressesOf(member: PodsPeer, direction: Direction, family: 4 | 6): Breach[] {
    const { portSets } = this.reachability;
    const side = this.reachability.side(this.reachability.group(member.pods), direction);
    const agreed = this.agreement.connections
      .map((connection) => seenFrom(direction, connection))
      .filter(({ own, other }) => !isPods(other) && this.of(own).includes(member))
      .map(({ other, ports }) => ({ other, ports: this.portsOn(ports) }));
    const blocks = agreed.flatMap(({ other, ports }) =>
      isPods(other) || other === 'everyone' ? [] : other.blocks.map((peer) => ({ peer, ports })),
    );
    const anyone = agreed
      .filter(({ other }) => other === 'everyone')
      .reduce((set, { ports }) => portSets.union(set, ports), portSets.none);
    const found = new Map<Breach['kind'], Breach>();
    const whole = everyAddress(family);
    const admitted = rangesWithin([side], portSets, whole);
    const wished = rangesWithin([{ policies: side.policies, anyone: { ports: anyone }, blocks }], portSets, whole);
    for (const { range, one: actual, other: wanted } of overlaid(admitted, wished)) {
      const other: Peer = { kind: 'addresses', ranges: [range] };
      const [from, to] = direction === 'egress' ? [member, other] : [other, member];
      const all = [
        ...this.breach('closed', from, to, subtract(wanted.ranges, actual.ranges)),
        ...this.breach('open', from, to, subtract(actual.ranges, wanted.ranges)),
      ];
      // One range is enough to see what is wrong.
      for (const one of all) if (!found.has(one.kind)) found.set(one.kind, one);
    }
    return [...found.values()];
  }

  /** Pods of a construct that policies would not find by what the construct says of them. */
  private unselected(end: AgreedEnd): Breach[] {
    const own = isPods(end) ? madeBy(this.cluster, end) : [];
    if (!isPods(end) || own.length === 0 || own.some(({ pods }) => pods.some((some) => isSelected(end, some))))
      return [];
    const made = own.map(({ id, pods: [pods] }) => `${id} (${labelText(pods!.labels)})`).join(', ');
    const text = `${end.construct} has its pods selected by ${labelText(end.labels)} in namespace ${end.namespace}, and made ${made}`;
    return [{ kind: 'closed', text }];
  }

  /** Ports that none of the receivers declares, or has a name for. */
  private unheard({ from, to, ports }: AgreedConnection): Breach[] {
    const receivers = isPods(to) ? this.of(to).filter(({ workload }) => this.cluster.workloads.includes(workload)) : [];
    const [sender] = this.sendersOf(from);
    if (!sender || receivers.length === 0 || receivers.some(({ pods }) => pods.ports.length === 0)) return [];
    const isHeard = (port: PolicyPort) =>
      receivers.some(({ pods }) => pods.ports.some((declared) => covers(port, declared)));
    return ports
      .filter((port) => !port.isUndeclared && !isHeard(port))
      .map((port) => {
        const [{ pods }] = receivers as [PodsPeer];
        const declared = pods.ports.map(({ protocol, port: number }) => `${protocol} ${number}`).join(', ');
        const text = `${formatPeer(sender)} -> ${receivers.map(formatPeer).join(', ')} on ${portText(port)}: no container declares that port; they declare ${declared}; correct it, or say that it is undeclared where they listen on it all the same`;
        return { kind: 'closed', text };
      });
  }

  private refused({ from, to, ports }: AgreedConnection): Breach[] {
    const receivers = to === 'everyone' ? this.outsiders : this.of(to);
    const found: Breach[] = [];
    for (const sender of this.sendersOf(from)) {
      if (sender.kind !== 'pods') continue;
      for (const receiver of receivers) {
        if (sender.pods === receiver.pods && sender.pods.replicas === 1) continue;
        const actual = this.reachability.open(sender, receiver).sure;
        const missing = subtract(this.portsOn(ports, receiver.pods).ranges, actual.ranges);
        found.push(...this.breach('closed', sender, receiver, missing));
      }
    }
    return found;
  }

  private sendersOf(from: AgreedEnd): readonly Peer[] {
    if (from === 'everyone') return this.outsiders;
    return isPods(from) ? this.of(from) : [{ kind: 'addresses', ranges: from.blocks.map(({ block }) => block) }];
  }

  private allowed(from: Pods, to: Pods): PortSet {
    const { portSets } = this.reachability;
    const anyone = portSets.intersection(this.withEveryone(from, to, 'egress'), this.withEveryone(to, to, 'ingress'));
    return portSets.union(this.agreed.get(from)?.get(to) ?? portSets.none, anyone);
  }

  /** Ports of the receiver that a side opens to everyone: all of them where no agreement is about that side. */
  private withEveryone(own: Pods, receiver: Pods, direction: Direction): PortSet {
    const { portSets } = this.reachability;
    if (!this.isMember(own)) return portSets.all;
    return this.agreement.connections
      .map((connection) => seenFrom(direction, connection))
      .filter(({ own: end, other }) => other === 'everyone' && this.of(end).some(({ pods }) => pods === own))
      .reduce((set, { ports }) => portSets.union(set, this.portsOn(ports, receiver)), portSets.none);
  }

  private agree({ pods: from }: PodsPeer, { pods: to }: PodsPeer, ports: readonly PolicyPort[]): void {
    const { portSets } = this.reachability;
    const receivers = this.agreed.get(from) ?? new Map<Pods, PortSet>();
    receivers.set(to, portSets.union(receivers.get(to) ?? portSets.none, this.portsOn(ports, to)));
    this.agreed.set(from, receivers);
  }

  /** Names stand for what the pods call so; addresses have none. */
  private portsOn(ports: readonly PolicyPort[], pods?: Pods): PortSet {
    const { portSets } = this.reachability;
    if (ports.length === 0) return portSets.all;
    return ports.reduce((set, port) => {
      if (!('name' in port)) return portSets.union(set, portSets.of(port.protocol, port.first, port.last));
      const named = pods?.ports.find((declared) => covers(port, declared));
      return named ? portSets.union(set, portSets.of(named.protocol, named.port)) : set;
    }, portSets.none);
  }

  /** The pods that an end means. */
  private of(end: AgreedEnd): PodsPeer[] {
    if (!isPods(end)) return [];
    const known = this.byEnd.get(end);
    if (known) return known;
    const own = madeBy(this.cluster, end);
    const others = new Set(own.length > 0 ? this.cluster.workloads.filter((workload) => !own.includes(workload)) : []);
    const found = this.peers.filter(({ workload, pods }) => !others.has(workload) && isSelected(end, pods));
    this.byEnd.set(end, found);
    return found;
  }

  private isMember({ namespace }: Pods): boolean {
    return this.agreement.namespaces.includes(namespace);
  }

  /** With the policies that decide, whether or not anything is known to listen there. */
  private breach(kind: 'closed' | 'open', from: Peer, to: Peer, ports: PortRanges): Breach[] {
    const port = portOf(ports, to);
    if (!port) return [];
    const judged = this.reachability.reach(from, to, port);
    const verdict = kind === 'open' ? 'allowed' : 'denied';
    const isByPolicies = judged.verdict !== 'undecidable';
    const answer = isByPolicies ? explained(this.reachability, { verdict }, { from, to, port, steps: [] }) : judged;
    const all = formatPorts({ ranges: ports });
    const others = all === formatPort(port) ? '' : `\n  likewise on ${all}`;
    return [{ kind, text: `${answerText(answer)}${others}` }];
  }
}

/** A connection as the pods see it whose side it is. */
function seenFrom(direction: Direction, { from, to, ports }: AgreedConnection) {
  return direction === 'egress' ? { own: from, other: to, ports } : { own: to, other: from, ports };
}

function covers(port: PolicyPort, declared: Pods['ports'][number]): boolean {
  if (port.protocol !== declared.protocol) return false;
  return 'name' in port ? port.name === declared.name : port.first <= declared.port && declared.port <= port.last;
}

/** One of the ports: one that the receiver declares, where there is such a one. */
function portOf(ports: PortRanges, to: Peer): Port | undefined {
  const declared = to.kind === 'pods' ? to.pods.ports : [];
  const known = declared.find(({ protocol, port }) => hasPort({ id: 0, ranges: ports }, protocol, port));
  if (known) return known;
  const index = ports.findIndex((ranges) => ranges.length > 0);
  return index < 0 ? undefined : { protocol: PROTOCOLS[index]!, port: ports[index]![0]!.first };
}

function portText(port: PolicyPort): string {
  if ('name' in port) return `${port.protocol} "${port.name}"`;
  return `${port.protocol} ${port.first === port.last ? port.first : `${port.first}-${port.last}`}`;
}
