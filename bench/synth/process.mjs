import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { BenchError } from '../shared/errors.mjs';

/** Bash's own `time` reads the resource usage of the finished child: all of the process, in thousandths of a second. */
const TIMED = 'TIMEFORMAT="%3U %3S"; time "$@" 2>&3';

/**
 * Runs a command to its end.
 * @param command `{ file, args, stdout }`; the output goes to the file `stdout`, where one is named
 * @returns milliseconds of CPU, user and system, of the process and its threads
 * @throws BenchError with what the command wrote to its standard error
 */
export async function cpuTime({ file, args, stdout }, { env, signal }) {
  const timed = { file: 'bash', args: ['-c', TIMED, 'time', file, ...args], stdout };
  const { stderr } = await run(timed, { env: { ...env, LC_ALL: 'C' }, signal, name: `${file} ${args.join(' ')}` });
  const [, user, system] = /^(\d+\.\d+) (\d+\.\d+)$/m.exec(stderr) ?? [];
  if (user === undefined) throw new BenchError(`bash: "time" printed ${JSON.stringify(stderr)}, not two numbers`);
  return Math.round((Number(user) + Number(system)) * 1000);
}

/** @returns what the command wrote to its standard error. */
export async function run({ file, args, stdout }, { env, cwd, signal, name = file }) {
  signal?.throwIfAborted();
  const out = stdout === undefined ? 'ignore' : openSync(stdout, 'w');
  try {
    // A group of its own, so that an interrupt also ends what the command started.
    const child = spawn(file, args, { env, cwd, stdio: ['ignore', out, 'pipe', 'pipe'], detached: true });
    const end = () => child.pid && process.kill(-child.pid, 'SIGTERM');
    signal?.addEventListener('abort', end);
    const output = Promise.all([text(child.stderr), text(child.stdio[3])]);
    const [code, killedBy] = await once(child, 'close').finally(() => signal?.removeEventListener('abort', end));
    const [stderr, innerStderr] = await output;
    if (code !== 0) {
      throw new BenchError(`${name}: ended with ${code ?? killedBy}\n${innerStderr || stderr}`.trim());
    }
    return { stderr };
  } catch (error) {
    if (error.syscall?.startsWith('spawn')) throw new BenchError(`${file}: can't be started (${error.code})`);
    throw error;
  } finally {
    if (typeof out === 'number') closeSync(out);
  }
}
