import { type LoadOptions, loadAll, type State, YAMLException } from 'js-yaml';
import { type InputError, inputError } from '../input-error';
import type { ParsedValue } from './parse';
import { Region } from './region';
import { KUBECTL_SCHEMA } from './schema';
import { MAX_DEPTH, verify } from './verify';

interface Limits {
  readonly maxDepth: number;
  readonly maxTotalMergeKeys: number;
}

/** Items are told apart only where there are some: it costs a tenth more. */
const LISTS_ITEMS = /^["']?items["']?[ \t]*:/m;
const ITEM_DEPTH = 3; // the list, its items, one of them

interface Start {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/**
 * @param line where the text begins
 * @param region where its content does
 * @throws InputError with the line that js-yaml stopped at
 */
export function parseYaml(text: string, line: number, region: Region): ParsedValue {
  const spans = new ItemSpans();
  const options: LoadOptions & Limits = {
    schema: KUBECTL_SCHEMA,
    listener: LISTS_ITEMS.test(text) ? (event, state) => spans.note(event, state) : undefined,
    maxDepth: MAX_DEPTH,
    maxTotalMergeKeys: Math.max(10_000, text.length),
  };
  const data = load(text, options, line, region);
  const { fault } = verify(data, text.length, text.includes('&') && text.includes('*'));
  if (fault !== undefined) throw inputError(fault.code, fault.message + hint(text), region.locate(fault.path));
  const items = (data as { items?: unknown } | null)?.items;
  return {
    data,
    region,
    items: Array.isArray(items) ? items.map((item) => spans.regionOf(item, text, line, region.source)) : [],
  };
}

function load(text: string, options: LoadOptions, line: number, region: Region): unknown {
  try {
    const documents = loadAll(text, null, options).filter((document) => document !== null);
    if (documents.length > 1)
      throw inputError('input/syntax', 'two documents with no --- between them', region.position);
    return documents[0] ?? null;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw asInputError(error, text, line, region);
  }
}

function asInputError({ reason, mark }: YAMLException, text: string, line: number, region: Region): InputError {
  const position = mark ? { source: region.source, line: line + mark.line, column: mark.column + 1 } : region.position;
  if (/maxTotalMergeKeys/.test(reason)) {
    return inputError('input/alias', 'merge keys (<<) repeat far beyond their text', position);
  }
  return inputError('input/syntax', explain(reason, text.slice(mark?.position)) + hint(text), position);
}

function explain(reason: string, from: string): string {
  if (reason === 'duplicated mapping key') {
    const key = /^[^\s:]*/.exec(from)?.[0];
    return `the key ${key} is written twice in one map: ${key === 'apiVersion' ? 'put --- between objects' : 'keep one'}`;
  }
  if (/maxDepth/.test(reason)) return `nested deeper than ${MAX_DEPTH} levels`;
  return reason;
}

function hint(text: string): string {
  return text.includes('{{') ? ' ({{ begins a template: render it first, as with helm template)' : '';
}

/** Notes from and to where js-yaml reads each item of the outermost list. */
class ItemSpans {
  private readonly spans = new Map<unknown, Start & { readonly end: number }>();
  private start: Start | undefined;
  private depth = 0;

  note(event: 'open' | 'close', { kind, result, position, line, lineStart }: State): void {
    if (event === 'open') {
      this.depth += 1;
      if (this.depth === ITEM_DEPTH) this.start = { offset: position, line, column: position - lineStart };
    } else {
      if (this.depth === ITEM_DEPTH && this.start !== undefined && kind === 'mapping') {
        this.spans.set(result, { ...this.start, end: position });
      }
      this.depth -= 1;
    }
  }

  /** An item in block style is moved right to the column that it stands in: the lines below stand in it too. */
  regionOf(item: unknown, text: string, line: number, source: string): Region | undefined {
    const span = this.spans.get(item);
    if (span === undefined) return undefined;
    const written = text.slice(span.offset, span.end);
    if (written.startsWith('{')) return new Region(source, written, line + span.line, span.column + 1);
    return new Region(source, ' '.repeat(span.column) + written, line + span.line);
  }
}
