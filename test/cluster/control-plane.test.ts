import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { ControlPlane } from './control-plane/control-plane';
import { leftBehind, listeners } from './control-plane/processes';

const ROOT = join(__dirname, '../..');
const COMPONENTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'];

describe('a control plane', () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await ControlPlane.start();
  });
  afterAll(() => plane.stop());

  it('runs pods, as far as kwok runs them', async () => {
    await plane.kubectl.run(['create', 'deployment', 'web', '--image=web:1', '--replicas=2']);
    await plane.kubectl.run(['rollout', 'status', 'deployment/web', '--timeout=300s']);
  });

  it('listens on the loopback alone', async () => {
    const addresses = await listeners(plane.folder);
    expect(addresses.length).toBeGreaterThanOrEqual(COMPONENTS.length);
    for (const address of addresses) expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
  });

  it('says which component ended, and its last words', async () => {
    plane.run('liar', 'sh', ['-c', 'echo I will be back; exit 3']);
    await expect(ended(plane, 'liar')).rejects.toThrow('liar ended with 3:\nI will be back');
  });

  it('says which program is not there', async () => {
    plane.run('nobody', join(plane.folder, 'nobody'), []);
    await expect(ended(plane, 'nobody')).rejects.toThrow('nobody ended with ENOENT');
  });
});

async function ended(plane: ControlPlane, name: string): Promise<never> {
  for (;;) {
    await plane.mustRun(name);
    await sleep(20);
  }
}

describe('of a control plane nothing is left', () => {
  it('after stop', async () => {
    const plane = await ControlPlane.start({ nodes: 1 });
    const during = await leftBehind(plane.folder);
    for (const component of COMPONENTS) expect(during).toContainEqual(expect.stringContaining(`/${component} `));
    await plane.stop();
    expect(await leftBehind(plane.folder)).toEqual([]);
  });

  it('when it fails to start', async () => {
    const dataIn = await mkdtemp(join(tmpdir(), 'failing-'));
    const start = ControlPlane.start({ dataIn, inside: ['false'] });
    await expect(start).rejects.toThrow('etcd ended with 1');
    expect(await leftBehind(dataIn)).toEqual([dataIn]);
    await rmdir(dataIn);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('after a test run is ended by %s', async (signal) => {
    const config = [
      '--config=test/cluster/jest.config.js',
      '--testMatch=**/control-plane/interrupted.ts',
      '--runInBand',
    ];
    const run = spawn(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), ...config], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let folder = '';
    for await (const line of createInterface(run.stdout)) {
      folder = /^folder=(.*)$/.exec(line)?.[1] ?? '';
      if (folder) break;
    }
    expect(folder).not.toBe('');
    expect(await leftBehind(folder)).not.toEqual([]);
    const exit = once(run, 'exit');
    run.kill(signal);
    await exit;
    while ((await leftBehind(folder)).length) await sleep(50);
  });
});
