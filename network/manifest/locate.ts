import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument } from 'yaml';
import type { FieldPath } from './manifest';
import { readScalar } from './scalar';

/** A document, or a part of one, with the places of its nodes. */
export interface PlacedText {
  readonly document: Document;
  readonly lines: LineCounter;
}

/** From 1, within the text. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Scalars stay as they are written; what is doubtful is tolerated, since the text was accepted before. */
export function placeText(text: string): PlacedText {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    schema: 'failsafe',
    strict: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  return { document, lines };
}

/**
 * Where a field is written: its key, or its first character within a list. Behind an alias that is where the anchor stands.
 * @returns the place of the nearest parent that is written down; undefined when that is the whole text
 */
export function locateField({ document, lines }: PlacedText, path: FieldPath): Place | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const step of path) {
    const found = stepInto(document, node, step);
    if (found === undefined) break;
    node = found.value;
    offset = found.offset ?? offset;
  }
  if (offset === undefined) return undefined;
  const { line, col } = lines.linePos(offset);
  return { line, column: col };
}

interface Found {
  readonly offset?: number;
  readonly value: unknown;
}

/** @param seen maps that were looked through, since `<<` may lead to one in many ways */
function stepInto(
  document: Document,
  from: unknown,
  step: string | number,
  seen = new Set<unknown>(),
): Found | undefined {
  const node = isAlias(from) ? from.resolve(document) : from;
  if (isSeq(node) && typeof step === 'number') {
    const value = node.items[step];
    return value === undefined ? undefined : { offset: offsetOf(value), value };
  }
  if (!isMap(node) || seen.has(node)) return undefined;
  seen.add(node);
  const written = node.items.find((pair) => keyOf(pair) === String(step));
  if (written !== undefined) return { offset: offsetOf(written.key), value: written.value };
  for (const pair of node.items) {
    const found = keyOf(pair) === '<<' ? stepIntoMerged(document, pair.value, step, seen) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function stepIntoMerged(document: Document, value: unknown, step: string | number, seen: Set<unknown>) {
  const node = isAlias(value) ? value.resolve(document) : value;
  for (const source of isSeq(node) ? node.items : [node]) {
    const found = stepInto(document, source, step, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Keys are compared as kubectl reads them: `on:` is the key `true`. */
function keyOf({ key }: Pair): string | undefined {
  const scalar = isScalar(key) ? key : undefined;
  if (scalar === undefined) return undefined;
  const text = String(scalar.value ?? '');
  return scalar.type === 'PLAIN' && scalar.tag === undefined ? String(readScalar(text)) : text;
}

function offsetOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] | null } | null)?.range?.[0];
}
