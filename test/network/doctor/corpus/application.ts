import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump, loadAll } from 'js-yaml';

type Tree = { [field: string]: unknown };

export const CLEAN = readFileSync(join(__dirname, 'clean.yaml'), 'utf8');

/** The clean application with some fields changed: values by `Kind name path`. */
export function changed(changes: Readonly<Record<string, unknown>>): string {
  const objects = loadAll(CLEAN) as Tree[];
  // From the back, so that what is taken out of a list does not move what comes before it.
  for (const [place, value] of Object.entries(changes).reverse()) {
    const [kind, name, path] = place.split(' ');
    const index = objects.findIndex((object) => object.kind === kind && (object.metadata as Tree).name === name);
    if (index < 0) throw new Error(`the clean application has no ${kind} ${name}`);
    if (path) set(objects[index]!, path.split('.'), value);
    else objects.splice(index, 1);
  }
  return objects.map((object) => dump(object)).join('---\n');
}

function set(tree: Tree, path: readonly string[], value: unknown): void {
  const parent = path.slice(0, -1).reduce((fields, name) => fields[name] as Tree, tree);
  const field = path.at(-1)!;
  if (value !== undefined) parent[field] = value;
  else if (Array.isArray(parent)) parent.splice(Number(field), 1);
  else delete parent[field];
}
