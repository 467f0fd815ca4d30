import { inputError } from '../input-error';
import type { Finding } from './finding';

/** A finding that is known: what stays the same of it when lines move. */
interface Known {
  readonly rule: string;
  readonly object?: string;
  readonly field?: string;
  /** Where no object could be read. */
  readonly file?: string;
}

/** Findings that were there when a team began, and are not counted until they are mended. */
export class Baseline {
  private constructor(private readonly known: ReadonlySet<string>) {}

  static readonly EMPTY = new Baseline(new Set());

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
    return new Baseline(new Set(findings.map(fingerprint)));
  }

  has(finding: Finding): boolean {
    return this.known.has(fingerprint(knownOf(finding)));
  }

  /** How many of its findings are none of these any more. */
  countGone(findings: readonly Finding[]): number {
    const there = new Set(findings.map((finding) => fingerprint(knownOf(finding))));
    return [...this.known].filter((one) => !there.has(one)).length;
  }
}

/** The text of a baseline of these findings, each once, in an order that does not change. */
export function baselineText(findings: readonly Finding[]): string {
  const known = new Map(findings.map(knownOf).map((one) => [fingerprint(one), one]));
  const sorted = [...known].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one);
  const lines = sorted.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
  return `{\n  "findings": [${lines && `\n${lines}\n  `}]\n}\n`;
}

function knownOf({ rule, object, field, position }: Finding): Known {
  return { rule, ...(object === undefined ? { file: position.source } : { object }), ...(field && { field }) };
}

function fingerprint({ rule, object, field, file }: Known): string {
  return JSON.stringify([rule, object ?? '', field ?? '', file ?? '']);
}

function isKnown(value: unknown): value is Known {
  const { rule, ...others } = (value ?? {}) as Record<string, unknown>;
  const isKey = (key: string) => ['object', 'field', 'file'].includes(key);
  return (
    typeof rule === 'string' && Object.entries(others).every(([key, one]) => isKey(key) && typeof one === 'string')
  );
}
