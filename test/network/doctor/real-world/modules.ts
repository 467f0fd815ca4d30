import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Where modules lie in the module cache, which is filled where they are not there yet. They are named one by one and not in a go.mod,
 * since nothing is built of them, and their requirements would have to be solved together first.
 * @param list file of versions and checksums by module
 * @throws Error with Go's words, or if a module is not what its checksum says
 */
export function moduleFolders(list: string): ReadonlyMap<string, string> {
  const pinned = Object.entries(JSON.parse(readFileSync(list, 'utf8')) as Record<string, [string, string]>);
  return new Map(pinned.map(([module, [version, sum]]) => [module, folderOf(module, version, sum)]));
}

function folderOf(module: string, version: string, sum: string): string {
  const args = ['mod', 'download', '-json', `${module}@${version}`];
  // Away from any go.mod, which would have a say in it.
  const { error, stdout, stderr } = spawnSync('go', args, { cwd: tmpdir(), encoding: 'utf8' });
  if (error) throw new Error(`go can't be run: ${error.message}`);
  const downloaded = JSON.parse(stdout || '{}') as { Dir?: string; Sum?: string; Error?: string };
  const { Dir, Sum } = downloaded;
  if (!Dir) throw new Error(`"go ${args.join(' ')}" failed: ${downloaded.Error ?? stderr}`);
  if (Sum !== sum) throw new Error(`${join(module, version)}: its checksum is ${Sum}, must be ${sum}`);
  return Dir;
}
