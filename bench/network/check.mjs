import { BenchError } from '../shared/errors.mjs';

/**
 * Only equals are compared.
 * @param known `{ name, edges }` of the variant before, if there was one
 * @returns `{ name, edges }` of this one
 * @throws BenchError if it found no connection, or others than the one before
 */
export function assertSameEdges(name, edges, known) {
  const found = new Set(edges);
  if (found.size === 0) throw new BenchError(`${name}: found no connection`);
  if (known) {
    const differing = [
      ...edges.filter((edge) => !known.edges.has(edge)).map((edge) => `only ${name}: ${edge}`),
      ...[...known.edges].filter((edge) => !found.has(edge)).map((edge) => `only ${known.name}: ${edge}`),
    ];
    if (differing.length > 0)
      throw new BenchError(`${differing.length} connections differ:\n${differing.slice(0, 10).join('\n')}`);
  }
  return { name, edges: found };
}
