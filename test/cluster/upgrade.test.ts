import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { problemsOf } from './checks';
import { ControlPlane } from './control-plane/control-plane';
import { addNeighbours } from './control-plane/furniture';
import { settle } from './state/live';
import { DIST, System } from './state/system';
import { makeSecrets } from './user';

const run = promisify(execFile);

describe('dist/, applied over what it was before its last change', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start();
    await plane.addDefinitions();
    await addNeighbours(plane.kubectl);
    await plane.kubectl.run(['apply', '--recursive', '-f', await before(join(plane.folder, 'before'))]);
  });
  afterAll(() => plane?.stop());

  it('is taken: no field changed that may not change', async () => {
    const { code, stderr } = await plane.kubectl.try(['apply', '--recursive', '-f', DIST]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('runs as if it were new', async () => {
    await makeSecrets(plane);
    const system = System.of();
    const live = await settle(plane.kubectl, (state) => problemsOf(system, state));
    expect(problemsOf(system, live)).toEqual([]);
  });
});

/** dist/ as it was before the last commit that changed it. @throws Error where git does not have that commit */
async function before(folder: string): Promise<string> {
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
