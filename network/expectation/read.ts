import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { InputError } from '../input-error';
import { YamlFile } from '../manifest/yaml-file';
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
  const reader = new Reader(text, source, 'input/expectation');
  const expectations = reader.read();
  if (reader.problems.length) throw new InputError(reader.problems);
  return expectations;
}

class Reader extends YamlFile {
  read(): Expectation[] {
    const { contents } = this;
    if (this.problems.length) return [];
    const list = isMap(contents) ? this.fields(contents, ['expect']).get('expect') : undefined;
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

  private textOf(node: Node | undefined, key: string): string {
    if (isScalar(node) && typeof node.value === 'string' && node.value.trim() !== '') return node.value.trim();
    if (node) this.fail(`"${key}" is text, such as prod/web`, node);
    return '';
  }
}

function oneLine(item: YAMLMap): string {
  return Object.entries(item.toJSON() as Record<string, unknown>)
    .map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(', ') || 'nobody' : value}`)
    .join(' ');
}
