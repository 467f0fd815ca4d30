import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

interface Process {
  readonly id: string;
  readonly command: string;
}

/** What there is of a cluster with a folder: programs whose arguments name it, and the folder itself. */
export async function leftBehind(folder: string): Promise<string[]> {
  const commands = (await processesOf(folder)).map(({ command }) => command);
  return existsSync(folder) ? [...commands, folder] : commands;
}

/** Addresses and ports that the programs of a cluster listen on for TCP. */
export async function listeners(folder: string): Promise<string[]> {
  const ids = new Set((await processesOf(folder)).map(({ id }) => id));
  const { stdout } = await promisify(execFile)('ss', [
    '--no-header',
    '--listening',
    '--tcp',
    '--numeric',
    '--processes',
  ]);
  const lines = stdout.split('\n').filter((line) => ids.has(/pid=(\d+)/.exec(line)?.[1] ?? ''));
  return lines.map((line) => line.split(/\s+/)[3]!);
}

async function processesOf(folder: string): Promise<Process[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(ids.map(async (id) => ({ id, command: await commandOf(id) })));
  return all.filter(({ command }) => command.includes(folder));
}

async function commandOf(id: string): Promise<string> {
  const words = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => ''); // ended since
  return words.replaceAll('\0', ' ');
}
