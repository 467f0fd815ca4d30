import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bin } from '../../../package.json';
import { WEB_AND_DB } from './fake-io';

const root = resolve(__dirname, '../../..');
const main = join(root, bin.gridwall);
const gridwall = (argv: readonly string[], input = '') =>
  spawnSync(process.execPath, [main, ...argv], { input, encoding: 'utf8', cwd: root, maxBuffer: 2 ** 24 });

/** Namespaces full of pods, each with a policy: their list is longer than a pipe holds. */
function manyPods(): string {
  const pods = Array.from(
    { length: 120 },
    (_, n) => `apiVersion: v1\nkind: Pod\nmetadata: {name: pod-${n}, namespace: ns-${n % 4}}\n`,
  );
  return pods.join('---\n');
}

describe('the compiled gridwall', () => {
  it('answers, and ends with the exit code of the answer', () => {
    const yes = gridwall(['explain', 'reach', 'prod/web', 'prod/db:5432'], WEB_AND_DB);
    expect({ status: yes.status, stderr: yes.stderr }).toEqual({ status: 0, stderr: '' });
    expect(yes.stdout).toContain('allowed');
    expect(gridwall(['explain', 'reach', 'test/probe', 'prod/db:5432'], WEB_AND_DB).status).toBe(1);
    expect(gridwall(['reach'], 'garbage').status).toBe(2);
  });

  it('says what is in dist/', () => {
    const { status, stdout } = gridwall(['reach', 'dist']);
    expect(status).toBe(0);
    expect(stdout).toContain('in   TCP 9000 from production/history-server[Deployment]\n');
  });

  it('writes all of a long list into a pipe', () => {
    const { stdout } = gridwall(['reach', '--output', 'json'], manyPods());
    expect(JSON.parse(stdout).connections).toHaveLength(120 * 119);
  });

  it('ends quietly when the reader of the pipe goes away', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pipe-'));
    writeFileSync(join(folder, 'pods.yaml'), manyPods());
    const child = spawn(process.execPath, [main, 'reach', folder, '--output', 'json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text) => {
      said += text;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const exitCode = await new Promise((done) => child.once('close', done));
    rmSync(folder, { recursive: true });
    expect({ exitCode, said }).toEqual({ exitCode: 0, said: '' });
  });

  it('loads no parser of manifests to show its help', () => {
    const script = `process.argv = ['node', 'gridwall', '--help']; require(${JSON.stringify(main)});
      process.on('exit', () => console.error(Object.keys(require.cache).some((name) => /yaml|ipaddr/.test(name))));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: root });
    expect(stdout).toContain('Usage: gridwall');
    expect(stderr).toBe('false\n');
  });
});
