/** What may change an answer and is not reckoned with: one line, or none. */
export function notTakenLines(names: readonly string[], indent = '  '): string[] {
  return names.length ? [`${indent}not taken into account: ${names.join(', ')}`] : [];
}
