import type { Workload } from '../cluster/workload';
import { groupBy } from '../group-by';
import type { GroupMember, PodGroup } from './pod-groups';
import type { PortSet } from './port-set';
import type { Reachability } from './reachability';
import type { Side } from './sides';

/** Ports that pods of one group open on pods of another. */
export interface GroupConnection {
  readonly from: PodGroup;
  readonly to: PodGroup;
  readonly ports: PortSet;
}

/** Ports open from one workload to another: on some of its pods where they differ. */
export interface WorkloadConnection {
  readonly from: Workload;
  readonly to: Workload;
  readonly ports: PortSet;
}

/** Every pair of groups between which the policies leave a port open. */
export function* groupConnections(reachability: Reachability): Generator<GroupConnection> {
  const { groups, portSets } = reachability;
  const receivers = new Receivers(reachability);
  for (const from of groups) {
    const egress = reachability.side(from, 'egress');
    for (const to of isNarrow(egress) ? sorted([...egress.groups.keys()], groups) : receivers.of(from)) {
      const ports = reachability.byPolicies(from, to);
      if (ports !== portSets.none) yield { from, to, ports };
    }
  }
}

/** Every pair of different workloads between which the policies leave a port open. */
export function* workloadConnections(reachability: Reachability): Generator<WorkloadConnection> {
  const { portSets } = reachability;
  const supposed = new Set(reachability.supposed);
  const isListed = ({ workload }: GroupMember) => !supposed.has(workload);
  const several = new Map<Workload, Map<Workload, PortSet>>();
  for (const { from, to, ports } of groupConnections(reachability)) {
    for (const sender of from.members) {
      for (const receiver of to.members) {
        if (sender.workload === receiver.workload || !isListed(sender) || !isListed(receiver)) continue;
        if (sender.workload.pods.length === 1 && receiver.workload.pods.length === 1) {
          yield { from: sender.workload, to: receiver.workload, ports };
          continue;
        }
        const known = several.get(sender.workload) ?? new Map<Workload, PortSet>();
        known.set(receiver.workload, portSets.union(known.get(receiver.workload) ?? portSets.none, ports));
        several.set(sender.workload, known);
      }
    }
  }
  for (const [from, receivers] of several) for (const [to, ports] of receivers) yield { from, to, ports };
}

/** Whether a side names everyone that it admits. */
function isNarrow({ policies, anyone, anyPod }: Side): boolean {
  const isNothing = ({ ports, names }: Side['anyone']) => !names.length && !ports.ranges.some(({ length }) => length);
  return policies.length > 0 && isNothing(anyone) && isNothing(anyPod);
}

/** The groups that may admit a sender: those open to anyone, and those whose policies name it. */
class Receivers {
  private readonly open: PodGroup[] = [];
  private readonly naming = new Map<number, PodGroup[]>();

  constructor(private readonly reachability: Reachability) {
    const bySide = groupBy(reachability.groups, (group) => reachability.side(group, 'ingress'));
    for (const [side, groups] of bySide) {
      if (!isNarrow(side)) this.open.push(...groups);
      else for (const id of side.groups.keys()) this.naming.set(id, [...(this.naming.get(id) ?? []), ...groups]);
    }
  }

  of({ id }: PodGroup): PodGroup[] {
    const named = this.naming.get(id) ?? [];
    return sorted(
      [...this.open, ...named].map((group) => group.id),
      this.reachability.groups,
    );
  }
}

function sorted(ids: number[], groups: readonly PodGroup[]): PodGroup[] {
  return ids.sort((one, other) => one - other).map((id) => groups[id]!);
}
