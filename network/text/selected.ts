import type { AddressRange } from '../cluster/address';
import type { Direction } from '../cluster/network-policy';
import type { Workload } from '../cluster/workload';
import type { Exposure } from '../question/exposure';
import { openRanges } from '../reach/address-cuts';
import { type WorkloadConnection, workloadConnections } from '../reach/connections';
import type { PortSet } from '../reach/port-set';
import type { Reachability } from '../reach/reachability';
import type { Side } from '../reach/sides';
import type { ReachReport } from './report';

/** Ports open between a workload and addresses outside. */
export interface OutsideConnection {
  readonly workload: Workload;
  /** Seen from the workload. */
  readonly direction: Direction;
  readonly range: AddressRange;
  readonly ports: PortSet;
}

export function* selectedConnections({ network, selection }: ReachReport): Generator<WorkloadConnection> {
  const { from: senders, to: receivers } = selection;
  for (const connection of workloadConnections(network.reachability))
    if ((!senders || senders.has(connection.from)) && (!receivers || receivers.has(connection.to))) yield connection;
}

export function* selectedOutside({ network, selection }: ReachReport): Generator<OutsideConnection> {
  const { reachability, cluster } = network;
  for (const workload of cluster.workloads) {
    for (const direction of ['ingress', 'egress'] as const) {
      const [own, other] = direction === 'ingress' ? [selection.to, selection.from] : [selection.from, selection.to];
      if ((own && !own.has(workload)) || (other && !other.areAddresses)) continue;
      const sides = sidesOf(reachability, workload, direction);
      for (const family of [4, 6] as const)
        for (const { range, ports } of openRanges(sides, reachability.portSets, family))
          if (!other || other.meets(range)) yield { workload, direction, range, ports };
    }
  }
}

/** Ways in to the workloads that are asked for, unless only senders inside are. */
export function selectedExposure({ network, selection: { from, to } }: ReachReport): readonly Exposure[] {
  if ((from && !from.areAddresses) || to?.areAddresses) return [];
  if (!to) return network.exposure();
  const asked = new Set(network.cluster.workloads.filter((workload) => to.has(workload)).map(({ id }) => id));
  return network
    .exposure()
    .filter(({ targets }) => targets.some(({ workload }) => workload !== undefined && asked.has(workload)));
}

/** What policies say of the pods of a workload. */
export function sidesOf(reachability: Reachability, { pods }: Workload, direction: Direction): Side[] {
  return [...new Set(pods.map((some) => reachability.side(reachability.group(some), direction)))];
}
