import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
/** The files of a folder and of those below it. */
function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
    .sort();
}

const FILES = filesIn(join(root, 'dist'));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'synth-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the compiled app, which is what both synth commands run. */
function run(env: Record<string, string> = {}, cwd = folder) {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GRIDWALL|CDK8S)_/.test(name)));
  return spawnSync(process.execPath, [join(root, 'lib/charts/app.js')], {
    cwd,
    env: { ...clean, ...env },
    encoding: 'utf8',
  });
}

function contents(dist: string): Record<string, string> {
  return Object.fromEntries(filesIn(dist).map((name) => [name, readFileSync(join(dist, name), 'utf8')]));
}

describe('npm run synth', () => {
  it('writes one file a chart, says which, and leaves nothing else', () => {
    const { status, stdout } = run();
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toEqual(FILES.map((name) => join('dist', name)));
    expect(readdirSync(folder)).toEqual(['dist']);
    expect(filesIn(join(folder, 'dist'))).toEqual(FILES);
  });

  it('gives what is committed in dist/', () => {
    run();
    expect(contents(join(folder, 'dist'))).toEqual(contents(join(root, 'dist')));
  });

  it('gives the same bytes in any time zone and language, and again', () => {
    run({ TZ: 'Asia/Tokyo', LANG: 'tr_TR.UTF-8', LC_ALL: 'C', HOME: folder });
    const first = contents(join(folder, 'dist'));
    run({
      TZ: 'America/Los_Angeles',
      LANG: 'et_EE.UTF-8',
      CDK8S_RECORD_CONSTRUCT_METADATA: 'true',
      CDK8S_DISABLE_SORT: '1',
    });
    expect(contents(join(folder, 'dist'))).toEqual(first);
    expect(Object.keys(first).sort()).toEqual(FILES);
  });

  it('leaves dist/ as it was when a setting is wrong', () => {
    run();
    const before = contents(join(folder, 'dist'));
    const { status, stderr, stdout } = run({ GRIDWALL_REPLICAS: 'many' });
    expect(status).toBe(64);
    expect(stderr).toBe(
      'The settings can\'t be used:\n  GRIDWALL_REPLICAS is "many": must be a whole number from 0 to 1000\n',
    );
    expect(stdout).toBe('');
    expect(contents(join(folder, 'dist'))).toEqual(before);
    expect(readdirSync(folder)).toEqual(['dist']);
  });

  it('refuses a folder with files of somebody else, and removes nothing of it', () => {
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'out/thesis.txt'), 'mine');
    const { status, stderr } = run({ CDK8S_OUTDIR: 'out' });
    expect(status).toBe(64);
    expect(stderr).toMatch(/holds thesis.txt, which synth did not write and would remove/);
    expect(readFileSync(join(folder, 'out/thesis.txt'), 'utf8')).toBe('mine');
  });

  it('reads settings.yaml of the folder it runs in', () => {
    writeFileSync(join(folder, 'settings.yaml'), 'nodeAddress: 198.51.100.7\n');
    run();
    expect(readFileSync(join(folder, 'dist/echo-demo.k8s.yaml'), 'utf8')).toContain(
      'host: echoserver.198.51.100.7.nip.io',
    );
  });

  it('says what is wrong with a dist that is a file, in a line', () => {
    writeFileSync(join(folder, 'dist'), 'mine');
    const { status, stderr } = run();
    expect({ status, lines: stderr.trim().split('\n').length }).toEqual({ status: 64, lines: 1 });
    expect(stderr).toMatch(/ENOTDIR.*dist/);
    expect(readFileSync(join(folder, 'dist'), 'utf8')).toBe('mine');
  });

  it('says where settings.yaml is no YAML', () => {
    writeFileSync(join(folder, 'settings.yaml'), 'replicas: [2\n');
    const { status, stderr } = run();
    expect(status).toBe(64);
    expect(stderr).toMatch(/"settings.yaml" \(2:1\)/);
  });
});

describe('cdk8s synth', () => {
  it('gives the same bytes as npm run synth', () => {
    const cli = join(root, 'node_modules/.bin/cdk8s');
    const app = `${process.execPath} ${join(root, 'lib/charts/app.js')}`;
    const { status, stderr } = spawnSync(cli, ['synth', '--app', app, '--output', 'dist', '--check-upgrade=false'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(contents(join(folder, 'dist'))).toEqual(contents(join(root, 'dist')));
  });

  it('runs the same app through cdk8s.yaml', () => {
    expect(readFileSync(join(root, 'cdk8s.yaml'), 'utf8')).toMatch(/^app: node lib\/charts\/app\.js$/m);
    expect(readFileSync(join(root, 'cdk8s.yaml'), 'utf8')).not.toContain('validations');
  });
});
