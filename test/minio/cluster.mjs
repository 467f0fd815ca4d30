#!/usr/bin/env node
/**
 * Starts the distributed MinIO of dist/price-history-large with the arguments, the environment and the user that stand there,
 * each server in a network of its own, and shows that the servers find each other by their names, that one of them may be lost,
 * and that none serves when policies cut them off from each other. `--report FILE` writes the sums as JSON. Takes root, unshare and ip, and a MinIO server: the
 * one that the tests build, or MINIO_BIN. Exit code: 0 all passed, 1 something failed, 77 could not run here.
 *
 * Networks, mounts and processes are in namespaces that end with this process, however it ends: nothing of them is seen outside.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CouldNotRun, conclude } from '../images/report.mjs';
import { minioBinary } from './cluster/binary.mjs';

const { report } = parseArgs({ options: { report: { type: 'string' } } }).values;
const PROGRAMS = { ip: 'iproute2', bridge: 'iproute2', unshare: 'util-linux', setpriv: 'util-linux', mount: 'mount' };

function mustBeAbleToRun() {
  const missing = Object.keys(PROGRAMS).filter((program) => spawnSync(program, ['--help']).error);
  if (missing.length) {
    const packages = [...new Set(missing.map((program) => PROGRAMS[program]))].join(' ');
    throw new CouldNotRun(`${missing.join(', ')} not found; on Debian: apt-get install ${packages}`);
  }
  if (process.getuid() !== 0) throw new CouldNotRun('only root makes networks and mounts');
  const { status, stderr } = spawnSync('unshare', ['--net', '--mount', '--pid', '--fork', 'true'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new CouldNotRun(`this machine gives no namespaces: ${stderr.trim()}`);
}

async function main() {
  mustBeAbleToRun();
  const inside = join(import.meta.dirname, 'cluster/inside.mjs');
  // The first process in there ends with unshare, and with it all others.
  const isolated = ['--net', '--mount', '--mount-proc', '--pid', '--fork', '--kill-child'];
  const child = spawn(
    'unshare',
    [...isolated, process.execPath, inside, minioBinary(), ...(report ? [resolve(report)] : [])],
    { stdio: 'inherit' },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      child.kill('SIGKILL');
      process.exitCode = 128 + constants.signals[signal];
    });
  const [code] = await once(child, 'exit');
  process.exitCode ??= code ?? 1;
}

await main().catch((error) => conclude([error], report));
