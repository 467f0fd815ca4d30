import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '../shared/errors.mjs';
import { run } from '../synth/process.mjs';

const KIB = 1024;

/**
 * Runs a command to its end; GNU time reads the resource usage of the finished process and all that it waited for.
 * @param command `{ file, args }`
 * @param folder where the output goes, to `output`
 * @returns seconds of CPU, user and system, and the largest resident memory in bytes
 * @throws BenchError with what the command wrote to its standard error
 */
export async function measure({ file, args }, { folder, signal }) {
  const usage = join(folder, 'usage');
  const timed = ['--format', '%U %S %M', '--output', usage, file, ...args];
  const env = { PATH: process.env.PATH, HOME: folder };
  const name = `${file} ${args.join(' ')}`;
  await run({ file: '/usr/bin/time', args: timed, stdout: join(folder, 'output') }, { env, signal, name });
  const text = readFileSync(usage, 'utf8');
  const [, user, system, kib] = /^(\d+\.\d+) (\d+\.\d+) (\d+)$/m.exec(text) ?? [];
  if (user === undefined) throw new BenchError(`/usr/bin/time printed ${JSON.stringify(text)}, not three numbers`);
  return { seconds: Number(user) + Number(system), bytes: Number(kib) * KIB };
}
