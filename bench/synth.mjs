#!/usr/bin/env node
/** How much CPU a synth takes with gridwall, against the same manifests made in other ways. See README.md. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertSameSystem } from './synth/check.mjs';
import { BenchError, UsageError } from './synth/errors.mjs';
import { summarize } from './synth/figures.mjs';
import { machine, versions } from './synth/machine.mjs';
import { HELP, readOptions } from './synth/options.mjs';
import { cpuTime } from './synth/process.mjs';
import { report } from './synth/report.mjs';
import { prepareVariants } from './synth/variants.mjs';

const SIZES = [0, 1, 100, 1000];
const EXIT = { goalMissed: 1, failed: 2, usage: 64, interrupted: 130 };

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

function log(text) {
  console.error(text);
}

const interrupt = new AbortController();
for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => interrupt.abort());

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else process.exitCode = await main(options, interrupt.signal);
} catch (error) {
  if (interrupt.signal.aborted) process.exitCode = EXIT.interrupted;
  else {
    const known = error instanceof UsageError || error instanceof BenchError;
    console.error(known ? error.message : error);
    process.exitCode = error instanceof UsageError ? EXIT.usage : EXIT.failed;
  }
}
