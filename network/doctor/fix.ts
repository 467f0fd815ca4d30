import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../group-by';
import { InputError } from '../input-error';
import { editText } from '../manifest/edit';
import type { FieldPath } from '../manifest/manifest';
import { parseDocument } from '../manifest/parse';
import type { Region } from '../manifest/region';
import { TextOrigin } from '../manifest/source-reader';
import type { Finding } from './finding';

export interface Fixes {
  readonly changes: readonly FileChange[];
  readonly mended: readonly Finding[];
}

export interface FileChange {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** A document, or an item of a list, on its way. */
interface Draft {
  readonly text: string;
  readonly data: unknown;
  /** Fields that are changed already; another finding leaves them alone. */
  readonly touched: readonly FieldPath[];
}

/**
 * The edits of findings, as far as they can be written so that nothing else changes: each text is read again, and has to hold what
 * it held, with the edits. All edits of a finding are made, or none.
 * @param readFile text of a file, byte for byte; undefined where it is no UTF-8
 */
export function fixesFor(findings: readonly Finding[], readFile: (file: string) => string | undefined): Fixes {
  const files = new Map<string, string | undefined>();
  const textOf = (file: string) => {
    if (!files.has(file)) files.set(file, readFile(file));
    return files.get(file);
  };
  const drafts = new Map<Region, Draft>();
  const mended = findings.filter((finding) => {
    const made = makeEdits(finding, drafts, textOf);
    for (const [region, draft] of made ?? []) drafts.set(region, draft);
    return made !== undefined;
  });
  const changes = [...groupBy(drafts, ([region]) => region.source)].map(([file, some]) => {
    const before = textOf(file)!;
    return { file, before, after: withDrafts(before, some) };
  });
  return { changes: changes.filter(({ before, after }) => before !== after), mended };
}

function makeEdits(
  { edits = [], manifest }: Finding,
  drafts: ReadonlyMap<Region, Draft>,
  textOf: (file: string) => string | undefined,
): Map<Region, Draft> | undefined {
  const made = new Map<Region, Draft>();
  for (const { on = manifest?.origin, path, value } of edits) {
    if (!(on instanceof TextOrigin)) return undefined;
    const { region, prefix } = on;
    const draft = made.get(region) ?? drafts.get(region) ?? firstDraft(region, textOf);
    const next = draft && edited(draft, [...prefix, ...path], value);
    if (!next) return undefined;
    made.set(region, next);
  }
  return made.size ? made : undefined;
}

/** Undefined where the file does not hold the text any more, or not in a way that can be given back byte for byte. */
function firstDraft(region: Region, textOf: (file: string) => string | undefined): Draft | undefined {
  if (region.text === '' || region.source === '<stdin>') return undefined;
  const file = textOf(region.source);
  return file !== undefined && stretchOf(region, file)
    ? { text: region.text, data: dataOf(region.text), touched: [] }
    : undefined;
}

function edited({ text, data, touched }: Draft, path: FieldPath, value: unknown): Draft | undefined {
  // Behind an item that is taken away all others move.
  const place = value === undefined && typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
  if (touched.some((other) => isWithin(other, place) || isWithin(place, other))) return undefined;
  const next = editText(text, path, value);
  const expected = withValue(data, path, value);
  if (next === undefined || !isDeepStrictEqual(dataOf(next), expected)) return undefined;
  return { text: next, data: expected, touched: [...touched, place] };
}

function isWithin(path: FieldPath, parent: FieldPath): boolean {
  return parent.every((step, index) => path[index] === step);
}

/** Undefined for what can't be read. */
function dataOf(text: string): unknown {
  try {
    const values = parseDocument({ text, line: 1 }, '');
    return values.length === 1 ? JSON.parse(JSON.stringify(values[0]!.data)) : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function withValue(data: unknown, [step, ...rest]: FieldPath, value: unknown): unknown {
  if (step === undefined) return value;
  const copy: Record<string | number, unknown> = Array.isArray(data)
    ? ([...data] as never)
    : typeof step === 'number' && data === undefined
      ? ([] as never)
      : { ...(data as object) };
  if (rest.length || value !== undefined) copy[step] = withValue(copy[step] ?? undefined, rest, value);
  else if (Array.isArray(copy)) copy.splice(step as number, 1);
  else delete copy[step];
  return copy;
}

interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Spaces that stand for what is before an item of a list on its line. */
  readonly padding: string;
  readonly newline: string;
}

/** Where a region stands in its file; undefined where the file does not hold it. */
function stretchOf({ text, line, column }: Region, file: string): Stretch | undefined {
  const starts = lineStarts(file);
  const offset = (at: number, column: number) => {
    const start = starts[at - 1] ?? file.length;
    return start + (file[start] === '\uFEFF' ? 1 : 0) + column;
  };
  const lines = text.split('\n');
  const padding = /^ */.exec(text)![0];
  const start = offset(line, column - 1) + padding.length;
  const end = Math.min(
    offset(line + lines.length - 1, lines.at(-1)!.length + (lines.length === 1 ? column - 1 : 0)),
    file.length,
  );
  const written = file.slice(start, end);
  const newline = written.includes('\r\n') ? '\r\n' : '\n';
  const expected = text.slice(padding.length).replaceAll('\n', newline);
  const isSame = written === expected || (end === file.length && `${written}${newline}` === expected);
  return isSame ? { start, end, padding, newline } : undefined;
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: { length } }) => index + length)];
}

function withDrafts(file: string, drafts: readonly (readonly [Region, Draft])[]): string {
  const stretches = drafts.map(([region, { text }]) => ({ text, region, ...stretchOf(region, file)! }));
  let result = file;
  for (const { start, end, text, region, padding, newline } of stretches.sort(
    (one, other) => other.start - one.start,
  )) {
    const added = file.slice(start, end).endsWith('\n') || !region.text.endsWith('\n') ? text : text.replace(/\n$/, '');
    result = result.slice(0, start) + added.slice(padding.length).replaceAll('\n', newline) + result.slice(end);
  }
  return result;
}
