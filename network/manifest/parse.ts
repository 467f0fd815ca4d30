import { inputError } from '../input-error';
import { contentStart, countLines, type DocumentText } from './document';
import { countKeys, spansOfItems, spansOfValues } from './json';
import { Region } from './region';
import { verify } from './verify';
import { parseYaml } from './yaml';

/** One value of a document, with its place. */
export interface ParsedValue {
  readonly data: unknown;
  readonly region: Region;
  /** Where each item of a list is written, as far as they can be told apart. */
  readonly items: readonly (Region | undefined)[];
}

/**
 * Reads a document, fast, without the positions of its fields.
 * @returns one value; several of JSON values in a row; none when nothing is written
 * @throws InputError
 */
export function parseDocument({ text, line }: DocumentText, source: string): ParsedValue[] {
  const start = contentStart(text);
  const content = text.slice(start);
  if (content.trim() === '') return [];
  const region = new Region(source, content, line + countLines(text, 0, start));
  return parseJson(region) ?? [parseYaml(text, line, region)];
}

/** @returns undefined for what is no JSON, or repeats a key: YAML tells where */
function parseJson(region: Region): ParsedValue[] | undefined {
  const { text } = region;
  if (!/^\s*[{[]/.test(text)) return undefined;
  const whole = jsonValue(region);
  if (whole !== undefined) return [whole];
  const spans = spansOfValues(text);
  if (spans.length < 2 || !fills(spans, text)) return undefined;
  const values = region.parts(spans).map(jsonValue);
  return values.every((value) => value !== undefined) ? values : undefined;
}

function jsonValue(region: Region): ParsedValue | undefined {
  const { text } = region;
  const data = tryJson(text);
  if (data === undefined) return undefined;
  const { fault, keys } = verify(data, text.length, false);
  if (fault !== undefined) throw inputError(fault.code, fault.message, region.position); // too deep to look for the place
  if (keys !== countKeys(text)) return undefined;
  const isList = Array.isArray((data as { items?: unknown }).items);
  return { data, region, items: isList ? region.parts(spansOfItems(text)) : [] };
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // said by the YAML reader, with a line
  }
}

/** Nothing but white space stands between. */
function fills(spans: readonly (readonly [number, number])[], text: string): boolean {
  const gaps = [0, ...spans.map(([, end]) => end)].map((from, index) => text.slice(from, spans[index]?.[0]));
  return gaps.every((gap) => gap.trim() === '');
}
