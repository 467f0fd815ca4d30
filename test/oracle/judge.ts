import { type Cluster, type Probes, probes } from './clusters';
import { GoProgram } from './go-program';

const PROGRAM = new GoProgram('judge');

/** Bits of a cell. */
export const EGRESS = 1;
export const INGRESS = 2;
export const BOTH = EGRESS | INGRESS;
export const OPEN = 4;

/** @throws Error with the compiler's words, or if there is no Go */
export function buildJudge(): void {
  PROGRAM.build();
}

/** One line of cells a cluster, as judge/main.go has it. */
export function judge(clusters: readonly Cluster[]): string[] {
  return answer(clusters.map((cluster) => ({ ...cluster, ...probes(cluster) })));
}

/** The same for addresses and ports of one's own. */
export function answer(questions: readonly (Cluster & Probes)[]): string[] {
  return PROGRAM.ask(questions);
}
