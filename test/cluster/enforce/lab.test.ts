import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { leftBehind } from '../control-plane/processes';
import { Lab } from './lab';

const ROOT = join(__dirname, '../../..');

describe('of networks of pods nothing is left', () => {
  it('after stop', async () => {
    const before = networkOfMachine();
    const lab = await Lab.start(['192.0.2.10']);
    const ids = [lab.node, lab.outside].map(({ pid }) => networkOf(`${pid}`));
    expect(programsIn(ids)).not.toEqual([]);
    await lab.stop();
    expect(await leftBehind(lab.folder)).toEqual([]);
    expect(programsIn(ids)).toEqual([]);
    expect(networkOfMachine()).toEqual(before);
  });

  it('when they can not be made', async () => {
    const before = networkOfMachine();
    const dataIn = await mkdtemp(join(tmpdir(), 'failing-'));
    await expect(Lab.start(['nonsense'], dataIn)).rejects.toThrow(/"ip -batch -" in node ended with 1:\n.*nonsense/s);
    expect(await leftBehind(dataIn)).toEqual([dataIn]);
    await rmdir(dataIn);
    expect(networkOfMachine()).toEqual(before);
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('after a test run is ended by %s', async (signal) => {
    const before = networkOfMachine();
    const config = ['--config=test/cluster/jest.config.js', '--testMatch=**/enforce/interrupted.ts', '--runInBand'];
    const run = spawn(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), ...config], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const { folder, networks } = await toldBy(run.stdout);
      const ids = networks.map((pid) => networkOf(`${pid}`));
      expect(new Set(ids).size).toBe(3); // of the node, of the world outside and of one pod
      expect(ids).not.toContain(networkOf('self'));
      expect(programsIn(ids)).not.toEqual([]);
      const exit = once(run, 'exit');
      run.kill(signal);
      await exit;
      while ((await leftBehind(folder)).length || programsIn(ids).length) await sleep(50);
      expect(networkOfMachine()).toEqual(before);
    } finally {
      run.kill('SIGKILL');
    }
  });
});

/** What `interrupted.ts` says once all is there. */
async function toldBy(output: NodeJS.ReadableStream): Promise<{ folder: string; networks: number[] }> {
  for await (const line of createInterface(output)) {
    const [, text] = /^left=(.*)$/.exec(line) ?? [];
    if (text) return JSON.parse(text);
  }
  throw new Error('the test run ended before it could be interrupted');
}

/** Processes in some networks: the kernel removes a network without any. */
function programsIn(networks: readonly string[]): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => networks.includes(networkOf(pid)));
}

function networkOf(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch (error) {
    // Ended since, or kept from everybody: none of ours.
    if (['ENOENT', 'ESRCH', 'EACCES'].includes((error as NodeJS.ErrnoException).code!)) return '';
    throw error;
  }
}

/** What the tests could leave behind on the machine itself. */
function networkOfMachine() {
  const said = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8' });
  const links = JSON.parse(said('ip', '-json', 'link')) as { ifname: string }[];
  return { links: links.map(({ ifname }) => ifname), named: said('ip', 'netns'), rules: said('nft', 'list', 'tables') };
}
