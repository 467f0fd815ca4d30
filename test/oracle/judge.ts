import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type Cluster, type Probes, probes } from './clusters';

const ROOT = process.cwd();
const SOURCE = join(ROOT, 'test/oracle/judge');
const BINARY = join(ROOT, '.cache/oracle/judge');
const OUTPUT_LIMIT = 2 ** 30;

/** Bits of a cell. */
export const EGRESS = 1;
export const INGRESS = 2;
export const BOTH = EGRESS | INGRESS;
export const OPEN = 4;

/** Compiles the judge, where its sources have changed. @throws Error with the compiler's words, or if there is no Go */
export function buildJudge(): void {
  run('go', ['build', '-trimpath', '-o', BINARY, '.'], '', SOURCE);
}

/** One line of cells a cluster, as judge/main.go has it. */
export function judge(clusters: readonly Cluster[]): string[] {
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
}
