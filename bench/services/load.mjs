import { fileURLToPath } from 'node:url';
import { BenchError } from '../shared/errors.mjs';
import { run } from '../synth/process.mjs';

const CONNECTIONS = 32;
const SCRIPT = fileURLToPath(new URL('load.lua', import.meta.url));
const CLIENT = fileURLToPath(new URL('client.mjs', import.meta.url));

/**
 * wrk where it is installed, else a client in Node; one thread, 32 connections that are kept alive, for some seconds.
 * @returns a function of `{ url, method, file, seconds, name }` to `{ requests, perSecond }`, with a `description`. It
 * throws BenchError when a request fails or isn't answered with 200.
 */
export async function loadGenerator({ log, signal }) {
  const wrk = await isInstalled('wrk', signal);
  if (!wrk) log('wrk is not installed: the load comes from Node');
  const command = ({ url, method, file, seconds }) =>
    wrk
      ? {
          file: 'wrk',
          args: ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--timeout', '20s', '-s', SCRIPT, url, '--', method, file],
        }
      : { file: process.execPath, args: [CLIENT, url, method, file, `${seconds}`, `${CONNECTIONS}`] };
  const load = async (options) => {
    const { stderr } = await run(command(options), { env: { PATH: process.env.PATH }, signal, name: 'load' });
    const { requests, failed, us } = JSON.parse(stderr);
    if (failed > 0 || requests === 0)
      throw new BenchError(`${options.name}: ${failed} of ${requests} requests failed under load`);
    return { requests, perSecond: (requests / us) * 1e6 };
  };
  return Object.assign(load, { description: `${wrk ? 'wrk' : 'Node client'}, ${CONNECTIONS} connections` });
}

async function isInstalled(tool, signal) {
  try {
    await run({ file: 'sh', args: ['-c', 'command -v "$0"', tool] }, { env: { PATH: process.env.PATH }, signal });
    return true;
  } catch (error) {
    if (!(error instanceof BenchError) || signal.aborted) throw error;
    return false;
  }
}
