import { formatPosition } from '../manifest/manifest';
import { type OpenQuestion, openQuestions } from '../reach/open-questions';
import type { ReachReport } from './report';

/** What to know beside the connections. */
export interface Remarks {
  readonly undecidable: readonly OpenQuestion[];
  readonly notTakenIntoAccount: readonly string[];
  /** `Chart.yaml:1: a map without metadata` */
  readonly passedOver: readonly string[];
  /** Objects of kinds that nothing here reads, most first. */
  readonly passedOverKinds: readonly PassedOverKind[];
}

export interface PassedOverKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly count: number;
}

export function remarks({ network: { cluster, reachability }, selection, passedOver }: ReachReport): Remarks {
  const { from, to } = selection;
  const undecidable = openQuestions(reachability).map(({ question, workloads }) => ({
    question,
    workloads: from || to ? workloads.filter((workload) => from?.has(workload) || to?.has(workload)) : workloads,
  }));
  return {
    undecidable: undecidable.filter(({ workloads }) => workloads.length > 0),
    notTakenIntoAccount: cluster.notTakenIntoAccount,
    passedOver: passedOver.map(({ position, reason }) => `${formatPosition(position)}: ${reason}`),
    passedOverKinds: [...cluster.passedOver]
      .map(([name, count]) => ({ ...apiVersionAndKind(name), count }))
      .sort((one, other) => other.count - one.count),
  };
}

function apiVersionAndKind(name: string): { apiVersion: string; kind: string } {
  const slash = name.lastIndexOf('/');
  return { apiVersion: name.slice(0, slash), kind: name.slice(slash + 1) };
}

/** More are counted together. */
const KINDS_SHOWN = 5;

/** `300 Widget (example.com/v1), 2 ConfigMap (v1)`; no line where nothing is passed over. */
export function passedOverLines(kinds: readonly PassedOverKind[]): string[] {
  if (!kinds.length) return [];
  const shown = kinds.slice(0, KINDS_SHOWN).map(({ apiVersion, kind, count }) => `${count} ${kind} (${apiVersion})`);
  const rest = kinds.length - shown.length;
  const more = rest ? [`${rest} more ${rest === 1 ? 'kind' : 'kinds'}`] : [];
  return [[...shown, ...more].join(', ')];
}

export function remarksData(report: ReachReport): Record<string, unknown> {
  const { undecidable, ...others } = remarks(report);
  return {
    undecidable: undecidable.map(({ question, workloads }) => ({ question, workloads: workloads.map(({ id }) => id) })),
    ...others,
  };
}
