import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as gridwall from '../../charts';
import { gridwall as run } from '../network/cli/fake-io';

const root = join(__dirname, '../..');
const text = (page: string) => readFileSync(join(root, page), 'utf8');
const isThere = (path: string) => existsSync(join(root, path));

/** How many rows each source has. */
const SOURCES = { '000': 59, '001': 81, '002': 37, '003': 26, '004': 40, X: 9 };
const IDS = Object.entries(SOURCES)
  .flatMap(([source, rows]) => Array.from({ length: rows }, (_, i) => `${source}-${`${i + 1}`.padStart(2, '0')}`))
  .sort();

const UNTESTED = 'documentation only';

interface Row {
  readonly id: string;
  /** What is in code marks. */
  readonly named: string[];
  readonly pages: string[];
  readonly tests: string[];
  readonly test: string;
}

const marked = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
const rows = [...text('docs/systems.md').matchAll(/^\| ([\dX]+-\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, id, , where, test]): Row => ({
    id: id!,
    named: marked(where!),
    pages: [...where!.matchAll(/\]\(([^)]+)\)/g)].map(([, page]) => page!),
    tests: marked(test!),
    test: test!,
  }),
);
const namedIn = (form: RegExp) =>
  rows.flatMap(({ id, named }) => named.filter((name) => form.test(name)).map((name): [string, string] => [id, name]));

const CONSTRUCT = /^[A-Z]/;
const COMMAND = /^gridwall /;
const SERVICE = /^services\//;
const CHART = /^(?!gridwall |services\/)[a-z0-9]/;

describe('docs/systems.md', () => {
  it('has each row of the sources once, in order', () => expect(rows.map(({ id }) => id)).toEqual(IDS));

  it('names a test, or says that a row is documentation only', () => {
    for (const { id, tests, test } of rows) {
      const remains = tests.length > 0 ? tests.map((name) => `\`${name}\``).join(', ') : UNTESTED;
      expect(`${id} ${test}`).toBe(`${id} ${remains}`);
    }
  });

  it('names something of gridwall for each row that is tested', () => {
    expect(rows.filter(({ named, tests }) => tests.length > 0 && named.length === 0)).toEqual([]);
  });

  it.each([...new Set(rows.flatMap(({ tests }) => tests))])('test/%s.test.ts is there', (name) => {
    expect(isThere(`test/${name}.test.ts`)).toBe(true);
  });

  it('names pages that are there', () => {
    const pages = rows.flatMap(({ pages }) => pages);
    expect(pages.filter((page) => !isThere(`docs/${page}`))).toEqual([]);
    expect(pages.length).toBeGreaterThan(0);
  });

  it('names constructs that the library exports, with what they can do', () => {
    const constructs = namedIn(CONSTRUCT);
    const isExported = (name: string) => {
      const [type, method] = name.split('.');
      const exported = (gridwall as Record<string, unknown>)[type!] as Record<string, unknown> | undefined;
      return exported !== undefined && (method === undefined || typeof exported[method] === 'function');
    };
    expect(constructs.filter(([, name]) => !isExported(name))).toEqual([]);
    expect(constructs.length).toBeGreaterThan(0);
  });

  it('names charts that are synthesized', () => {
    const charts = namedIn(CHART);
    expect(charts.filter(([, name]) => !isThere(`dist/${name}.k8s.yaml`))).toEqual([]);
    expect(charts.length).toBeGreaterThan(0);
  });

  it('names services that are there', () => {
    expect(namedIn(SERVICE).filter(([, name]) => !isThere(`${name}/package.json`))).toEqual([]);
  });

  it.each([...new Set(namedIn(COMMAND).map(([, name]) => name))])('%s is a command', async (name) => {
    const { stdout } = await run([...name.split(' ').slice(1), '--help']);
    expect(stdout).toContain(`Usage: ${name} `);
  });

  it('has the same rows for a chart of the gallery as docs/gallery.md', () => {
    const inGallery = [...text('docs/gallery.md').matchAll(/^\| ([\d, -]+) \| `([a-z-]+)` \|/gm)].flatMap(
      ([, ids, chart]) => ids!.split(', ').map((id) => `${id} ${chart}`),
    );
    const here = namedIn(/^gallery\//).map(([id, name]) => `${id} ${name.split('/').at(-1)}`);
    expect(here.filter((pair) => !pair.startsWith('X-') && !inGallery.includes(pair))).toEqual([]);
    expect(inGallery.filter((pair) => !here.includes(pair))).toEqual([]);
  });
});
