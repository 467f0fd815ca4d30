#!/usr/bin/env node
/** How much CPU and memory it takes to say who reaches whom, against another analyser. See README.md. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertSameEdges } from './network/check.mjs';
import { summarize } from './network/figures.mjs';
import { writeCluster } from './network/generate.mjs';
import { measure } from './network/measure.mjs';
import { report } from './network/report.mjs';
import { prepareVariants } from './network/variants.mjs';
import { machine } from './shared/machine.mjs';
import { EXIT, log, runBenchmark } from './shared/run.mjs';

const HELP = `Usage: node bench/network.mjs [--rounds N] [--json FILE] [--no-goals]

Measures the CPU time (user + system) and the peak memory of gridwall reach on generated clusters of 100/50, 1,000/500,
2,000/1,000 and 20,000/2,000 workloads/policies, each in a process of its own, one after the other in every round; up to
1,000/500 next to np-guard's network-config-analyzer, whose connections must be the same; and what a chart and a question
take in a process that is warm.
Needs GNU time. nca goes into .cache/bench; without Python its rows say so.

  --rounds N    rounds, 1 to 100 (default 5); nca is measured once at 1,000/500, where it takes minutes
  --json FILE   also write the figures there
  --no-goals    print whether the goals are met, but exit with 0 either way
  --help        this text

Exit code: 0 goals met, 1 a goal missed, 2 the benchmark could not run, 64 a wrong flag.`;

const SIZES = [
  { workloads: 100, policies: 50 },
  { workloads: 1000, policies: 500 },
  { workloads: 2000, policies: 1000 },
  { workloads: 20_000, policies: 2000 },
];
const CHART = { workloads: 50, policies: 25 };
const LOADED = SIZES[1];
const WARM = fileURLToPath(new URL('network/warm.cjs', import.meta.url));

async function main(options, signal) {
  const folder = mkdtempSync(join(tmpdir(), 'gridwall-bench-'));
  try {
    const clusterOf = ({ workloads }) => join(folder, `cluster-${workloads}`);
    for (const size of [CHART, ...SIZES]) writeCluster(clusterOf(size), size);
    const variants = await prepareVariants({ log, signal });
    const samples = SIZES.flatMap((size) =>
      variants.filter(({ most }) => size.workloads <= most).map((variant) => ({ variant, size, runs: [] })),
    );
    const run = async (command) => {
      const usage = await measure(command, { folder, signal });
      return { ...usage, output: readFileSync(join(folder, 'output'), 'utf8') };
    };
    const warm = { chart: [], question: [], questionWithReason: [] };

    for (let round = 0; round < options.rounds; round++) {
      const label = `round ${round + 1}/${options.rounds}`;
      for (const size of SIZES) {
        let known;
        for (const { variant, runs } of samples.filter((sample) => sample.size === size)) {
          if (variant.missing || (round > 0 && size.workloads >= (variant.onceFrom ?? Infinity))) continue;
          const { seconds, bytes, output } = await run(variant.command(clusterOf(size)));
          const edges = variant.edges?.(output);
          if (edges) known = assertSameEdges(variant.name, edges, known);
          runs.push({ seconds, bytes, edges: edges?.length });
          log(`${label}: ${variant.name}, ${size.workloads}/${size.policies}: ${seconds.toFixed(2)} s`);
        }
      }
      const { output } = await run({ file: process.execPath, args: [WARM, clusterOf(CHART), clusterOf(LOADED)] });
      for (const [name, time] of Object.entries(JSON.parse(output))) warm[name].push(time);
      log(`${label}: warm: ${output}`);
    }

    const figures = {
      date: new Date().toISOString(),
      machine: machine(),
      versions: variants.flatMap(({ name, version }) => (version ? `${name} ${version}` : [])).join(', '),
      ...summarize(samples, warm),
    };
    if (options.json) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);
    console.log(report(figures));
    return options.goals && figures.goals.some(({ met }) => !met) ? EXIT.goalMissed : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await runBenchmark(HELP, main);
