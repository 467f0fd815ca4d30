import type { InputErrorCode, Problem } from '../input-error';
import type { FieldPath, Origin } from '../manifest/manifest';

/** Collects what is wrong with one object; carries the path of the field at hand, so that each problem has its line. */
export class Report {
  constructor(
    private readonly subject: string,
    private readonly origin: Origin,
    private readonly problems: Problem[],
    readonly path: FieldPath = [],
  ) {}

  at(...path: FieldPath): Report {
    return new Report(this.subject, this.origin, this.problems, [...this.path, ...path]);
  }

  problem(code: InputErrorCode, message: string): undefined {
    const field = this.path.length ? ` ${fieldText(this.path)}` : '';
    this.problems.push({
      code,
      message: `${this.subject}${field}: ${message}`,
      position: this.origin.locate(this.path),
      at: { origin: this.origin, path: this.path },
    });
    return undefined;
  }

  /** The value as an object; a field that is null counts as not given, as for the API server; with `known`, other fields are problems, as in `kubectl apply`. */
  fields(
    value: unknown,
    known?: readonly string[],
    code: InputErrorCode = 'input/shape',
  ): Readonly<Record<string, unknown>> {
    if (value === undefined || value === null) return {};
    if (typeof value !== 'object' || Array.isArray(value)) {
      this.problem(code, `${JSON.stringify(value)} is not a map of fields`);
      return {};
    }
    if (known)
      for (const name of Object.keys(value))
        if (!known.includes(name))
          this.at(name).problem(code, `there is no such field here; the fields are ${known.join(', ')}${hint(name)}`);
    return withoutNulls(value as Record<string, unknown>);
  }

  /** The value as a map from text to text; what is null in it is empty text to the API server, and not absent. */
  texts(value: unknown): Readonly<Record<string, unknown>> {
    return this.fields(withEmptyTexts(value));
  }

  list(value: unknown, code: InputErrorCode = 'input/shape'): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value;
    this.problem(code, `${JSON.stringify(value)} is not a list`);
    return [];
  }
}

/** What fields of policies belong to: most that stand elsewhere are indented a step too far, or not far enough. */
const OWNERS: ReadonlyMap<string, string> = new Map([
  ...['podSelector', 'namespaceSelector', 'ipBlock'].map((name) => [name, 'peer, an item of from or to'] as const),
  ...['from', 'to', 'ports'].map((name) => [name, 'rule, an item of ingress or egress'] as const),
  ...['matchLabels', 'matchExpressions'].map((name) => [name, 'selector'] as const),
]);

function hint(name: string): string {
  const owner = OWNERS.get(name);
  return owner ? `; ${name} is a field of a ${owner}, so look at its indentation` : '';
}

/** A map with empty text where it has null, as templates leave it behind that were filled in with nothing. */
export function withEmptyTexts(map: unknown): unknown {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return map;
  const entries = Object.entries(map);
  return entries.some(([, text]) => text === null)
    ? Object.fromEntries(entries.map(([key, text]) => [key, text ?? '']))
    : map;
}

function withoutNulls(fields: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(fields);
  return entries.some(([, value]) => value === null)
    ? Object.fromEntries(entries.filter(([, value]) => value !== null))
    : fields;
}

/** `spec.ingress[0].ports[1].port` */
export function fieldText(path: FieldPath): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text ? `${text}.${part}` : part),
    '',
  );
}
