import fc from 'fast-check';
import { dump } from 'js-yaml';
import { type Cluster, clusters } from './clusters';
import { type Comparison, compare, type Disagreement } from './compare';
import { count } from './count';
import { engineOf } from './engine';
import { BOTH, buildJudge, judge } from './judge';
import { HELP, type Options, readOptions, UsageError } from './options';
import { holdPods, writeGoldens } from './pod-security';

const EXIT = { disagreement: 1, failed: 2, usage: 64 };

function main(options: Options): number {
  if (options.goldens) return writeGoldens();
  const agree = [holdClusters(options), holdPods(options)];
  return agree.every(Boolean) ? 0 : EXIT.disagreement;
}

/** Whether all agree. */
function holdClusters({ seed, runs, sabotage }: Options): boolean {
  console.log(`seed ${seed}, ${count(runs)} clusters`);
  buildJudge();
  const generated = fc.sample(clusters, { seed, numRuns: runs });
  const verdicts = judge(generated);
  if (sabotage) verdicts[0] = sabotaged(verdicts[0]!);
  const comparisons = generated.map((cluster, i) => compare(cluster, verdicts[i]!, engineOf(cluster)));
  const sum = (figure: (comparison: Comparison) => number) =>
    comparisons.reduce((total, comparison) => total + figure(comparison), 0);
  const compared = sum((comparison) => comparison.compared);
  const disagreements = sum((comparison) => comparison.disagreements.length);
  const open = sum((comparison) => comparison.open);
  console.log(`${count(compared)} cells compared, ${count(open)} open, ${count(disagreements)} disagreements`);

  if (compared === 0) console.log('nothing was compared');
  const first = comparisons.findIndex((comparison) => comparison.disagreements.length > 0);
  if (first >= 0) console.log(describe(seed, first, generated[first]!, comparisons[first]!.disagreements[0]!));
  return compared > 0 && disagreements === 0;
}

/** The cluster that the first disagreement is about, made as small as it can be. */
function describe(seed: number, index: number, cluster: Cluster, disagreement: Disagreement): string {
  const find = (smaller: Cluster) => compare(smaller, judge([smaller])[0]!, engineOf(smaller)).disagreements[0];
  const { counterexample } = fc.check(
    fc.property(clusters, (smaller) => !find(smaller)),
    { seed, path: `${index}`, numRuns: 1 },
  );
  // Nothing to shrink where the disagreement was made, not found.
  const [shown, about] = counterexample ? [counterexample[0], find(counterexample[0])!] : [cluster, disagreement];
  const { from, to, port, protocol, judge: verdict, engine } = about;
  return [
    `cluster ${index} of seed ${seed}${counterexample ? ', shrunk' : ''}:`,
    [...shown.namespaces, ...shown.pods, ...shown.policies].map((object) => `---\n${dump(object)}`).join(''),
    `${from} to ${to}, ${protocol} ${port}`,
    `  judge: egress ${word(verdict.egress)}, ingress ${word(verdict.ingress)}`,
    `  engine: ${engine.verdict}${engine.egress === undefined ? '' : `, egress ${word(engine.egress)}`}${engine.ingress === undefined ? '' : `, ingress ${word(engine.ingress)}`}`,
  ].join('\n');
}

/** Turns the first cell that counts round. */
function sabotaged(cells: string): string {
  return cells.replace(/[0-3]/, (cell) => `${Number(cell) === BOTH ? 0 : BOTH}`);
}

function word(allowed: boolean): string {
  return allowed ? 'allowed' : 'denied';
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else process.exitCode = main(options);
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
}
