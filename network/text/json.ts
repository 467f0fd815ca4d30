/** JSON of an object, with lists an item a line and written as they come: they may be longer than memory. */
export function* jsonText(fields: Readonly<Record<string, unknown>>): Generator<string> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  yield '{';
  for (const [index, [key, value]] of present.entries()) {
    yield `${index ? ',' : ''}\n  ${JSON.stringify(key)}: `;
    if (isList(value)) yield* jsonList(value, '  ');
    else yield JSON.stringify(value);
  }
  yield '\n}\n';
}

export function* jsonList(items: Iterable<unknown>, indent = ''): Generator<string> {
  let isFirst = true;
  yield '[';
  for (const item of items) {
    yield `${isFirst ? '' : ','}\n${indent}  ${JSON.stringify(item)}`;
    isFirst = false;
  }
  yield isFirst ? ']' : `\n${indent}]`;
}

function isList(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
