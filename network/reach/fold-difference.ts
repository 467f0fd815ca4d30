/** The difference of two states in few words, for a review: what is true of a whole workload is said of it once. */
import type { Direction, NetworkPolicy } from '../cluster/network-policy';
import type { Pods, Workload } from '../cluster/workload';
import { groupBy } from '../group-by';
import type { ConnectionChange, Difference } from './difference';
import type { Reachability } from './reachability';

export interface FoldedDifference {
  readonly workloads: readonly WorkloadChange[];
  readonly opened: readonly FoldedConnections[];
  readonly closed: readonly FoldedConnections[];
}

/** A workload that came, went, or is bound by policies in other directions than before. */
export interface WorkloadChange {
  readonly workload: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Directions in which everything is let through now, and was not before, or the workload was not there. */
  readonly unprotected: readonly Direction[];
  /** Directions that policies isolate now, and did not before. */
  readonly isolated: readonly Direction[];
}

/** Each of the ones connects to each of the others. */
export interface FoldedConnections {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** `TCP 80` */
  readonly ports: string;
}

interface Connection {
  readonly from: string;
  readonly to: string;
  readonly ports: string;
}

/**
 * Connections opened and closed. Those that follow from a workload having become unprotected, or isolated, or having gone, are
 * left out where the other end lets everything through as well: they are told by what is said of the workload.
 */
export function foldedDifference(before: Reachability, after: Reachability, { changes }: Difference): FoldedDifference {
  const [old, now] = [new State(before), new State(after)];
  const workloads = [...new Set([...old.ids, ...now.ids])].sort().flatMap((id) => changeOf(id, old, now));
  const byId = new Map(workloads.map((change) => [change.workload, change]));
  const isTold = ({ from, to }: ConnectionChange, state: State, told: 'unprotected' | 'isolated') =>
    state.isFree(from, 'egress') &&
    state.isFree(to, 'ingress') &&
    (byId.get(from)?.[told].includes('egress') || byId.get(to)?.[told].includes('ingress'));
  const isGone = ({ from, to }: ConnectionChange) => [from, to].some((end) => byId.get(end)?.change === 'removed');

  const opened = changes.filter((change) => change.opened && !isTold(change, now, 'unprotected'));
  const closed = changes.filter((change) => change.closed && !isGone(change) && !isTold(change, old, 'isolated'));
  return {
    workloads,
    opened: folded(opened.map(({ from, to, opened: ports }) => ({ from, to, ports: ports! }))),
    closed: folded(closed.map(({ from, to, closed: ports }) => ({ from, to, ports: ports! }))),
  };
}

class State {
  readonly ids: ReadonlySet<string>;
  private readonly byId: ReadonlyMap<string, Workload>;

  constructor(private readonly reachability: Reachability) {
    this.byId = new Map(reachability.cluster.workloads.map((workload) => [workload.id, workload]));
    this.ids = new Set(this.byId.keys());
  }

  /** Whether no policy isolates an end; addresses outside have none. */
  isFree(end: string, direction: Direction): boolean {
    const workload = this.byId.get(end);
    return !workload || workload.pods.some((pods) => !this.policiesOf(pods, direction).length);
  }

  private policiesOf(pods: Pods, direction: Direction): readonly NetworkPolicy[] {
    return this.reachability.side(this.reachability.group(pods), direction).policies;
  }
}

function changeOf(workload: string, old: State, now: State): WorkloadChange[] {
  const [was, is] = [old.ids.has(workload), now.ids.has(workload)];
  const directions = ['ingress', 'egress'] as const;
  const unprotected = directions.filter(
    (one) => is && now.isFree(workload, one) && !(was && old.isFree(workload, one)),
  );
  const isolated = directions.filter((one) => is && was && !now.isFree(workload, one) && old.isFree(workload, one));
  const change = !was ? 'added' : !is ? 'removed' : 'changed';
  return change === 'changed' && !unprotected.length && !isolated.length
    ? []
    : [{ workload, change, unprotected, isolated }];
}

/** The connections of equal ports as ever smaller stars: one end with all of its others. */
function folded(connections: readonly Connection[]): FoldedConnections[] {
  return [...groupBy(connections, ({ ports }) => ports)].flatMap(([ports, some]) => {
    const stars = [...groupBy(some, ({ from }) => from).values(), ...groupBy(some, ({ to }) => to).values()];
    stars.sort((one, other) => other.length - one.length);
    const told = new Set<Connection>();
    const rows = stars.flatMap((star) => {
      const fresh = star.filter((connection) => !told.has(connection));
      for (const connection of fresh) told.add(connection);
      if (!fresh.length) return [];
      return { from: unique(fresh.map(({ from }) => from)), to: unique(fresh.map(({ to }) => to)), ports };
    });
    return joined(joined(rows, 'from', 'to'), 'to', 'from');
  });
}

/** Rows with one end in common, as one row. */
function joined(rows: readonly FoldedConnections[], same: 'from' | 'to', other: 'from' | 'to'): FoldedConnections[] {
  return [...groupBy(rows, (row) => row[same].join()).values()].map((alike) => ({
    ...alike[0]!,
    [other]: unique(alike.flatMap((row) => row[other])),
  }));
}

function unique(ends: readonly string[]): string[] {
  return [...new Set(ends)].sort();
}
