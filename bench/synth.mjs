#!/usr/bin/env node
/** How much CPU a synth takes with gridwall, against the same manifests made in other ways. See README.md. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machine, versions } from './shared/machine.mjs';
import { EXIT, log, runBenchmark } from './shared/run.mjs';
import { assertSameSystem } from './synth/check.mjs';
import { summarize } from './synth/figures.mjs';
import { cpuTime } from './synth/process.mjs';
import { report } from './synth/report.mjs';
import { prepareVariants } from './synth/variants.mjs';

const HELP = `Usage: node bench/synth.mjs [--rounds N] [--json FILE] [--no-goals]

Measures the CPU time (user + system) of a synth of 1, 100 and 1,000 instances of
{HistoryServer, Minio, MinioIsolation} in one chart, each in a process of its own, with gridwall, raw ApiObjects,
cdk8s-plus-28, helm template and kustomize build, one after the other in every round.
helm and kustomize are built once with Go into .cache/bench; without Go their rows say so.

  --rounds N    rounds, 1 to 100 (default 5); kustomize is measured once at 1,000
  --json FILE   also write the figures there
  --no-goals    print whether the goals are met, but exit with 0 either way
  --help        this text

Exit code: 0 goals met, 1 a goal missed, 2 the benchmark could not run, 64 a wrong flag.`;

const SIZES = [0, 1, 100, 1000];

async function main(options, signal) {
  const folder = mkdtempSync(join(tmpdir(), 'gridwall-bench-'));
  try {
    const outputs = join(folder, 'out');
    mkdirSync(outputs);
    const variants = await prepareVariants(folder, SIZES, { log, signal });
    const measure = async ({ name, command, env }, instances) => {
      const output = join(outputs, `${name}.k8s.yaml`);
      return { output, ms: await cpuTime(command(instances, output), { env, signal }) };
    };

    for (const instances of [1, 100]) {
      log(`checking that the variants make the same system, ${instances} instances`);
      for (const variant of variants.filter(({ missing }) => !missing)) {
        const { output } = await measure(variant, instances);
        if (variant.same) assertSameSystem(variant, join(outputs, 'gridwall.k8s.yaml'), output);
      }
    }

    const samples = variants.flatMap((variant) => SIZES.map((instances) => ({ variant, instances, ms: [] })));
    for (let round = 0; round < options.rounds; round++) {
      for (const instances of SIZES) {
        for (const { variant, ms } of samples.filter((sample) => sample.instances === instances)) {
          if (variant.missing || (round > 0 && instances >= (variant.onceFrom ?? Infinity))) continue;
          ms.push((await measure(variant, instances)).ms);
          log(`round ${round + 1}/${options.rounds}: ${variant.name}, ${instances}: ${ms.at(-1)} ms`);
        }
      }
    }

    const figures = {
      date: new Date().toISOString(),
      machine: machine(),
      versions: versions(variants),
      ...summarize(variants, SIZES, samples),
    };
    if (options.json) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);
    console.log(report(figures));
    return options.goals && figures.goals.some(({ met }) => !met) ? EXIT.goalMissed : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await runBenchmark(HELP, main);
