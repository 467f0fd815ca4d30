import { groupBy } from '../group-by';
import { inputError } from '../input-error';
import type { Finding } from './finding';
import { noSuchRule } from './read-settings';
import { codeText } from './rule-texts';

/** Findings that are known: what stays the same of them when lines move, and items of lists. */
interface Known {
  readonly rule: string;
  readonly object?: string;
  /** Without the numbers of items: `spec.ports[].targetPort`. */
  readonly field?: string;
  /** Where no object could be read. */
  readonly file?: string;
  /** With `file`, since of that there is nothing else to tell findings apart by. */
  readonly message?: string;
  /** How many there are that are alike. @default 1 */
  readonly count?: number;
}

const TEXTS = ['object', 'field', 'file', 'message'];

/** Findings that were there when a team began, and are not counted until they are mended. */
export class Baseline {
  /** @param counts by fingerprint */
  private constructor(private readonly counts: ReadonlyMap<string, number>) {}

  static readonly EMPTY = new Baseline(new Map());

  /**
   * @param source names it in errors
   * @throws InputError
   */
  static read(text: string, source: string): Baseline {
    const wrong = (why: string) =>
      inputError('input/settings', `${why}; gridwall check --write-baseline writes a new one`, { source });
    let data: unknown;
    try {
      data = JSON.parse(text);
    } catch {
      throw wrong('the baseline is no JSON');
    }
    const { findings } = (data ?? {}) as { findings?: unknown };
    if (!Array.isArray(findings) || !findings.every(isKnown))
      throw wrong('a baseline is {"findings": [{"rule": …, "object": …, "field": …}]}');
    const unknown = findings.find(({ rule }) => !codeText(rule));
    if (unknown) throw wrong(noSuchRule(unknown.rule, ''));
    return new Baseline(new Map(findings.map((one) => [fingerprint(one), one.count ?? 1])));
  }

  /** Takes out what is known. Of findings that are alike, those beyond the count are new. */
  sort(findings: readonly Finding[]): Compared {
    const left = new Map(this.counts);
    const known = findings.filter((finding) => {
      const print = fingerprint(knownOf(finding));
      const count = left.get(print) ?? 0;
      left.set(print, Math.max(0, count - 1));
      return count > 0;
    });
    const isKnown = new Set(known);
    return {
      known,
      findings: findings.filter((finding) => !isKnown.has(finding)),
      gone: [...left.values()].reduce((sum, count) => sum + count, 0),
    };
  }
}

export interface Compared {
  readonly findings: readonly Finding[];
  readonly known: readonly Finding[];
  /** How many of the baseline are none of these any more. */
  readonly gone: number;
}

/** The text of a baseline of these findings, in an order that does not change. */
export function baselineText(findings: readonly Finding[]): string {
  const lines = [...groupBy(findings.map(knownOf), fingerprint)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { 0: one, length }]) => `    ${JSON.stringify({ ...one, ...(length > 1 && { count: length }) })}`);
  return `{\n  "findings": [${lines.length ? `\n${lines.join(',\n')}\n  ` : ''}]\n}\n`;
}

function knownOf({ rule, object, field, position, message }: Finding): Known {
  return {
    rule,
    ...(object === undefined ? { file: position.source, message } : { object }),
    ...(field && { field: field.replace(/\[\d+\]/g, '[]') }),
  };
}

function fingerprint({ rule, object = '', field = '', file = '', message = '' }: Known): string {
  return JSON.stringify([rule, object, field, file, message]);
}

function isKnown(value: unknown): value is Known {
  const { rule, count = 1, ...others } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof rule === 'string' &&
    Number.isInteger(count) &&
    (count as number) > 0 &&
    Object.entries(others).every(([key, one]) => TEXTS.includes(key) && typeof one === 'string')
  );
}
