import { type AddressRange, contains, overlaps } from '../cluster/address';
import type { BlockPeer, Direction, NetworkPolicy, PolicyPort, PolicyRule } from '../cluster/network-policy';
import { PeerIndex } from './peer-index';
import { type PodGroup, portKey } from './pod-groups';
import type { PortSet, PortSets } from './port-set';

/** What the policies of one direction admit for pods that the same policies select. */
export interface Side {
  /** Policies that isolate the pods in this direction; without any, everything is admitted. */
  readonly policies: readonly NetworkPolicy[];
  /** Admitted with anyone, inside and outside of the cluster. */
  readonly anyone: Admission;
  /** Admitted with any pod. */
  readonly anyPod: Admission;
  /** Admitted with pods of a group, by the group's id. */
  readonly groups: ReadonlyMap<number, PortSet>;
  /** Admitted with addresses. */
  readonly blocks: readonly { readonly peer: BlockPeer; readonly ports: PortSet }[];
}

/** Ports by number, and names that each destination resolves for itself. */
export interface Admission {
  readonly ports: PortSet;
  readonly names: readonly string[];
}

/** Works out the sides of all groups. Groups that the same policies select share one side. */
export class Sides {
  private readonly index: PeerIndex;
  private readonly rulePorts = new WeakMap<PolicyRule, Admission>();
  private readonly selecting: Record<Direction, NetworkPolicy[][]>;
  private readonly made = new Map<string, Side>();
  private readonly ofGroup: Record<Direction, Side[]> = { ingress: [], egress: [] };
  private readonly numbers: ReadonlyMap<NetworkPolicy, number>;

  constructor(
    private readonly portSets: PortSets,
    groups: readonly PodGroup[],
    policies: readonly NetworkPolicy[],
  ) {
    this.index = new PeerIndex(groups);
    this.numbers = new Map(policies.map((policy, number) => [policy, number]));
    this.selecting = { ingress: groups.map(() => []), egress: groups.map(() => []) };
    for (const policy of policies)
      for (const { id } of this.index.inNamespace(policy.namespace, policy.podSelector))
        for (const direction of ['ingress', 'egress'] as const)
          if (policy[direction]) this.selecting[direction][id]!.push(policy);
  }

  of(group: PodGroup, direction: Direction): Side {
    this.ofGroup[direction][group.id] ??= this.shared(group, direction);
    return this.ofGroup[direction][group.id]!;
  }

  private shared(group: PodGroup, direction: Direction): Side {
    const policies = this.selecting[direction][group.id]!;
    // The receiving pods resolve the port names: those of ingress rules are the group's own.
    const names = direction === 'ingress' ? [...group.namedPorts].join() : '';
    const key = `${direction} ${policies.map((policy) => this.numbers.get(policy)).join()} ${names}`;
    const side = this.made.get(key) ?? this.make(policies, direction, group);
    this.made.set(key, side);
    return side;
  }

  /** Ports that the admission opens on pods of a group. */
  on({ ports, names }: Admission, group: PodGroup): PortSet {
    return names.reduce((set, name) => {
      const port = group.namedPorts.get(name);
      const protocol = name.split('/')[0] as 'TCP' | 'UDP' | 'SCTP';
      return port === undefined ? set : this.portSets.union(set, this.portSets.of(protocol, port));
    }, ports);
  }

  private make(policies: readonly NetworkPolicy[], direction: Direction, group: PodGroup): Side {
    const { none } = this.portSets;
    const nothing: Admission = { ports: none, names: [] };
    let anyone = nothing;
    let anyPod = nothing;
    const groups = new Map<number, PortSet[]>();
    const blocks: { peer: BlockPeer; ports: PortSet }[] = [];
    for (const policy of policies) {
      for (const rule of policy[direction]!) {
        const given = this.portsOf(rule);
        const admission = direction === 'ingress' ? { ports: this.on(given, group), names: [] } : given;
        if (!rule.peers) anyone = this.both(anyone, admission);
        for (const peer of rule.peers ?? []) {
          if ('block' in peer) blocks.push({ peer, ports: admission.ports });
          else if (peer.namespaceSelector?.requirements.length === 0 && peer.podSelector.requirements.length === 0)
            anyPod = this.both(anyPod, admission);
          else
            for (const other of this.index.ofPeer(peer, policy.namespace)) {
              const ports = this.on(admission, other);
              const known = groups.get(other.id);
              if (known) known.push(ports);
              else groups.set(other.id, [ports]);
            }
        }
      }
    }
    const unions = new Map([...groups].map(([id, sets]) => [id, this.portSets.unionOf(sets)]));
    return { policies, anyone, anyPod, groups: unions, blocks };
  }

  private both(one: Admission, other: Admission): Admission {
    return {
      ports: this.portSets.union(one.ports, other.ports),
      names: [...new Set([...one.names, ...other.names])],
    };
  }

  private portsOf(rule: PolicyRule): Admission {
    const known = this.rulePorts.get(rule);
    if (known) return known;
    const admission = this.readPorts(rule.ports);
    this.rulePorts.set(rule, admission);
    return admission;
  }

  private readPorts(ports: readonly PolicyPort[] | undefined): Admission {
    if (!ports) return { ports: this.portSets.all, names: [] };
    let set = this.portSets.none;
    const names: string[] = [];
    for (const port of ports) {
      if ('name' in port) names.push(portKey(port.protocol, port.name));
      else set = this.portSets.union(set, this.portSets.of(port.protocol, port.first, port.last));
    }
    return { ports: set, names };
  }
}

/** Whether the block admits the whole range. */
export function admits({ block, except }: BlockPeer, range: AddressRange): boolean {
  return contains(block, range) && !except.some((hole) => overlaps(hole, range));
}

/** Whether one of the exceptions has the whole range in it. */
export function leavesOut({ except }: BlockPeer, range: AddressRange): boolean {
  return except.some((hole) => contains(hole, range));
}
