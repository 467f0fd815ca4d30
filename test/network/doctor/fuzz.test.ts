/** Whatever the input: the doctor comes to an end, and tells what it could not read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { dump, loadAll } from 'js-yaml';
import { diagnosisOf } from '../../../network/doctor/diagnosis';
import { scanManifests } from '../../../network/manifest/source-reader';

const DIST = join(__dirname, '../../../dist');
const FILES = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
const TEXTS = FILES.sort().map((name) => readFileSync(join(DIST, name), 'utf8'));
const RUNS = { seed: 20261122, numRuns: 150 };

type Tree = { [field: string]: unknown };

/** Where a field is, and what is written there instead; undefined takes it away. */
interface Change {
  readonly at: number;
  readonly value: unknown;
}

const VALUES = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    '',
    0,
    -1,
    2 ** 40,
    1.5,
    true,
    [],
    {},
    [null],
    [[]],
    { '': null },
    'a b',
    '*',
    '__proto__',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const CHANGES = fc.array(fc.record<Change>({ at: fc.nat(), value: VALUES }), { minLength: 1, maxLength: 6 });

/** Every field of a tree, as its parent and its name there. */
function placesIn(tree: unknown): (readonly [parent: Tree, name: string])[] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.keys(tree).flatMap((name) => [[tree as Tree, name] as const, ...placesIn((tree as Tree)[name])]);
}

function changed(objects: Tree[], changes: readonly Change[]): Tree[] {
  for (const { at, value } of changes) {
    const places = placesIn(objects).filter(([parent]) => parent !== (objects as unknown));
    const [parent, name] = places[at % places.length]!;
    if (value === undefined) delete parent[name];
    else parent[name] = structuredClone(value); // values may meet, and must not hold each other
  }
  return objects;
}

/** What was read, what is a finding, and what was passed over: none of them is lost. */
function diagnosed(text: string) {
  const scan = scanManifests(text, 'fuzz.yaml');
  const { findings, passedOver } = diagnosisOf(scan);
  for (const { rule, message, fix, position } of findings) {
    expect(rule).toMatch(/^[a-z-]+\/[a-z0-9-]+$/);
    expect(`${message}${fix}`).not.toMatch(/\bundefined\b|\bNaN\b/);
    expect(position.source).toBe('fuzz.yaml');
  }
  return { objects: scan.manifests.length, told: findings.length + passedOver.length, findings };
}

describe('the doctor, on input that is broken,', () => {
  it('comes to an end with fields taken away, null, or of another type', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TEXTS), CHANGES, (text, changes) => {
        const objects = changed(loadAll(text) as Tree[], changes);
        const written = objects.map((object) => dump(object, { skipInvalid: true, noRefs: true }));
        const { objects: read, told } = diagnosed(written.join('---\n'));
        expect(read + told).toBeGreaterThanOrEqual(1);
        if (read < objects.length) expect(told).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });

  it('comes to an end with text that breaks off, and tells so', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TEXTS), fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
        const half = text.slice(0, Math.floor(text.length * share));
        const { objects, told } = diagnosed(`${half}\n  {{ left: [`);
        expect(objects).toBeLessThanOrEqual((half.match(/^kind: /gm) ?? []).length);
        expect(told).toBeGreaterThan(0);
      }),
      RUNS,
    );
  });

  it('comes to an end with any letters in between', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TEXTS),
        fc.nat(),
        fc.string({ unit: 'binary', maxLength: 20 }),
        (text, at, noise) => {
          const place = at % text.length;
          const { objects, told } = diagnosed(text.slice(0, place) + noise + text.slice(place));
          expect(objects + told).toBeGreaterThan(0);
        },
      ),
      RUNS,
    );
  });
});

describe('the doctor, on input that is unusual,', () => {
  const rulesOf = (text: string) => [...new Set(diagnosed(text).findings.map(({ rule }) => rule))];

  it('reads 10,000 documents', () => {
    const name = (i: number) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c-${i} }\n`;
    const { objects, told } = diagnosed(Array.from({ length: 10_000 }, (_, i) => name(i)).join('---\n'));
    expect({ objects, told }).toEqual({ objects: 10_000, told: 0 });
  });

  it.each([
    ['a key that is there twice', 'apiVersion: v1\nkind: Pod\nkind: Pod\nmetadata: { name: a }', 'input/syntax'],
    ['nothing but nulls', 'apiVersion: null\nkind: null\nmetadata: null', 'input/shape'],
    ['a document that breaks off', 'apiVersion: v1\nkind: Service\nmetadata: {', 'input/syntax'],
    ['plain text', 'Error: no such chart', 'input/missing'],
    ['nothing', '', 'input/missing'],
  ])('tells of %s', (_, text, rule) => {
    expect(rulesOf(text)).toEqual([rule]);
  });

  it('passes over kinds and versions that it does not know, and counts them', () => {
    const text = 'apiVersion: example.com/v9\nkind: Widget\nmetadata: { name: a }\nspec: { selector: 3 }\n';
    const { findings, passedOverKinds } = diagnosisOf(scanManifests(text, 'fuzz.yaml'));
    expect(findings).toEqual([]);
    expect([...passedOverKinds]).toEqual([['example.com/v9/Widget', 1]]);
  });
});
