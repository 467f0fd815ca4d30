import * as fc from 'fast-check';
import { dump } from 'js-yaml';
import { stringify } from 'yaml';
import { InputError } from '../../../network/input-error';
import type { FieldPath, Manifest } from '../../../network/manifest/manifest';
import { formatPosition } from '../../../network/manifest/manifest';
import { readScalar } from '../../../network/manifest/scalar';
import { readManifests } from '../../../network/manifest/source-reader';

const HEAD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n';

function place(text: string, path: FieldPath, item = 0): string {
  return formatPosition(readManifests(text, 'f').manifests[item]!.origin.locate(path));
}

describe('the place of a field', () => {
  it.each<[string, string, FieldPath, string]>([
    ['a key', `${HEAD}spec:\n  # why\n  ports:\n    - 1\n`, ['spec', 'ports'], 'f:6'],
    ['an item', `${HEAD}spec:\n- 1\n- a: 2\n  b: 3\n`, ['spec', 1], 'f:6'],
    ['a field of an item', `${HEAD}spec:\n- 1\n- a: 2\n  b: 3\n`, ['spec', 1, 'b'], 'f:7'],
    ['in flow style', `${HEAD}spec: {a: [1,\n  {b: 2}]}\n`, ['spec', 'a', 1, 'b'], 'f:5'],
    ['the nearest parent of what is not written', `${HEAD}spec:\n  a:\n    b: 1\n`, ['spec', 'a', 'c', 'd'], 'f:5'],
    ['the object when nothing of it is written', `# c\n${HEAD}`, ['spec', 'a'], 'f:2'],
    ['a key as kubectl reads it', `${HEAD}spec:\n  0777: a\n  on: b\n`, ['spec', 'true'], 'f:6'],
    ['a quoted key', `${HEAD}spec:\n  on: a\n  "on": b\n`, ['spec', 'on'], 'f:6'],
    ['the anchor, behind an alias', `${HEAD}a: &a\n  b: 1\nc: *a\n`, ['c', 'b'], 'f:5'],
    ['an alias', `${HEAD}a: &a\n  b: 1\nc: *a\n`, ['c'], 'f:6'],
    ['what is merged', `${HEAD}a: &a\n  b: 1\nc:\n  <<: *a\n  d: 1\n`, ['c', 'b'], 'f:5'],
    ['what is merged from several', `${HEAD}a: &a\n  b: 1\nc:\n  <<: [{d: 1}, *a]\n`, ['c', 'b'], 'f:5'],
    ['what stands before it is merged', `${HEAD}a: &a\n  b: 1\nc:\n  <<: *a\n  b: 2\n`, ['c', 'b'], 'f:8'],
    ['with CRLF', `${HEAD}spec:\n  a: 1\n`.replaceAll('\n', '\r\n'), ['spec', 'a'], 'f:5'],
    ['behind directives', `%YAML 1.2\n---\n${HEAD}spec:\n  a: 1\n`, ['spec', 'a'], 'f:7'],
    ['on the line of ---', '--- {apiVersion: v1, kind: Pod, metadata: {name: web}}', ['kind'], 'f:1'],
  ])('is that of %s', (_what, text, path, expected) => {
    expect(place(text, path)).toBe(expected);
  });

  const item = 'apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n  spec:\n    b: 1\n';

  it.each<[string, string, string]>([
    ['at the margin', `kind: List\napiVersion: v1\nitems:\n- ${item}- ${item}`, 'f:15'],
    [
      'moved in',
      `kind: List\napiVersion: v1\nitems:\n  - ${item.replaceAll('\n', '\n  ').trimEnd()}\n  - ${item.replaceAll('\n', '\n  ')}`,
      'f:15',
    ],
    ['on the line below the dash', `kind: List\napiVersion: v1\nitems:\n- ${item}-\n  ${item}`, 'f:16'],
    [
      'in flow style',
      `kind: List\napiVersion: v1\nitems: [\n{apiVersion: v1, kind: Pod, metadata: {name: a},\n\n\n\nspec: {}}, {apiVersion: v1, kind: Pod, metadata: {name: b},\nspec: {b: 1}}]`,
      'f:9',
    ],
    ['with comments between', `kind: List\napiVersion: v1\nitems:\n- ${item}# c\n\n- ${item}`, 'f:17'],
  ])('is found in the items of a List %s', (_what, text, expected) => {
    expect(place(text, ['spec', 'b'], 1)).toBe(expected);
    expect(place(text, ['spec', 'x'], 0)).toBe('f:8');
  });

  it('is that in the whole text, not in its document', () => {
    expect(place(`${HEAD}---\n# c\n\n${HEAD}spec:\n  a: 1\n`, ['spec', 'a'], 1)).toBe('f:11');
  });

  it('has a column', () => {
    const text = `${HEAD}spec: {a: 1, b: 2}\n`;
    expect(readManifests(text, 'f').manifests[0]!.origin.locate(['spec', 'b'])).toEqual({
      source: 'f',
      line: 4,
      column: 14,
    });
  });

  it('has a column in JSON on one line', () => {
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } };
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [object, { ...object, spec: 1 }] });
    const position = readManifests(text, 'f').manifests[1]!.origin.locate(['spec']);
    expect(position).toEqual({ source: 'f', line: 1, column: text.indexOf('"spec"') + 1 });
  });

  it('is found in no time where merge keys lead to one map in many ways', () => {
    const levels = Array.from({ length: 40 }, (_, i) => `l${i + 1}: &l${i + 1} {<<: [*l${i}, *l${i}]}\n`);
    expect(place(`${HEAD}l0: &l0 {a: 1}\n${levels.join('')}`, ['l40', 'none'])).toBe('f:44');
  });
});

