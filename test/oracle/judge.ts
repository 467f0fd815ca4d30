<<<<<<< HEAD
import { type Cluster, probes } from './clusters';
import { GoProgram } from './go-program';
=======
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Cluster, type Probes, probes } from './clusters';
>>>>>>> h8-enforce

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
<<<<<<< HEAD
  return PROGRAM.ask(clusters.map((cluster) => ({ ...cluster, ...probes(cluster) })));
=======
  return answer(clusters.map((cluster) => ({ ...cluster, ...probes(cluster) })));
}

/** The same for addresses and ports of one's own. */
export function answer(questions: readonly (Cluster & Probes)[]): string[] {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
  return run(BINARY, [], input).split('\n').slice(0, -1);
}

function run(file: string, args: string[], input: string, cwd = ROOT): string {
  const { error, status, stdout, stderr } = spawnSync(file, args, {
    input,
    cwd,
    encoding: 'utf8',
    maxBuffer: OUTPUT_LIMIT,
  });
  if (error) throw new Error(`${file}: can't be run: ${error.message}`);
  if (status !== 0) throw new Error(`${file} ${args.join(' ')}: ended with ${status}\n${stderr}`);
  return stdout;
>>>>>>> h8-enforce
}
