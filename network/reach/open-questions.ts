import type { Direction } from '../cluster/network-policy';
import { hasNoPods, type Workload } from '../cluster/workload';
import { groupBy } from '../group-by';
import { mayHoldPods, type Reachability } from './reachability';
import { type WorkloadClass, workloadClasses } from './workload-classes';

/** What the NetworkPolicy standard leaves open about the connections of workloads, and network plugins answer differently. */
export interface OpenQuestion {
  readonly question: string;
  readonly workloads: readonly Workload[];
}

const ON_HOST =
  'they use the network of their node, and most network plugins neither bind such pods by policies nor see them as pods; their connections are listed as if they did';

const SCALED_DOWN = 'they are scaled to 0 pods; their connections are listed as if they ran';

/** Questions with the workloads that they are about. What hangs on blocks is not listed as a connection. */
export function openQuestions(reachability: Reachability): OpenQuestion[] {
  const asked: OpenQuestion[] = workloadClasses(reachability).flatMap((alike) =>
    questionsOf(reachability, alike).map((question) => ({ question, workloads: alike.workloads })),
  );
  const scaledDown = reachability.cluster.workloads.filter(hasNoPods);
  if (scaledDown.length) asked.push({ question: SCALED_DOWN, workloads: scaledDown });
  return [...groupBy(asked, ({ question }) => question)].map(([question, some]) => ({
    question,
    workloads: some.flatMap(({ workloads }) => workloads),
  }));
}

function questionsOf(reachability: Reachability, { groups }: WorkloadClass): string[] {
  const hasBlocks = (direction: Direction) =>
    groups.some((group) => reachability.side(group, direction).blocks.some(({ peer }) => mayHoldPods(peer)));
  return [
    ...(groups.some(({ hostNetwork }) => hostNetwork) ? [ON_HOST] : []),
    ...(['ingress', 'egress'] as const).filter(hasBlocks).map(blockQuestion),
  ];
}

function blockQuestion(direction: Direction): string {
  return `their ${direction} rules name address blocks, and whether blocks hold for the addresses of pods is left open: Calico says yes, Cilium no`;
}
