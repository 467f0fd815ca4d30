import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { BenchError } from '../shared/errors.mjs';
import { run } from '../synth/process.mjs';
import { filesBytes } from './files.mjs';
import { ROOT } from './root.mjs';

const PINS = join(ROOT, 'bench/peers/requirements.txt');
const PACKAGES = {
  fastapi: ['fastapi', 'uvicorn', 'uvloop', 'httptools', 'minio'],
  flask: ['flask', 'gunicorn', 'minio'],
};
/** What a virtual environment brings along, and what Python makes by itself. */
const NOT_SHIPPED = /^(pip|setuptools|_distutils_hack|distutils-precedence)|__pycache__/;

/**
 * A virtual environment with the packages of one peer, pinned, installed into .cache/bench on first use.
 * @returns `{ python, version, bytes }`, or `{ missing }` with the reason
 */
export async function pythonPeer(name, { log, signal }) {
  const tool = (file, args) => run({ file, args }, { env: process.env, signal });
  try {
    const { stderr } = await tool('python3', [
      '-c',
      'import platform, sys; sys.stderr.write(platform.python_version())',
    ]);
    const folder = join(ROOT, '.cache/bench', `${name}-python-${stderr}`);
    const python = join(folder, 'bin/python');
    const installed = join(folder, 'requirements.txt');
    if (!existsSync(installed) || readFileSync(installed, 'utf8') !== readFileSync(PINS, 'utf8')) {
      log(`installing ${name} for Python ${stderr}`);
      rmSync(folder, { recursive: true, force: true });
      await tool('python3', ['-m', 'venv', folder]);
      const wheels = ['install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
      await tool(python, ['-m', 'pip', ...wheels, '--constraint', PINS, ...PACKAGES[name]]);
      copyFileSync(PINS, installed);
    }
    const [lib] = readdirSync(join(folder, 'lib')).filter((entry) => entry.startsWith('python'));
    const bytes = filesBytes(join(folder, 'lib', lib, 'site-packages'), (file) => !NOT_SHIPPED.test(file));
    return { python, version: `Python ${stderr}, ${versionsOf(PACKAGES[name])}`, bytes };
  } catch (error) {
    if (!(error instanceof BenchError) || signal.aborted) throw error;
    log(error.message);
    return { missing: 'not on this machine' };
  }
}

function versionsOf(packages) {
  const pins = new Map(
    [...readFileSync(PINS, 'utf8').matchAll(/^([\w-]+)==(\S+)$/gm)].map(([, name, pin]) => [name, pin]),
  );
  return packages.map((name) => `${name} ${pins.get(name)}`).join(', ');
}
