/**
 * The whole flow on one machine, with nothing else installed: the history server on its embedded store, the price fetcher,
 * and the page. Prices come from Elering, or from a stand-in where Elering can't be reached (or with --offline).
 * `--once` ends as soon as the page answers.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { ExitCode } from '../../services/price-fetcher/src/exit-codes';
import { addDays, dayOf } from '../../services/price-fetcher/src/time';
import { EleringStandIn } from '../../test/services/price-fetcher/elering-stand-in';

const ELERING = 'https://dashboard.elering.ee';
const PROBE_MS = 3000;
const DAYS_BACK = 6;

const { values: options } = parseArgs({ options: { offline: { type: 'boolean' }, once: { type: 'boolean' } } });
const bundles = join(__dirname, '../services'); // this file is bundled into lib/
const data = mkdtempSync(join(tmpdir(), 'gridwall-demo-'));
const standIn = new EleringStandIn();
let server: ChildProcess | undefined;
const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);

async function main(): Promise<void> {
  const address = await startServer();
  const elering = await eleringUri();
  const now = dayOf(Math.floor(Date.now() / 1000));
  const fill = await fetcher(address, elering, ['--from', addDays(now, -DAYS_BACK), '--to', now]);
  if (fill !== ExitCode.DONE) throw new Error(`the fetcher ended with exit code ${fill}`);
  const next = await fetcher(address, elering, []);
  if (next === ExitCode.NOT_PUBLISHED)
    console.log('Tomorrow is not published yet: that is usual before the afternoon.');
  else if (next !== ExitCode.DONE) throw new Error(`the fetcher ended with exit code ${next}`);

  const page = `${address}/?day=${now}`;
  const answer = await fetch(page);
  if (!answer.ok) throw new Error(`${page} answers ${answer.status}`);
  console.log(`\nThe prices are at ${page}\n${options.once ? '' : 'Ctrl-C ends the demo and removes what it stored.'}`);
  if (!options.once) await stopped;
}

async function startServer(): Promise<string> {
  server = spawn(process.execPath, [join(bundles, 'history-server/lib/server.js')], {
    env: { HOST: '127.0.0.1', PORT: process.env.PORT ?? '0', DATA_DIR: data, DRAIN_SECONDS: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: server.stdout! })) {
    const { msg, port } = JSON.parse(line);
    if (msg === 'listening') {
      server.stdout!.resume();
      return `http://127.0.0.1:${port}`;
    }
  }
  throw new Error(`the history server did not start (exit code ${server.exitCode})`);
}

async function eleringUri(): Promise<string> {
  if (!options.offline) {
    try {
      const { ok } = await fetch(`${ELERING}/api/nps/price`, { signal: AbortSignal.timeout(PROBE_MS) });
      if (ok) return ELERING;
    } catch {
      // No network: the same as an answer that is none.
    }
    console.log(`${ELERING} can't be reached:`);
  }
  console.log('The prices are made up by a stand-in.');
  await standIn.start();
  return standIn.uri;
}

async function fetcher(historyServer: string, elering: string, args: string[]): Promise<number | null> {
  const child = spawn(process.execPath, [join(bundles, 'price-fetcher/lib/price-fetcher.js'), ...args], {
    env: { HISTORY_SERVER_URI: historyServer, ELERING_URI: elering },
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return code;
}

Promise.race([main(), stopped])
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(async () => {
    if (server && server.exitCode === null) {
      server.kill();
      await once(server, 'exit');
    }
    await standIn.stop();
    rmSync(data, { recursive: true, force: true });
  });
