import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { InputError, type Problem } from '../input-error';
import type { Position } from '../manifest/manifest';
import type { Expectation, Expected } from './expectation';

type Kind = Expected['kind'];

/** The keys beside each kind's own; true where they have to be there. */
const MORE_KEYS: Readonly<Record<Kind, Readonly<Record<string, boolean>>>> = {
  allow: {},
  deny: {},
  isolated: { direction: false },
  onlyReached: { by: true },
  resolve: { from: true, to: false },
  route: { to: true },
};
const KINDS = Object.keys(MORE_KEYS) as Kind[];

/**
 * Reads a file of expectations.
 * @param source names it in positions
 * @throws InputError naming all that is wrong in it; also when it expects nothing
 */
export function readExpectations(text: string, source: string): Expectation[] {
  const reader = new Reader(text, source);
  const expectations = reader.read();
  if (reader.problems.length) throw new InputError(reader.problems);
  return expectations;
}

class Reader {
  readonly problems: Problem[] = [];
  private readonly lines = new LineCounter();

  constructor(
    private readonly text: string,
    private readonly source: string,
  ) {}

  read(): Expectation[] {
    const document = parseDocument(this.text, { lineCounter: this.lines, prettyErrors: false });
    // What follows from the first error is no news.
    const [error] = document.errors;
    if (error) {
      this.fail(error.message, error.pos[0]);
      return [];
    }
    const list = isMap(document.contents) ? this.fields(document.contents, ['expect']).get('expect') : undefined;
    if (!isSeq(list)) this.fail('write "expect:" and a list of expectations', list);
    else if (!list.items.length) this.fail('nothing is expected, so nothing would be tested', list);
    return isSeq(list) ? list.items.flatMap((item) => this.expectation(item as Node) ?? []) : [];
  }

  private expectation(item: Node): Expectation | undefined {
    if (!isMap(item)) return this.fail(`an expectation is a map, such as {allow: prod/web -> prod/db:5432}`, item);
    const kinds = KINDS.filter((kind) => item.has(kind));
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1)
      return this.fail(
        `an expectation has one of ${KINDS.join(', ')}${kind ? `, not ${kinds.join(' and ')}` : ''}`,
        item,
      );
    const before = this.problems.length;
    const expected = this.expected(kind, item);
    if (!expected || this.problems.length > before) return undefined;
    return { ...expected, text: oneLine(item), position: this.position(item) };
  }

  private expected(kind: Kind, item: YAMLMap): Expected | undefined {
    const keys = MORE_KEYS[kind];
    const fields = this.fields(item, [kind, ...Object.keys(keys)]);
    for (const [key, isNeeded] of Object.entries(keys))
      if (isNeeded && !fields.has(key)) this.fail(`"${kind}" needs "${key}"`, item);
    const text = (key: string) => this.textOf(fields.get(key), key);
    switch (kind) {
      case 'allow':
      case 'deny': {
        const ends = text(kind).split('->');
        const [from = '', to = ''] = ends.map((end) => end.trim());
        if (ends.length !== 2 || !from || !to) this.fail(`"${kind}" is written FROM -> TO:PORT`, fields.get(kind));
        return { kind, from, to };
      }
      case 'isolated': {
        const direction = fields.has('direction') ? text('direction') : undefined;
        if (direction === undefined || direction === 'ingress' || direction === 'egress')
          return { kind, workload: text(kind), direction };
        return this.fail('"direction" is ingress or egress; leave it out for both', fields.get('direction'));
      }
      case 'onlyReached': {
        const by = fields.get('by');
        if (isSeq(by)) return { kind, target: text(kind), by: by.items.map((end) => this.textOf(end as Node, 'by')) };
        return this.fail('"by" is a list of those who reach it; [] for nobody', by);
      }
      case 'resolve':
        return { kind, name: text(kind), from: text('from'), to: fields.has('to') ? text('to') : undefined };
      case 'route':
        return { kind, url: text(kind), to: text('to') };
    }
  }

  /** The values of a map by their keys; reports keys that have no meaning here. */
  private fields(map: YAMLMap, known: readonly string[]): Map<string, Node> {
    const fields = new Map<string, Node>();
    for (const { key, value } of map.items as Pair<Node, Node | null>[]) {
      const name = isScalar(key) ? String(key.value) : '';
      if (!known.includes(name)) this.fail(`there is no "${name}" here; the keys are ${known.join(', ')}`, key);
      else if (isAlias(value)) this.fail(`"${name}" is an alias; write it out`, value);
      else if (value) fields.set(name, value);
    }
    return fields;
  }

  private textOf(node: Node | undefined, key: string): string {
    if (isScalar(node) && typeof node.value === 'string' && node.value.trim() !== '') return node.value.trim();
    if (node) this.fail(`"${key}" is text, such as prod/web`, node);
    return '';
  }

  private fail(message: string, at: Node | number | undefined): undefined {
    this.problems.push({ code: 'input/expectation', message, position: this.position(at ?? 0) });
    return undefined;
  }

  private position(at: Node | number): Position {
    const offset = typeof at === 'number' ? at : (at.range?.[0] ?? 0);
    const { line, col } = this.lines.linePos(offset);
    return { source: this.source, line, column: col };
  }
}

function oneLine(item: YAMLMap): string {
  return Object.entries(item.toJSON() as Record<string, unknown>)
    .map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(', ') || 'nobody' : value}`)
    .join(' ');
}
