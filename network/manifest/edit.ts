import {
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  stringify,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { placeText } from './locate';
import type { FieldPath } from './manifest';

type Collection = YAMLMap<Node, Node | null> | YAMLSeq<Node>;

/**
 * Changes one field of a YAML or JSON text, and leaves every other character as it is.
 * @param value undefined takes the field away; parents that are missing are made
 * @returns undefined where that is not safe: behind an alias or an anchor, or in a form that is not known here
 */
export function editText(text: string, path: FieldPath, value: unknown): string | undefined {
  const edit = new TextEdit(text);
  if (edit.mayBeShared(path)) return undefined;
  return value === undefined ? edit.remove(path) : edit.set(path, value);
}

class TextEdit {
  private readonly root: Node | null;
  private readonly isJson: boolean;

  constructor(private readonly text: string) {
    this.root = placeText(text).document.contents;
    this.isJson = /^\s*\{\s*"/.test(text);
  }

  /** Whether an alias, which may stand in another part of the file, can bring what is written there to another place. */
  mayBeShared(path: FieldPath): boolean {
    const nodes = path.map((_, index) => this.at(path.slice(0, index)));
    return nodes.some(hasAnchor) || holdsAnchor(this.pairOrNode(path));
  }

  set(path: FieldPath, value: unknown): string | undefined {
    let node: Node | null = this.root;
    for (const [index, step] of path.entries()) {
      const found: Node | null | undefined = child(node, step);
      const rest = path.slice(index + 1);
      if (found === undefined) return this.add(node, step, nested(rest, value));
      if (isNothing(found) && rest.length) return this.replace(path.slice(0, index + 1), nested(rest, value));
      node = found;
    }
    return this.replace(path, value);
  }

  remove(path: FieldPath): string | undefined {
    const parent = this.at(path.slice(0, -1));
    const step = path.at(-1)!;
    if (!isCollection(parent) || child(parent, step) === undefined) return undefined;
    if (parent.items.length === 1) return this.replace(path.slice(0, -1), isMap(parent) ? {} : []);
    const index = indexOf(parent, step);
    if (parent.flow) {
      return index > 0
        ? this.splice(this.endOfItem(parent, index - 1), this.endOfItem(parent, index))
        : this.splice(startOfItem(parent, 0), startOfItem(parent, 1));
    }
    const start = startOfItem(parent, index);
    const before = this.text.slice(this.lineStart(start), start);
    if (isMap(parent) ? before.trim() === '' : /^\s*-\s+$/.test(before))
      return this.splice(this.lineStart(start), this.endOfLine(this.endOfItem(parent, index)));
    // The first field of a list's item stands behind its dash.
    return isMap(parent) && index === 0 ? this.splice(start, startOfItem(parent, 1)) : undefined;
  }

  private at(path: FieldPath): Node | null | undefined {
    return path.reduce<Node | null | undefined>((node, step) => child(node, step), this.root);
  }

  /** A field with its key, or an item. */
  private pairOrNode(path: FieldPath): Node | Pair<Node, Node | null> | undefined {
    const parent = this.at(path.slice(0, -1));
    return isCollection(parent) ? parent.items[indexOf(parent, path.at(-1)!)] : undefined;
  }

  /** Puts another value in the place of one that is written. */
  private replace(path: FieldPath, value: unknown): string | undefined {
    const node = this.at(path);
    const parent = this.at(path.slice(0, -1));
    if (!node?.range || !isCollection(parent)) return undefined;
    const [start, end] = node.range;
    const isBlock = (isCollection(node) && !node.flow) || this.text.slice(start, end).endsWith('\n');
    if (parent.flow || this.isJson) return isBlock ? undefined : this.splice(start, end, this.flowText(value));
    if (!isBlock && !isNothing(node) && isPlain(value)) return this.splice(start, end, scalarText(value));
    const index = indexOf(parent, path.at(-1)!);
    const own = startOfItem(parent, index);
    const last = this.endOfItem(parent, index);
    const tail = isBlock ? '' : this.text.slice(end, this.endOfLine(end)).trimEnd();
    const until = this.endOfLine(last);
    const lines = this.blockLines(parent, path.at(-1)!, value, this.column(own));
    if (tail) lines[0] += ` ${tail.trimStart()}`;
    const newline = this.text[until - 1] === '\n' ? '\n' : '';
    return this.splice(own - (isSeq(parent) ? 2 : 0), until, lines.join('\n') + newline);
  }

  private add(parent: Node | null | undefined, step: string | number, value: unknown): string | undefined {
    if (!isCollection(parent) || !parent.range || (isSeq(parent) && step !== parent.items.length)) return undefined;
    const count = parent.items.length;
    if (parent.flow) {
      const item = isMap(parent) ? `${this.keyText(String(step))}: ${this.flowText(value)}` : this.flowText(value);
      if (count === 0)
        return this.splice(parent.range[0], parent.range[1], isMap(parent) ? `{ ${item} }` : `[${item}]`);
      const start = startOfItem(parent, count - 1);
      const indent = this.text.slice(this.lineStart(start), start);
      const gap = indent.trim() === '' ? `\n${indent}` : ' ';
      const end = this.endOfItem(parent, count - 1);
      return this.splice(end, end, `,${gap}${item}`);
    }
    const first = startOfItem(parent, 0);
    const column = this.column(first);
    const lines = this.blockLines(parent, step, value, column);
    const end = this.endOfLine(this.endOfItem(parent, count - 1));
    const indent = ' '.repeat(isMap(parent) ? column : column - 2);
    const added = indent + lines.join('\n');
    return this.text[end - 1] === '\n' ? this.splice(end, end, `${added}\n`) : this.splice(end, end, `\n${added}`);
  }

  /** A field or item, in lines of which the first has no indentation. */
  private blockLines(parent: Collection, step: string | number, value: unknown, column: number): string[] {
    const isItem = isSeq(parent);
    const data = isItem ? [value] : { [String(step)]: value };
    const lines = blockText(data).split('\n');
    const indent = ' '.repeat(isItem ? column - 2 : column);
    return lines.map((line, index) => (index ? indent + line : line));
  }

  private flowText(value: unknown): string {
    if (this.isJson) return JSON.stringify(value);
    return stringify(value, { ...PLAIN_STYLE, collectionStyle: 'flow' }).trimEnd();
  }

  private keyText(key: string): string {
    return this.isJson ? JSON.stringify(key) : scalarText(key);
  }

  private splice(start: number, end: number, by = ''): string {
    return this.text.slice(0, start) + by + this.text.slice(end);
  }

  private lineStart(at: number): number {
    return this.text.lastIndexOf('\n', at - 1) + 1;
  }

  /** Behind the line break; of what ends with one, that. */
  private endOfLine(at: number): number {
    if (this.text[at - 1] === '\n') return at;
    const end = this.text.indexOf('\n', at);
    return end === -1 ? this.text.length : end + 1;
  }

  private column(at: number): number {
    return at - this.lineStart(at);
  }

  private endOfItem(parent: Collection, index: number): number {
    const item = parent.items[index]!;
    return this.endOf(isPair(item) ? (item.value ?? item.key) : item);
  }

  /** Where the last character of a value stands; comments and empty lines below are of others. */
  private endOf(node: Node): number {
    if (!isCollection(node) || node.flow || !node.items.length) return node.range![1];
    return this.endOfItem(node, node.items.length - 1);
  }
}

/** Words that YAML 1.1 takes for truth values or numbers are quoted, since kubectl does so. */
const PLAIN_STYLE = { version: '1.1', lineWidth: 0 } as const;

function scalarText(value: unknown): string {
  return stringify(value, { ...PLAIN_STYLE, collectionStyle: 'flow', defaultStringType: 'PLAIN' }).trimEnd();
}

function blockText(value: unknown): string {
  return stringify(value, PLAIN_STYLE).trimEnd();
}

function child(node: Node | null | undefined, step: string | number): Node | null | undefined {
  if (isSeq(node)) return (node.items as Node[])[step as number];
  if (!isMap(node)) return undefined;
  return pairs(node).find(({ key }) => isScalar(key) && String(key.value) === String(step))?.value;
}

function pairs(map: YAMLMap): Pair<Node, Node | null>[] {
  return map.items as Pair<Node, Node | null>[];
}

function indexOf(parent: Collection, step: string | number): number {
  if (isSeq(parent)) return step as number;
  return pairs(parent).findIndex(({ key }) => isScalar(key) && String(key.value) === String(step));
}

function hasAnchor(node: unknown): boolean {
  return isNode(node) && 'anchor' in node && Boolean(node.anchor);
}

function holdsAnchor(node: Node | Pair<Node, Node | null> | undefined): boolean {
  let found = false;
  if (node)
    visit(node as Node, {
      Value: (_, value) => {
        if (!hasAnchor(value)) return undefined;
        found = true;
        return visit.BREAK;
      },
    });
  return found;
}

function startOfItem(parent: Collection, index: number): number {
  const item = parent.items[index]!;
  return (isPair(item) ? item.key : item).range![0];
}

function isPair(item: Node | Pair<Node, Node | null>): item is Pair<Node, Node | null> {
  return 'key' in item;
}

function isCollection(node: unknown): node is Collection {
  return isMap(node) || isSeq(node);
}

/** `key:` with nothing behind it. */
function isNothing(node: Node | null): boolean {
  return node === null || (isScalar(node) && node.range![0] === node.range![1]);
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** A value with the parents that it needs. */
function nested(path: FieldPath, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value);
}
