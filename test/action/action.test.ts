import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { load } from 'js-yaml';

const root = resolve(__dirname, '../..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const { version, bin } = JSON.parse(read('package.json'));

interface Action {
  readonly inputs: Record<string, { readonly description: string; readonly default: unknown }>;
  readonly runs: {
    readonly using: string;
    readonly steps: readonly {
      readonly shell?: string;
      readonly env?: Record<string, string>;
      readonly run?: string;
    }[];
  };
}

describe('the GitHub action', () => {
  const { inputs, runs } = load(read('action.yml')) as Action;
  const step = runs.steps.find(({ run }) => run !== undefined)!;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'action-'));
    writeFileSync(join(folder, 'npx'), '#!/bin/bash\nprintf "%s\\n" "$*" >> calls\nexit "$NPX_EXIT"\n');
    chmodSync(join(folder, 'npx'), 0o755);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs the step as a runner does, with an npx that writes down what it is asked. */
  function runStep(given: Record<string, string>, exitCode = 0) {
    const env = Object.fromEntries(
      Object.entries(step.env!).map(([name, value]) => {
        const [, input] = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(value)!;
        return [name, given[input!] ?? String(inputs[input!]!.default)];
      }),
    );
    const { status } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run!], {
      cwd: folder,
      env: { ...env, PATH: `${folder}:${process.env.PATH}`, NPX_EXIT: String(exitCode) },
    });
    return { status, calls: readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') };
  }

  it('is composite, describes its inputs and hands each over as a variable', () => {
    expect(runs.using).toBe('composite');
    expect(step.shell).toBe('bash');
    expect(Object.values(step.env!)).toEqual(Object.keys(inputs).map((name) => `\${{ inputs.${name} }}`));
    for (const { description } of Object.values(inputs)) expect(description).toMatch(/\w/);
    expect(step.run).not.toContain('${{');
  });

  it('checks the repository with the version of this package', () => {
    expect(runStep({})).toEqual({
      status: 0,
      calls: [`--yes gridwall@${version} check --fail-on warning -- .`],
    });
  });

  it('takes paths, severity and settings, and writes SARIF beside', () => {
    const given = { paths: 'dist  more', 'fail-on': 'error', config: 'ci/gridwall.yaml', sarif: 'out.sarif' };
    const options = `--yes gridwall@${version} check --fail-on error --config ci/gridwall.yaml`;
    expect(runStep(given)).toEqual({
      status: 0,
      calls: [`${options} --output sarif -- dist more`, `${options} -- dist more`],
    });
  });

  it('takes paths on lines of their own', () => {
    expect(runStep({ paths: 'dist\n  charts/*  more\n' }).calls).toEqual([
      `--yes gridwall@${version} check --fail-on warning -- dist charts/* more`,
    ]);
  });

  it.each([
    [1, 2],
    [2, 1],
  ])('ends as gridwall does: with %d, after %d calls', (exitCode, calls) => {
    const result = runStep({ sarif: 'out.sarif' }, exitCode);
    expect(result.status).toBe(exitCode === 1 ? 1 : result.status);
    expect(result.status).not.toBe(0);
    expect(result.calls).toHaveLength(calls);
  });
});

describe('the pre-commit hook', () => {
  const [hook, ...others] = load(read('.pre-commit-hooks.yaml')) as Record<string, unknown>[];

  it('runs the command of this package on whole folders', () => {
    expect(others).toEqual([]);
    expect(hook).toMatchObject({ id: 'gridwall-check', language: 'node', pass_filenames: false });
    const [command, ...argv] = String(hook!.entry).split(' ');
    expect(Object.keys(bin)).toContain(command);
    expect(argv).toEqual(['check']);
  });

  it.each([
    ['a/b.yaml', true],
    ['b.yml', true],
    ['b.json', true],
    ['yaml.ts', false],
  ])('waits for changes of manifests: %s %s', (name, isManifest) => {
    expect(new RegExp(String(hook!.files)).test(name)).toBe(isManifest);
  });
});
