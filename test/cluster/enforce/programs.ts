import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { go } from '../programs/go';

const CACHE = join(__dirname, '../../../.cache/cluster');
/** Packages of the module in this folder: what a pod runs, and CoreDNS. */
const PACKAGES = ['pod', 'dns'] as const;
const MODULE = ['go.mod', 'go.sum'];

export type PodProgram = (typeof PACKAGES)[number];

/** Builds what is not built yet, or was changed since. */
export async function buildPodPrograms(): Promise<void> {
  const folder = await folderOfPrograms();
  await mkdir(folder, { recursive: true });
  for (const name of PACKAGES.filter((one) => !existsSync(join(folder, one)))) {
    console.warn(`Building ${name}, which pods run.`);
    const output = join(folder, name);
    const flags = ['-trimpath', '-buildvcs=false', '-ldflags', '-s -w'];
    await go(__dirname, ['build', ...flags, '-o', `${output}.part`, `./${name}`]);
    await rename(`${output}.part`, output);
  }
}

/** Path of a program that is built. */
export async function podProgram(name: PodProgram): Promise<string> {
  return join(await folderOfPrograms(), name);
}

async function folderOfPrograms(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [...MODULE, ...PACKAGES.map((name) => join(name, 'main.go'))])
    hash.update(await readFile(join(__dirname, file)));
  return join(CACHE, `${basename(__dirname)}-${hash.digest('hex').slice(0, 12)}`);
}
