import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Size of the files in a folder and below, or of one file. */
export function filesBytes(path, counts = () => true) {
  if (statSync(path).isFile()) return statSync(path).size;
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => counts(relative(path, file)))
    .reduce((total, file) => total + statSync(file).size, 0);
}
