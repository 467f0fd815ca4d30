import { formatAddress } from '../cluster/address';
import { hasNoPods, type Workload } from '../cluster/workload';
import { openRanges } from './address-cuts';
import { workloadConnections } from './connections';
import { formatPorts, type PortRanges, subtract } from './port-set';
import type { Reachability } from './reachability';

/** What two states of a cluster let through differently between two ends. */
export interface ConnectionChange {
  /** `namespace/name[Kind]`, or a range of addresses. */
  readonly from: string;
  readonly to: string;
  /** Ports that were closed and are open: `TCP 80`. */
  readonly opened?: string;
  /** Ports that were open and are closed. */
  readonly closed?: string;
}

export interface Difference {
  readonly changes: readonly ConnectionChange[];
  readonly addedWorkloads: readonly string[];
  readonly removedWorkloads: readonly string[];
}

/** Connections opened and closed; sorted. */
export function difference(before: Reachability, after: Reachability): Difference {
  const [old, now] = [openPorts(before), openPorts(after)];
  const changes: ConnectionChange[] = [];
  for (const key of [...new Set([...old.keys(), ...now.keys()])].sort()) {
    const [from, to] = key.split(' ') as [string, string];
    changes.push(...changesBetween(from, to, old.get(key) ?? [], now.get(key) ?? []));
  }
  const names = (reachability: Reachability) => new Set(running(reachability).map(({ id }) => id));
  const [oldNames, newNames] = [names(before), names(after)];
  return {
    changes,
    addedWorkloads: [...newNames].filter((id) => !oldNames.has(id)).sort(),
    removedWorkloads: [...oldNames].filter((id) => !newNames.has(id)).sort(),
  };
}

/** Ports open with a part of the other end; workloads have one part, the outside has ranges. */
interface OpenPart {
  readonly first: bigint;
  readonly last: bigint;
  readonly ports: PortRanges;
}

const OUTSIDE = { 4: 'IPv4', 6: 'IPv6' } as const;

function openPorts(reachability: Reachability): Map<string, OpenPart[]> {
  const open = new Map<string, OpenPart[]>();
  for (const { from, to, ports } of workloadConnections(reachability))
    if (!hasNoPods(from) && !hasNoPods(to))
      open.set(`${from.id} ${to.id}`, [{ first: 0n, last: 0n, ports: ports.ranges }]);
  for (const { id, pods } of running(reachability)) {
    for (const family of [4, 6] as const) {
      for (const direction of ['ingress', 'egress'] as const) {
        const sides = pods.map((some) => reachability.side(reachability.group(some), direction));
        const parts = openRanges(sides, reachability.portSets, family).map(({ range, ports }) => ({
          first: range.first,
          last: range.last,
          ports: ports.ranges,
        }));
        const outside = OUTSIDE[family];
        open.set(direction === 'ingress' ? `${outside} ${id}` : `${id} ${outside}`, parts);
      }
    }
  }
  return open;
}

/** A workload that is scaled to 0 is not there. */
function running({ cluster }: Reachability): Workload[] {
  return cluster.workloads.filter((workload) => !hasNoPods(workload));
}

function changesBetween(from: string, to: string, before: OpenPart[], after: OpenPart[]): ConnectionChange[] {
  const starts = [...before, ...after].flatMap(({ first, last }) => [first, last + 1n]);
  const cuts = [...new Set(starts)].sort((one, other) => (one < other ? -1 : 1));
  const [portsBefore, portsAfter] = [reader(before), reader(after)];
  const changes: { first: bigint; last: bigint; opened: string; closed: string }[] = [];
  for (const [index, first] of cuts.slice(0, -1).entries()) {
    const [old, now] = [portsBefore(first), portsAfter(first)];
    const opened = formatPorts({ ranges: subtract(now, old) });
    const closed = formatPorts({ ranges: subtract(old, now) });
    if (opened === NOTHING && closed === NOTHING) continue;
    const last = cuts[index + 1]! - 1n;
    const previous = changes.at(-1);
    if (previous && previous.last + 1n === first && previous.opened === opened && previous.closed === closed)
      previous.last = last;
    else changes.push({ first, last, opened, closed });
  }
  return changes.map(({ first, last, opened, closed }) => ({
    from: endName(from, first, last),
    to: endName(to, first, last),
    ...(opened === NOTHING ? {} : { opened }),
    ...(closed === NOTHING ? {} : { closed }),
  }));
}

/** The ports at addresses that are asked for in ascending order, of parts that ascend too. */
function reader(parts: readonly OpenPart[]): (at: bigint) => PortRanges {
  let index = 0;
  return (at) => {
    while (index < parts.length && parts[index]!.last < at) index++;
    const part = parts[index];
    return part && part.first <= at ? part.ports : [];
  };
}

const NOTHING = formatPorts({ ranges: [] });

function endName(end: string, first: bigint, last: bigint): string {
  const family = end === OUTSIDE[4] ? 4 : end === OUTSIDE[6] ? 6 : undefined;
  return family ? `${formatAddress(family, first)}-${formatAddress(family, last)}` : end;
}
