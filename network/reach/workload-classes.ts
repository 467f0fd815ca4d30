import type { Direction } from '../cluster/network-policy';
import type { Workload } from '../cluster/workload';
import { groupBy } from '../group-by';
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

/** Whether some of the pods are isolated by no policy in this direction. Workloads without pods are not. */
export function isUnprotected(reachability: Reachability, { groups }: WorkloadClass, direction: Direction): boolean {
  return groups.some((group) => reachability.side(group, direction).policies.length === 0);
}

/** Ports that some pods of one class have open on some pods of the other. */
export function classPorts(reachability: Reachability, from: WorkloadClass, to: WorkloadClass): PortSet {
  const { portSets } = reachability;
  let ports = portSets.none;
  for (const sender of from.groups)
    for (const receiver of to.groups) ports = portSets.union(ports, reachability.byPolicies(sender, receiver));
  return ports;
}
