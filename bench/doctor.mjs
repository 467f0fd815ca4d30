#!/usr/bin/env node
/** How much CPU and memory it takes to look manifests over, against another checker, and within a synth. See README.md. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summarize } from './doctor/figures.mjs';
import { writeManifests } from './doctor/generate.mjs';
import { report } from './doctor/report.mjs';
import { prepareVariants } from './doctor/variants.mjs';
import { measure } from './network/measure.mjs';
import { BenchError } from './shared/errors.mjs';
import { machine } from './shared/machine.mjs';
import { EXIT, log, runBenchmark } from './shared/run.mjs';

const HELP = `Usage: node bench/doctor.mjs [--rounds N] [--json FILE] [--no-goals]

Measures the CPU time (user + system) and the peak memory of gridwall check on generated manifests of 1,000 and 10,000
objects, next to kube-score, each in a process of its own, one after the other in every round; both must name the same
Services without pods. And what the doctor costs within a synth of the systems.
Needs GNU time. kube-score goes into .cache/bench; without Go its rows say so.

  --rounds N    rounds, 1 to 100 (default 5)
  --json FILE   also write the figures there
  --no-goals    print whether the goals are met, but exit with 0 either way
  --help        this text

Exit code: 0 goals met, 1 a goal missed, 2 the benchmark could not run, 64 a wrong flag.`;

const SIZES = [1000, 10_000];
const SYNTH = fileURLToPath(new URL('doctor/synth.cjs', import.meta.url));

async function main(options, signal) {
  const folder = mkdtempSync(join(tmpdir(), 'gridwall-bench-'));
  try {
    const folderOf = (objects) => join(folder, `objects-${objects}`);
    const slips = new Map(SIZES.map((objects) => [objects, writeManifests(folderOf(objects), objects)]));
    const variants = await prepareVariants({ log, signal });
    const samples = SIZES.flatMap((objects) => variants.map((variant) => ({ variant, objects, runs: [] })));
    const synths = [];
    const run = async (command) => {
      const usage = await measure(command, { folder, signal });
      return { ...usage, output: readFileSync(join(folder, 'output'), 'utf8') };
    };

    for (let round = 0; round < options.rounds; round++) {
      const label = `round ${round + 1}/${options.rounds}`;
      for (const { variant, objects, runs } of samples.filter(({ variant: { missing } }) => !missing)) {
        const { seconds, bytes, output } = await run(variant.command(folderOf(objects)));
        assertSame(variant, variant.found(output), slips.get(objects));
        runs.push({ seconds, bytes });
        log(`${label}: ${variant.name}, ${objects} objects: ${seconds.toFixed(2)} s`);
      }
      const { output } = await run({ file: process.execPath, args: [SYNTH] });
      synths.push(JSON.parse(output));
      log(`${label}: synth: ${output.trim()}`);
    }

    const figures = {
      date: new Date().toISOString(),
      machine: machine(),
      versions: variants.flatMap(({ name, version }) => (version ? `${name} ${version}` : [])).join(', '),
      ...summarize(samples, synths),
    };
    if (options.json) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);
    console.log(report(figures));
    return options.goals && figures.goals.some(({ met }) => !met) ? EXIT.goalMissed : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws BenchError where the Services without pods are others than those with a slip. */
function assertSame({ name }, found, slips) {
  const [are, must] = [found, slips].map((names) => [...names].sort().join(', '));
  if (are !== must)
    throw new BenchError(`${name} names as Services without pods: ${are || 'none'}\nmust name: ${must}`);
}

await runBenchmark(HELP, main);
