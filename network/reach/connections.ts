import { mayBeSeveral, type Workload } from '../cluster/workload';
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
    const willing = receivers.of(from);
    // Either list has all that are connected; the shorter one has fewer that are not.
    const candidates = isNarrow(egress) && egress.groups.size < willing.length ? [...egress.groups.keys()] : willing;
    for (const id of candidates.sort((one, other) => one - other)) {
      const to = groups[id]!;
      const ports = reachability.byPolicies(from, to);
      if (ports !== portSets.none) yield { from, to, ports };
    }
  }
}

/**
 * Every pair of workloads between which the policies leave a port open; a workload of several pods is paired with itself too,
 * where one of them reaches another.
 */
export function* workloadConnections(reachability: Reachability): Generator<WorkloadConnection> {
  const { portSets } = reachability;
  const supposed = new Set(reachability.supposed);
  const isListed = ({ workload }: GroupMember) => !supposed.has(workload);
  const several = new Map<Workload, Map<Workload, PortSet>>();
  for (const { from, to, ports } of groupConnections(reachability)) {
    for (const sender of from.members) {
      for (const receiver of to.members) {
        if (!isListed(sender) || !isListed(receiver)) continue;
        if (sender.pods === receiver.pods && !mayBeSeveral(sender.pods)) continue;
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

/** The ids of groups that may admit a sender: those open to someone unnamed, and those whose policies name it. */
class Receivers {
  private readonly open: number[] = [];
  private readonly naming = new Map<number, number[]>();

  constructor(reachability: Reachability) {
    const bySide = groupBy(reachability.groups, (group) => reachability.side(group, 'ingress'));
    for (const [side, groups] of bySide) {
      const ids = groups.map(({ id }) => id);
      if (!isNarrow(side)) this.open.push(...ids);
      else
        for (const sender of side.groups.keys()) {
          const named = this.naming.get(sender);
          if (named) named.push(...ids);
          else this.naming.set(sender, [...ids]);
        }
    }
  }

  of({ id }: PodGroup): number[] {
    return [...this.open, ...(this.naming.get(id) ?? [])];
  }
}
