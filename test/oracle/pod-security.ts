import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import { LATEST } from '../../network/doctor/pod-security/control';
import { podOf } from '../../network/doctor/pod-security/pod';
import { CONTROLS, type Standard, violationsOf } from '../../network/doctor/pod-security/standards';
import { PODS } from '../network/doctor/pod-security/pods';
import { count } from './count';
import { GoProgram } from './go-program';
import type { Options } from './options';
import { type PodObject, pods } from './pods';

const PROGRAM = new GoProgram('pod-judge');
/** Minor versions of Kubernetes; the one after the latest that is known must be no different from it. */
const VERSIONS = Array.from({ length: LATEST + 2 }, (_, version) => version);

/** In the order of the cells of pod-judge/main.go. */
const STANDARDS: readonly Required<Standard>[] = (['baseline', 'restricted'] as const).flatMap((level) =>
  VERSIONS.map((version) => ({ level, version })),
);

/** What Kubernetes says of the pods that jest asks about; jest has no Go. */
const GOLDENS = 'test/network/doctor/pod-security/upstream.yaml';

/** Whether Kubernetes' admission plugin and gridwall agree about generated pods. */
export function holdPods({ seed, runs, sabotage }: Options): boolean {
  PROGRAM.build();
  const generated = fc.sample(pods, { seed, numRuns: runs });
  const verdicts = judgePods(generated);
  if (sabotage) verdicts[0]![0] = verdicts[0]![0]!.length ? [] : ['privileged'];
  const disagreements = generated.flatMap((pod, i) => comparePod(pod, verdicts[i]!));
  const cells = verdicts.flat();
  const checks = new Set(cells.flat());
  console.log(
    `${count(runs)} pods: ${count(cells.length)} cells compared, ${count(cells.filter(({ length }) => length).length)} refused by ${checks.size} checks, ${count(disagreements.length)} disagreements`,
  );
  const [first] = disagreements;
  if (first) console.log(describe(first));
  const untried = CONTROLS.filter(({ id }) => !checks.has(id));
  for (const { id } of untried) console.log(`no pod was refused by ${id}`);
  return disagreements.length === 0 && untried.length === 0;
}

/** @returns exit code */
export function writeGoldens(): number {
  PROGRAM.build();
  const names = Object.keys(PODS);
  const verdicts = judgePods(Object.values(PODS));
  const goldens = Object.fromEntries(names.map((name, i) => [name, history(verdicts[i]!)]));
  writeFileSync(GOLDENS, dump(goldens, { lineWidth: -1 }));
  console.log(`${GOLDENS}: ${names.length} pods`);
  return 0;
}

/** For each pod, for each standard: the checks that refuse it, sorted. */
function judgePods(some: readonly PodObject[]): string[][][] {
  return PROGRAM.ask(some, [`${VERSIONS.at(-1)}`]).map((line) => {
    const cells = line.split(';');
    if (cells.length !== STANDARDS.length)
      throw new Error(`pod-judge gave ${cells.length} cells for ${STANDARDS.length} standards`);
    return cells.map((cell) => cell.split(',').filter(Boolean).sort());
  });
}

/** The same, by gridwall. */
export function refusals({ metadata: { annotations = {} }, spec }: PodObject): string[][] {
  const pod = podOf({ annotations, spec });
  return STANDARDS.map((standard) => [...new Set(violationsOf(pod, standard).map(({ control }) => control))].sort());
}

/** Cells as `baseline 1.19 hostPorts, privileged`, where they are other than those of the version before. */
export function history(cells: readonly (readonly string[])[]): string[] {
  const texts = cells.map((cell) => cell.join(', ') || 'allowed');
  return STANDARDS.flatMap(({ level, version }, i) =>
    version > 0 && texts[i] === texts[i - 1] ? [] : [`${level} 1.${version} ${texts[i]}`],
  );
}

interface PodDisagreement {
  readonly pod: PodObject;
  readonly standard: Required<Standard>;
  readonly judge: readonly string[];
  readonly gridwall: readonly string[];
}

function comparePod(pod: PodObject, cells: readonly (readonly string[])[]): PodDisagreement[] {
  const own = refusals(pod);
  return STANDARDS.map((standard, i) => ({ pod, standard, judge: cells[i]!, gridwall: own[i]! })).filter(
    ({ judge, gridwall }) => judge.join() !== gridwall.join(),
  );
}

function describe({ pod, standard: { level, version }, judge, gridwall }: PodDisagreement): string {
  return [
    dump(pod),
    `${level} 1.${version}`,
    `  judge: ${judge.join(', ') || 'allowed'}`,
    `  gridwall: ${gridwall.join(', ') || 'allowed'}`,
  ].join('\n');
}