/** Objects whose keys and texts all kinds of quoting must be right for. */
const word = fc.oneof(
  fc.constantFrom(
    'on',
    'y',
    '0777',
    '1e3',
    '~',
    '<<',
    '# c',
    'a: b',
    '- a',
    '---',
    '*a',
    '&a',
    '{',
    'é',
    '"',
    "'",
    'a b',
    '',
  ),
  fc.string({ maxLength: 8 }).filter(isText),
  fc.string({ unit: 'binary', maxLength: 4 }).filter(isText),
);
/** js-yaml forgets the quotes of `0X1` and `1_0`, which are numbers to kubectl only. */
function isText(word: string): boolean {
  return typeof readScalar(word) !== 'number';
}

/** `<<` is left out since `yaml` forgets its quotes. */
const key = word.filter((text) => text !== '<<' && text !== '__proto__' && !text.includes('[object Object]'));
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
  ),
}));
const thing = fc.record({ name: fc.stringMatching(/^[a-z]{1,8}$/), spec: tree }).map(({ name, spec }) => ({
  apiVersion: 'example.org/v1',
  kind: 'Thing',
  metadata: { name },
  spec,
}));

const LIST = { apiVersion: 'v1', kind: 'List' };
const WRITERS: [string, (things: object[]) => string][] = [
  ['js-yaml', (things) => things.map((each) => dump(each)).join('---\n')],
  ['js-yaml as a List', (things) => dump({ ...LIST, items: things })],
  ['js-yaml as a List at the margin', (things) => dump({ ...LIST, items: things }, { noArrayIndent: true })],
  ['yaml', (things) => things.map((each) => stringify(each, { version: '1.1' })).join('---\n')],
  ['yaml as a List', (things) => stringify({ ...LIST, items: things }, { version: '1.1' })],
  ['JSON', (things) => things.map((each) => JSON.stringify(each)).join('\n')],
  ['JSON with white space', (things) => things.map((each) => JSON.stringify(each, null, '\t')).join('\n')],
  ['JSON as a List', (things) => JSON.stringify({ items: things, ...LIST }, null, 2)],
];

function* pathsOf(value: unknown, path: (string | number)[] = []): Generator<(string | number)[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [step, child] of entries) yield* pathsOf(child, [...path, step]);
}

const SIMPLE = /^[a-zA-Z]{3,}$/;

/** The text at a position begins with the key; that of an item with its value. */
function expectAt(text: string, { object, origin }: Manifest, path: FieldPath): void {
  const { line, column } = origin.locate(path);
  const rest = text.split('\n')[line! - 1]!.slice(column! - 1);
  const step = path.at(-1)!;
  const value = path.reduce<unknown>((parent, each) => (parent as Record<string | number, unknown>)[each], object);
  const written = typeof step === 'string' ? step : value;
  if (typeof written === 'string' && SIMPLE.test(written)) expect(rest).toMatch(new RegExp(`^["']?${written}`));
  else if (typeof written === 'number') expect(rest).toMatch(new RegExp(`^${written}`));
  else expect(rest).toMatch(/^\S/);
}

describe('reading what others wrote', () => {
  it.each(WRITERS)('gives the same objects from %s, and finds each field of them', (_what, write) => {
    fc.assert(
      fc.property(fc.array(thing, { minLength: 1, maxLength: 3 }), (things) => {
        const text = write(things);
        const { manifests } = readManifests(text, 'f');
        expect(manifests.map(({ object }) => object)).toEqual(JSON.parse(JSON.stringify(things)));
        for (const manifest of manifests) for (const path of pathsOf(manifest.object)) expectAt(text, manifest, path);
      }),
      { numRuns: 50 },
    );
  });
});

const scrap = fc.constantFrom(
  ...[
    'a',
    'b: ',
    ': ',
    '- ',
    '\n',
    '\n  ',
    '\n---\n',
    '\n...\n',
    '&x ',
    '*x',
    '<<: ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '"',
    "'",
    '|\n',
    '>-\n',
  ],
  ...[
    '!t ',
    '!!int ',
    '? ',
    '%YAML 1.2\n',
    '# c\n',
    '\t',
    '\r\n',
    '\uFEFF',
    '\0',
    '\ud800',
    '.inf',
    '0x',
    '\\',
    '{"a": 1}',
  ],
  ...[
    'apiVersion: v1\n',
    'kind: List\n',
    'kind: Pod\n',
    'metadata: {name: a}\n',
    'items:\n',
    'labels: ',
    'metadata:\n  ',
    HEAD,
  ],
);

describe('reading anything', () => {
  it('gives objects with places, or says in an InputError why not', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(scrap, { maxLength: 30 }).map((scraps) => scraps.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          try {
            const lines = text.split(/\r\n?|\n/).length;
            for (const { object, origin } of readManifests(text, 'f').manifests)
              for (const path of [[], ...pathsOf(object)]) {
                expect(origin.locate(path).line).toBeGreaterThanOrEqual(1);
                expect(origin.locate(path).line).toBeLessThanOrEqual(lines);
              }
          } catch (error) {
            expect(error).toBeInstanceOf(InputError);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
