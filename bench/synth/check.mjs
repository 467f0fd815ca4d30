import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { loadAll } from 'js-yaml';

/** Only what makes the same system may be compared. `same` says how much the same: bytes, objects, or names of objects. */
export function assertSameSystem({ name, same }, expectedFile, actualFile) {
  const [expected, actual] = [expectedFile, actualFile].map((file) => readFileSync(file, 'utf8'));
  if (same === 'bytes') {
    if (actual !== expected) throw new Error(`${name}: its YAML differs from gridwall's`);
    return;
  }
  const objects = objectsByName(actual);
  for (const [key, object] of objectsByName(expected)) {
    if (!objects.has(key)) throw new Error(`${name}: ${key} is missing`);
    if (same === 'objects' && !isDeepStrictEqual(objects.get(key), object))
      throw new Error(`${name}: ${key} differs from gridwall's`);
    objects.delete(key);
  }
  if (same === 'objects' && objects.size > 0) throw new Error(`${name}: there is also ${[...objects.keys()][0]}`);
}

function objectsByName(yaml) {
  const objects = loadAll(yaml).filter((object) => object !== null);
  const byName = objects.map((object) => [
    [object.kind, object.metadata.namespace, object.metadata.name].join(' '),
    object,
  ]);
  return new Map(byName);
}
