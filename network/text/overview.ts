/** Who reaches whom, for people: workloads alike in one block, and what is unprotected said in a word. */
import type { AddressRange } from '../cluster/address';
import type { Direction } from '../cluster/network-policy';
import type { Workload } from '../cluster/workload';
import { groupBy } from '../group-by';
import type { Ends, Selection } from '../question/ends';
import { openRanges } from '../reach/address-cuts';
import type { PortSet } from '../reach/port-set';
import type { Reachability } from '../reach/reachability';
import {
  classConnections,
  isUnprotected,
  reachesItself,
  type WorkloadClass,
  workloadClasses,
} from '../reach/workload-classes';
import { EndNames, inFewWords, portsText, rangesText } from './end-names';

/** Workloads that are alike in all that policies say. */
export interface Block {
  readonly workloads: readonly string[];
  readonly ingress?: DirectionOverview;
  readonly egress?: DirectionOverview;
}

export interface DirectionOverview {
  /** No policy isolates them, so everyone comes through who is let through at the other end; nobody is listed. */
  readonly unprotected: boolean;
  readonly lines: readonly OverviewLine[];
}

export interface OverviewLine {
  /** `TCP 80,443`, `all ports` */
  readonly ports: string;
  readonly ends: readonly string[];
}

/**
 * Blocks in the order of the input. Without a selection, what unprotected workloads may do is not listed, but for what they
 * may do to those that are isolated: that is listed there. With one, everything that it asks for is.
 */
export function* overview(reachability: Reachability, selection: Selection): Generator<Block> {
  const classes = workloadClasses(reachability);
  const view = new View(reachability, classes);
  if (selection.from || selection.to) {
    const blocks = groupBy(selected(classes, view, selection), ({ ingress, egress }) =>
      JSON.stringify([ingress, egress]),
    );
    for (const alike of blocks.values()) yield { ...alike[0]!, workloads: alike.flatMap(({ workloads }) => workloads) };
    return;
  }
  for (const own of classes)
    yield { workloads: ids(own.workloads), ingress: view.brief(own, 'ingress'), egress: view.brief(own, 'egress') };
}

function* selected(classes: readonly WorkloadClass[], view: View, { from, to }: Selection): Generator<Block> {
  // Who asks about workloads sees their side of it.
  const isOutward = from ? !from.areAddresses : to?.areAddresses;
  const [subjects, others] = isOutward ? [from, to] : [to, from];
  for (const own of classes) {
    const workloads = ids(subjects ? own.workloads.filter((workload) => subjects.has(workload)) : own.workloads);
    if (!workloads.length) continue;
    if (isOutward) yield { workloads, egress: view.whole(own, 'egress', others) };
    else yield { workloads, ingress: view.whole(own, 'ingress', others) };
  }
}

function ids(workloads: readonly Workload[]): string[] {
  return workloads.map(({ id }) => id);
}

/** The ends that a class has connections with, by their ports. */
type Connected = Map<WorkloadClass, Map<PortSet, WorkloadClass[]>>;

class View {
  private readonly names: EndNames;
  private readonly connected: Readonly<Record<Direction, Connected>>;

  constructor(
    private readonly reachability: Reachability,
    classes: readonly WorkloadClass[],
  ) {
    this.names = new EndNames(classes.flatMap(({ workloads }) => workloads));
    this.connected = connected(reachability, classes);
  }

  brief(own: WorkloadClass, direction: Direction): DirectionOverview {
    return isUnprotected(this.reachability, own, direction)
      ? { unprotected: true, lines: [] }
      : this.whole(own, direction);
  }

  whole(own: WorkloadClass, direction: Direction, asked?: Ends): DirectionOverview {
    const workloads = asked?.areAddresses ? new Map() : this.workloads(own, direction, asked);
    const ranges = asked && !asked.areAddresses ? new Map() : this.ranges(own, direction, asked);
    const lines = [...new Set([...workloads.keys(), ...ranges.keys()])].map((ports) => ({
      ports: portsText(ports),
      ends: inFewWords([
        ...this.names.of(workloads.get(ports) ?? [], own.workloads[0]!),
        ...rangesText(ranges.get(ports) ?? []),
      ]),
    }));
    return { unprotected: false, lines };
  }

  private workloads(own: WorkloadClass, direction: Direction, asked?: Ends): Map<PortSet, Workload[]> {
    const found = new Map<PortSet, Workload[]>();
    for (const [ports, others] of this.connected[direction].get(own) ?? []) {
      const ends = others
        .filter((other) => other !== own || reachesItself(own))
        .flatMap(({ workloads }) => workloads)
        .filter((workload) => !asked || asked.has(workload));
      if (ends.length) found.set(ports, ends);
    }
    return found;
  }

  private ranges({ groups }: WorkloadClass, direction: Direction, asked?: Ends): Map<PortSet, AddressRange[]> {
    const sides = groups.map((group) => this.reachability.side(group, direction));
    const open = ([4, 6] as const).flatMap((family) => openRanges(sides, this.reachability.portSets, family));
    const wanted = open.filter(({ range }) => !asked || asked.meets(range));
    const byPorts = groupBy(wanted, ({ ports }) => ports);
    return new Map([...byPorts].map(([ports, some]) => [ports, some.map(({ range }) => range)]));
  }
}

function connected(reachability: Reachability, classes: readonly WorkloadClass[]): Record<Direction, Connected> {
  // The cluster's DNS is there even if the input does not have it.
  const supposed = workloadClasses(
    reachability,
    reachability.supposed.filter(({ pods }) => pods.some(({ ports }) => ports.length)),
  );
  const all: Record<Direction, Connected> = { ingress: new Map(), egress: new Map() };
  for (const { from, to, ports } of classConnections(reachability, [...classes, ...supposed])) {
    add(all.egress, from, ports, to);
    if (!supposed.includes(from)) add(all.ingress, to, ports, from);
  }
  return all;
}

function add(connected: Connected, own: WorkloadClass, ports: PortSet, other: WorkloadClass): void {
  const byPorts = connected.get(own) ?? new Map<PortSet, WorkloadClass[]>();
  connected.set(own, byPorts);
  const known = byPorts.get(ports);
  if (known) known.push(other);
  else byPorts.set(ports, [other]);
}
