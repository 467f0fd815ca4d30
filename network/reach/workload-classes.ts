import type { Direction } from '../cluster/network-policy';
import { hasSeveralPods, type Workload } from '../cluster/workload';
import { groupBy } from '../group-by';
import { groupConnections } from './connections';
import type { PodGroup } from './pod-groups';
import type { PortSet } from './port-set';
import type { Reachability } from './reachability';

/** Workloads that no policy of the cluster can tell apart. */
export interface WorkloadClass {
  /** From 1, in the order of the input. */
  readonly number: number;
  readonly workloads: readonly Workload[];
  /** Several where the pods of one workload differ. */
  readonly groups: readonly PodGroup[];
}

/** @param workloads by default those that the input has */
export function workloadClasses(
  reachability: Reachability,
  workloads: readonly Workload[] = reachability.cluster.workloads,
): WorkloadClass[] {
  const groupsOf = ({ pods }: Workload) => [...new Set(pods.map((some) => reachability.group(some)))];
  const keyOf = (workload: Workload) =>
    groupsOf(workload)
      .map(({ id }) => id)
      .sort((one, other) => one - other)
      .join();
  return [...groupBy(workloads, keyOf).values()].map((members, index) => ({
    number: index + 1,
    workloads: members,
    groups: groupsOf(members[0]!),
  }));
}

/** Whether one of its pods may reach another of them. */
export function reachesItself({ workloads }: WorkloadClass): boolean {
  return workloads.length > 1 || workloads.some(hasSeveralPods);
}

/** Whether some of the pods are isolated by no policy in this direction. Workloads without pods are not. */
export function isUnprotected(reachability: Reachability, { groups }: WorkloadClass, direction: Direction): boolean {
  return groups.some((group) => reachability.side(group, direction).policies.length === 0);
}

/** Ports that some pods of one class have open on some pods of another, or of the same. */
export interface ClassConnection {
  readonly from: WorkloadClass;
  readonly to: WorkloadClass;
  readonly ports: PortSet;
}

/** Every pair of the classes between which the policies leave a port open. */
export function* classConnections(
  reachability: Reachability,
  classes: readonly WorkloadClass[],
): Generator<ClassConnection> {
  const { portSets } = reachability;
  const pairs = classes.flatMap((one) => one.groups.map((group) => ({ one, group })));
  const classesOf = groupBy(pairs, ({ group }) => group);
  // Where the pods of a workload differ, its ports are those of all of them.
  const several = new Map<WorkloadClass, Map<WorkloadClass, PortSet>>();
  for (const { from: sender, to: receiver, ports } of groupConnections(reachability)) {
    for (const { one: from } of classesOf.get(sender) ?? []) {
      for (const { one: to } of classesOf.get(receiver) ?? []) {
        if (from.groups.length === 1 && to.groups.length === 1) {
          yield { from, to, ports };
          continue;
        }
        const known = several.get(from) ?? new Map<WorkloadClass, PortSet>();
        known.set(to, portSets.union(known.get(to) ?? portSets.none, ports));
        several.set(from, known);
      }
    }
  }
  for (const [from, receivers] of several) for (const [to, ports] of receivers) yield { from, to, ports };
}
