import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../services/root.mjs';
import { BenchError } from '../shared/errors.mjs';
import { run } from '../synth/process.mjs';

const PINS = join(ROOT, 'bench/network/requirements.txt');
const FOLDER = join(ROOT, '.cache/bench/nca');

/**
 * np-guard's network-config-analyzer in a virtual environment of its own, pinned, installed into .cache/bench on first use.
 * @returns `{ file, version }`, or `{ missing }` with the reason
 */
export async function nca({ log, signal }) {
  const pins = readFileSync(PINS, 'utf8');
  const [, version] = /^network-config-analyzer==(\S+)$/m.exec(pins);
  const installed = join(FOLDER, 'requirements.txt');
  try {
    if (!existsSync(installed) || readFileSync(installed, 'utf8') !== pins) {
      log(`installing nca ${version}`);
      rmSync(FOLDER, { recursive: true, force: true });
      const tool = (file, args) => run({ file, args }, { env: process.env, signal });
      await tool('python3', ['-m', 'venv', FOLDER]);
      const wheels = ['install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
      await tool(join(FOLDER, 'bin/python'), ['-m', 'pip', ...wheels, '--no-deps', '-r', PINS]);
      copyFileSync(PINS, installed);
    }
    return { file: join(FOLDER, 'bin/nca'), version };
  } catch (error) {
    if (!(error instanceof BenchError) || signal.aborted) throw error;
    log(error.message);
    return { missing: "can't be had on this machine" };
  }
}
