import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DIST } from './system';

const run = promisify(execFile);
/** What dist/ was in November 2026, for clones that know nothing of before. */
const KEPT = join(__dirname, 'earlier-dist.tar.gz');

/** dist/ as it was before the last commit that changed it; in a clone without history, as it was when a copy was kept. */
export async function beforeLastChange(folder: string): Promise<string> {
  await mkdir(folder);
  const archive = (await fromHistory(join(folder, 'dist.tar'))) ?? KEPT;
  await run('tar', ['--extract', `--file=${archive}`, `--directory=${folder}`]);
  return join(folder, 'dist');
}

/** @returns undefined where the commit before is not in this clone */
async function fromHistory(archive: string): Promise<string | undefined> {
  const git = async (...args: string[]) => (await run('git', args, { cwd: join(DIST, '..') })).stdout.trim();
  const last = await git('log', '-1', '--format=%H', '--', 'dist');
  const [parent] = (await git('log', '-1', '--format=%P', last)).split(' ');
  if (!parent) {
    console.log(`the commit before ${last} is not in this clone: upgrading from ${KEPT}`);
    return undefined;
  }
  await git('archive', `--output=${archive}`, parent, 'dist');
  return archive;
}
