import { formatPosition } from '../manifest/manifest';
import { type OpenQuestion, openQuestions } from '../reach/open-questions';
import type { ReachReport } from './report';

/** What to know beside the connections. */
export interface Remarks {
  readonly undecidable: readonly OpenQuestion[];
  readonly notTakenIntoAccount: readonly string[];
  /** `Chart.yaml:1: a map without metadata` */
  readonly passedOver: readonly string[];
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
  };
}

export function remarksData(report: ReachReport): Record<string, unknown> {
  const { undecidable, ...others } = remarks(report);
  return {
    undecidable: undecidable.map(({ question, workloads }) => ({ question, workloads: workloads.map(({ id }) => id) })),
    ...others,
  };
}
