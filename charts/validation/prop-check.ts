import { inspect } from 'node:util';
import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { refuseDoubles } from './doubles';
import type { ErrorCode } from './error-codes';

/** What a prop must be. Each rule is a value of its own, so that a prop's check is one readable line. */
export interface Rule<T> {
  readonly code: ErrorCode;
  /** What would be right; ends the sentence "must be …". */
  readonly wants: string;
  accepts(value: T): boolean;
  /** A remedy for this very value, where one can be told. */
  advise?(value: T): string | undefined;
}

/** The props there are; one that is left out, or too many, does not compile. */
export type PropNames<P> = { readonly [Name in keyof Required<P>]: true };

/** Thrown for a prop that can't be right. `code` is a row of docs/errors.md. */
export class PropError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly constructPath: string,
    readonly prop: string,
    problem: string,
  ) {
    super(`${constructPath}: prop "${prop}" ${problem} [${code}]`);
    this.name = 'PropError';
  }
}

/** Checks the props of one construct before anything of it exists, so that a refused one leaves nothing in the tree. */
export class PropCheck {
  /**
   * For a construct that is about to be made, with these props, in a scope that must be in a chart. From then on the app is
   * watched for objects that would overwrite each other.
   * @param names of all props: others are refused
   */
  static of<P extends object>(scope: IConstruct, id: string, props: P, names: PropNames<P>): PropCheck {
    const at = new PropCheck([scope.node.path, id].filter(Boolean).join('/'));
    if (!scope.node.scopes.some(Chart.isChart))
      at.refuse('scope/chart', 'scope', scope.node.path, 'must be a Chart, or a construct inside of one');
    if (!isPlainObject(props)) at.refuse('props/shape', 'props', props, 'must be an object');
    for (const [prop, value] of Object.entries(props))
      if (value === null)
        at.refuse('props/shape', prop, value, 'must have a value: leave the prop out for its default');
    at.known('', props, names);
    refuseDoubles(scope);
    return at;
  }

  /** For arguments of a call on, or outside, the tree. */
  static ofCall(call: string): PropCheck {
    return new PropCheck(call);
  }

  private constructor(
    /** Of the construct, or the call. */
    readonly path: string,
  ) {}

  /** @returns the value, which keeps the rule. */
  check<T>(prop: string, value: T, rule: Rule<T>): T {
    if (rule.accepts(value)) return value;
    const remedy = rule.advise?.(value);
    return this.refuse(rule.code, prop, value, `must be ${rule.wants}${remedy ? `; ${remedy}` : ''}`);
  }

  optional<T>(prop: string, value: T | undefined, rule: Rule<T>): T | undefined {
    return value === undefined ? undefined : this.check(prop, value, rule);
  }

  /** Callers without types may misspell a prop, which would then have no effect. */
  known<P extends object>(prop: string, value: P, names: PropNames<P>): void {
    for (const [name, given] of Object.entries(value))
      if (given !== undefined && !Object.hasOwn(names, name)) {
        const problem = `there is no such prop; there are ${Object.keys(names).join(', ')}`;
        this.refuse('props/unknown', [prop, name].filter(Boolean).join('.'), given, problem);
      }
  }

  /** @returns a copy of a list whose items all keep the rule. */
  list<T>(prop: string, values: readonly T[], rule: Rule<T>): T[] {
    if (!Array.isArray(values)) this.refuse('props/shape', prop, values, 'must be a list');
    return values.map((value, i) => this.check(`${prop}[${i}]`, value, rule));
  }

  /** What an object of names and values holds. */
  entries<T>(prop: string, map: { readonly [name: string]: T }, values = 'strings'): [string, T][] {
    if (isPlainObject(map)) return Object.entries(map);
    return this.refuse('props/shape', prop, map, `must be an object of names and ${values}`);
  }

  /** For rules that look at more than one prop. */
  refuse(code: ErrorCode, prop: string, value: unknown, problem: string): never {
    throw new PropError(code, this.path, prop, `is ${shown(value)}: ${problem}`);
  }
}

export function isPlainObject(value: unknown): value is object {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** A value as an error shows it: short, however large or nested it is, and without the credentials of an address. */
export function shown(value: unknown): string {
  const text =
    typeof value === 'string'
      ? JSON.stringify(value.replace(/:\/\/.*@/s, '://…@'))
      : inspect(value, { depth: 1, maxArrayLength: 10, maxStringLength: 10_000, breakLength: Infinity }).replace(
          /:\/\/[^"'`\n]*@/g,
          '://…@',
        );
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}
