import type { Direction } from '../cluster/network-policy';
import { groupBy } from '../group-by';
import type { ExposureDifference, WayInChange } from '../question/exposure-difference';
import type { Network } from '../question/network';
import type { Difference } from '../reach/difference';
import { type FoldedConnections, foldedDifference, type WorkloadChange } from '../reach/fold-difference';
import { DifferenceEnds } from './difference-ends';
import { type Block, overview } from './overview';

export const NOTHING_CHANGES = 'no connection and no way in opens or closes';

/** A difference in words, for people. */
export interface DifferenceReport {
  /** What is true of whole workloads, or Services. */
  readonly workloads: readonly WorkloadNote[];
  /** From outside. */
  readonly waysIn: readonly WayInChange[];
  readonly opened: readonly FoldedConnections[];
  readonly closed: readonly FoldedConnections[];
  /** `connections opened: 2, closed: 0; ways in opened: 1, changed: 0, closed: 0`; undefined when nothing changed. */
  readonly summary?: string;
  readonly notTakenIntoAccount: readonly string[];
}

export interface WorkloadNote {
  readonly workloads: readonly string[];
  /** `new and unprotected` */
  readonly what: string;
  /** Whether more is possible than before. */
  readonly effect: 'opens' | 'closes' | 'neither';
}

export function differenceReport(
  before: Network,
  after: Network,
  difference: Difference,
  { waysIn, unanswered, hostNetwork }: ExposureDifference,
): DifferenceReport {
  const { workloads, opened, closed } = foldedDifference(before.reachability, after.reachability, difference);
  const named = (rows: readonly FoldedConnections[], { cluster }: Network) => {
    const ends = new DifferenceEnds(cluster.workloads);
    return rows.map(({ from, to, ports }) => ({
      from: ends.of(from, to),
      to: ends.of(to, from),
      ports: ports === 'All Connections' ? 'all ports' : ports,
    }));
  };
  const count = (way: 'opened' | 'closed') => difference.changes.filter((change) => change[way]).length;
  const told = [...notes(workloads, before, after), ...hostNotes(hostNetwork), ...serviceNotes(unanswered)];
  const isSame = !told.length && !difference.changes.length && !waysIn.length;
  const ways = (kind: WayInChange['change']) => waysIn.filter(({ change }) => change === kind).length;
  const entries = waysIn.length
    ? `; ways in opened: ${ways('opened')}, changed: ${ways('changed')}, closed: ${ways('closed')}`
    : '';
  const names = new Set([...before.cluster.notTakenIntoAccount, ...after.cluster.notTakenIntoAccount]);
  return {
    workloads: told,
    waysIn,
    opened: named(opened, after),
    closed: named(closed, before),
    summary: isSame ? undefined : `connections opened: ${count('opened')}, closed: ${count('closed')}${entries}`,
    notTakenIntoAccount: [...names],
  };
}

function hostNotes(changes: ExposureDifference['hostNetwork']): WorkloadNote[] {
  return changes.map(({ workload, now }) => ({
    workloads: [workload],
    what: now
      ? 'on the network of its node now: most network plugins bind such pods by no policy'
      : 'off the network of its node now: policies bind it',
    effect: now ? 'opens' : 'closes',
  }));
}

function serviceNotes(ports: ExposureDifference['unanswered']): WorkloadNote[] {
  return ports.map(({ service, port, reason }) => ({
    workloads: [service],
    what: `nobody answers on ${port} any more: ${reason}`,
    effect: 'closes',
  }));
}

function notes(changes: readonly WorkloadChange[], before: Network, after: Network): WorkloadNote[] {
  const isIsolating = changes.some(({ isolated }) => isolated.length > 0);
  const blocks = isIsolating ? [...overview(after.reachability, {})] : [];
  const told = changes.map((change) => {
    const block = blocks.find(({ workloads }) => workloads.includes(change.workload));
    return { change, what: whatChanges(change, block) };
  });
  return [...groupBy(told, ({ what }) => what)].map(([what, alike]) => {
    const { change, unprotected } = alike[0]!.change;
    const ends = new DifferenceEnds((change === 'removed' ? before : after).cluster.workloads);
    const workloads = ends.of(
      alike.map((one) => one.change.workload),
      [],
    );
    return { workloads, what, effect: unprotected.length ? 'opens' : change === 'added' ? 'neither' : 'closes' };
  });
}

function whatChanges(change: WorkloadChange, block: Block | undefined): string {
  if (change.change === 'removed') return 'removed, with all connections';
  const parts = [...unprotectedText(change), ...change.isolated.map((direction) => isolatedText(direction, block))];
  return parts.join('; ') || 'new, and isolated both ways';
}

function unprotectedText({ change, unprotected }: WorkloadChange): string[] {
  if (!unprotected.length) return [];
  const ways = unprotected.length === 2 ? '' : ` in ${unprotected.join()}`;
  return [
    change === 'added'
      ? `new and unprotected${ways}: no policy isolates them`
      : `unprotected now${ways}: no policy isolates them any more`,
  ];
}

function isolatedText(direction: Direction, block: Block | undefined): string {
  const lines = block?.[direction]?.lines ?? [];
  const preposition = direction === 'ingress' ? 'from' : 'to';
  const left = lines.map(({ ports, ends }) => `${ports} ${preposition} ${ends.join(', ')}`);
  return `isolated now in ${direction}: ${left.length ? `what is left is ${left.join('; ')}` : 'nothing is left'}`;
}
