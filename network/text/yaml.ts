import { dump } from 'js-yaml';

/** YAML of what JSON can say; lists that are read as they come are taken in whole. */
export function yamlText(data: object): string {
  return dump(JSON.parse(JSON.stringify(data, (_key, value) => (isIterator(value) ? [...value] : value))), {
    lineWidth: -1,
    noRefs: true,
  });
}

function isIterator(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Symbol.iterator in value;
}
