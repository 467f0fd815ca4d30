import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mustHaveNetworks } from './enforce/requirements';
import { go } from './programs/go';
import { chosenRelease, programsOf } from './programs/release';
import { mustBeThere } from './programs/requirements';

const ROOT = join(__dirname, '../..');

describe('the programs of a cluster', () => {
  it.each([
    ['1.33', /^v1\.33\.\d+$/],
    ['1.28', /^v1\.28\.\d+$/],
  ])('are of Kubernetes %s, and tell so', (release, version) => {
    const [kubernetes] = programsOf(chosenRelease(release));
    expect(kubernetes!.linked['k8s.io/component-base/version.gitVersion']).toMatch(version);
  });

  it('are of no release that is not pinned', () => {
    expect(() => chosenRelease('1.20')).toThrow('CLUSTER_KUBERNETES is "1.20"; write one of 1.33, 1.28');
  });

  it('are not built without Go, which is said', async () => {
    const { PATH } = process.env;
    process.env.PATH = '/nowhere';
    try {
      await expect(go(ROOT, ['version'])).rejects.toThrow('there is no "go" to build the programs of a cluster with');
    } finally {
      process.env.PATH = PATH;
    }
  });

  it('are not run where something else is missing, all of which is said', () => {
    expect(() => mustBeThere('/nowhere', 'plan9')).toThrow(
      /: Linux: this is plan9, bash \(Debian package bash\), .*ss \(Debian package iproute2\)/,
    );
    expect(() => mustBeThere()).not.toThrow();
  });

  it('are not run without what networks of pods take, which is said', () => {
    expect(() => mustHaveNetworks(1000)).toThrow('they must run as root; this is user 1000');
    expect(() => mustHaveNetworks(0, ['ip link add one type nonsense'])).toThrow(/can not use them here:\n.*nonsense/s);
    expect(() => mustHaveNetworks()).not.toThrow();
  });

  it('end the run with an error when they can not be had: none is skipped', async () => {
    const jest = [
      'node_modules/jest/bin/jest.js',
      '--config=test/cluster/jest.config.js',
      'test/cluster/programs.test.ts',
    ];
    const run = promisify(execFile)(process.execPath, jest, {
      cwd: ROOT,
      env: { ...process.env, CLUSTER_KUBERNETES: '1.20' },
    });
    await expect(run).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('CLUSTER_KUBERNETES is "1.20"'),
    });
  });
});
