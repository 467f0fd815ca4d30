import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DIST } from './system';

const run = promisify(execFile);

/** dist/ as it was before the last commit that changed it. @throws Error where git does not have that commit */
export async function beforeLastChange(folder: string): Promise<string> {
  const git = async (...args: string[]) => (await run('git', args, { cwd: join(DIST, '..') })).stdout.trim();
  const last = await git('log', '-1', '--format=%H', '--', 'dist');
  const [parent] = (await git('log', '-1', '--format=%P', last)).split(' ');
  if (!parent) throw new Error(`the commit before ${last} is not in this clone; fetch the whole history`);
  await mkdir(folder);
  const archive = join(folder, 'dist.tar');
  await git('archive', `--output=${archive}`, parent, 'dist');
  await run('tar', ['--extract', `--file=${archive}`, `--directory=${folder}`]);
  return join(folder, 'dist');
}
