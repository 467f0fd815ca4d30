import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { loadAll } from 'js-yaml';
import { BenchError } from '../shared/errors.mjs';

/** Of a container, what no class adds its own defaults to. */
const OF_CONTAINERS = ['args', 'env', 'image', 'imagePullPolicy', 'name', 'ports', 'resources', 'volumeMounts'];

/** What of an object must be the same; the names always must. */
const COMPARED = {
  objects: (object) => object,
  containers: ({ spec }) => (spec.template?.spec.containers ?? []).map((container) => pick(container, OF_CONTAINERS)),
};

/**
 * Only what makes the same system may be compared.
 * @param variant `same` says how much must be the same: "bytes", "objects" or, where others may come on top, "containers"
 * @throws BenchError naming the first object that differs
 */
export function assertSameSystem({ name, same }, expectedFile, actualFile) {
  const [expected, actual] = [expectedFile, actualFile].map((file) => readFileSync(file, 'utf8'));
  if (same === 'bytes') {
    if (actual !== expected) throw new BenchError(`${name}: its YAML differs from gridwall's`);
    return;
  }
  const compared = COMPARED[same];
  const [wanted, found] = [objectsByName(expected), objectsByName(actual)];
  for (const [key, object] of wanted) {
    if (!found.has(key)) throw new BenchError(`${name}: ${key} is missing`);
    if (!isDeepStrictEqual(compared(found.get(key)), compared(object)))
      throw new BenchError(`${name}: ${key} differs from gridwall's in its ${same}`);
  }
  const further = [...found.keys()].find((key) => !wanted.has(key));
  if (same === 'objects' && further) throw new BenchError(`${name}: ${further} is not among gridwall's`);
}

function objectsByName(yaml) {
  const objects = loadAll(yaml).filter((object) => object !== null);
  return new Map(
    objects.map((object) => [[object.kind, object.metadata.namespace, object.metadata.name].join(' '), object]),
  );
}

function pick(object, keys) {
  return Object.fromEntries(keys.map((key) => [key, object[key]]));
}
