#!/usr/bin/env node
/** How much CPU the history server takes for a request, against what one would write instead. See README.md. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkVariant } from './services/check.mjs';
import { writeDays } from './services/days.mjs';
import { summarize } from './services/figures.mjs';
import { loadGenerator } from './services/load.mjs';
import { startMinio } from './services/minio.mjs';
import { cpuMs, residentBytes } from './services/proc.mjs';
import { report } from './services/report.mjs';
import { Servers } from './services/servers.mjs';
import { prepareVariants } from './services/variants.mjs';
import { machine } from './shared/machine.mjs';
import { EXIT, log, runBenchmark } from './shared/run.mjs';

const HELP = `Usage: node bench/services.mjs [--rounds N] [--json FILE] [--no-goals]

Measures the CPU time (user + system) that a request costs the history server, as shipped and with one second of
staleness, a bare koa, FastAPI and Flask, each with a real MinIO server behind it, one after the other in every round;
and how they start, what memory they hold in the end, how large they are.
Needs Linux, and a MinIO server as built for the tests, or MINIO_BIN. Uses wrk where it is installed. The Python
packages go into .cache/bench; without Python their rows say so. Five rounds take about five minutes.

  --rounds N    rounds, 1 to 100 (default 5)
  --json FILE   also write the figures there
  --no-goals    print whether the goals are met, but exit with 0 either way
  --help        this text

Exit code: 0 goals met, 1 a goal missed, 2 the benchmark could not run, 64 a wrong flag.`;

const WARM_UP_SECONDS = 2;
const BURST_SECONDS = 3;
/** For what a burst left in flight. */
const SETTLE_MS = 300;

async function main(options, signal) {
  const folder = mkdtempSync(join(tmpdir(), 'gridwall-bench-'));
  const servers = new Servers(signal);
  try {
    const days = writeDays(folder);
    const variants = await prepareVariants({ folder, days, log, signal });
    const present = variants.filter(({ missing }) => !missing);
    const load = await loadGenerator({ log, signal });
    const minio = await startMinio(servers, folder);

    for (const variant of present) {
      log(`checking ${variant.name}: the same bytes, kept in MinIO`);
      const server = await servers.start(variant, minio);
      await checkVariant(variant, server, minio, days, signal);
      await server.stop();
    }

    const starts = [];
    for (let round = 0; round < options.rounds; round++) {
      for (const variant of present) {
        const server = await servers.start(variant, minio);
        starts.push({ variant: variant.name, ...(await server.answering(days[0].path)) });
        log(`start ${round + 1}/${options.rounds}: ${variant.name}: ${starts.at(-1).cpuMs} ms of CPU`);
        await server.stop();
      }
    }

    const running = new Map();
    for (const variant of present) {
      const server = await servers.start(variant, minio);
      await server.answering(days[0].path);
      running.set(variant.name, server);
    }
    const burst = async (workload, variant, seconds) => {
      const server = running.get(variant.name);
      const before = { server: cpuMs(server.pid), minio: cpuMs(minio.pid) };
      const { requests, perSecond } = await load({ url: server.url, ...workload, seconds, name: variant.name });
      const after = { server: cpuMs(server.pid), minio: cpuMs(minio.pid) };
      await sleep(SETTLE_MS, undefined, { signal });
      const perRequest = (name) => ((after[name] - before[name]) / requests) * 1000;
      return { cpuUs: perRequest('server'), minioUs: perRequest('minio'), requests, perSecond };
    };
    const plan = days.workloads.flatMap((workload) =>
      present
        .filter(({ workloads }) => workloads.includes(workload.name))
        .map((variant) => ({ workload, variant, bursts: [] })),
    );
    for (const { workload, variant } of plan) {
      log(`warming up: ${variant.name}, ${workload.name}`);
      await burst(workload, variant, WARM_UP_SECONDS);
    }
    for (let round = 0; round < options.rounds; round++) {
      for (const { workload, variant, bursts } of plan) {
        bursts.push(await burst(workload, variant, BURST_SECONDS));
        log(
          `round ${round + 1}/${options.rounds}: ${workload.name}, ${variant.name}: ${Math.round(bursts.at(-1).cpuUs)} µs`,
        );
      }
    }
    const memory = Object.fromEntries([...running].map(([name, server]) => [name, residentBytes(server.pid)]));

    const figures = {
      date: new Date().toISOString(),
      machine: machine(),
      load: load.description,
      bytes: days[0].bytes.length,
      ...summarize({ variants, workloads: days.workloads, plan, starts, memory }),
    };
    if (options.json) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);
    console.log(report(figures));
    return options.goals && figures.goals.some(({ met }) => met === false) ? EXIT.goalMissed : 0;
  } finally {
    await servers.stopAll();
    rmSync(folder, { recursive: true, force: true });
  }
}

await runBenchmark(HELP, main);
