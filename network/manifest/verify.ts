import type { InputErrorCode } from '../input-error';
import type { FieldPath } from './manifest';

/** The deepest schemas of custom resources stay below a tenth of it. */
export const MAX_DEPTH = 500;
/** Fields that a text may stand for by repeating aliases: far more than anybody writes, and no harm. */
const FREE_FIELDS = 10_000;
const FIELDS_PER_CHARACTER = 10;

/** What makes parsed data unfit to be walked through, and where. */
export interface Fault {
  readonly code: InputErrorCode;
  readonly message: string;
  readonly path: FieldPath;
}

export interface Verified {
  readonly fault?: Fault;
  /** Keys of all maps, each alias counted again. */
  readonly keys: number;
}

/**
 * Whether data can be walked through: no circle, no explosion of aliases, no depth that ends the stack, no number or key that
 * JSON does not have.
 * @param size characters of its text
 * @param hasAliases without them nothing can repeat, which saves remembering
 */
export function verify(data: unknown, size: number, hasAliases: boolean): Verified {
  const walk = new Walk(hasAliases);
  walk.visit(data);
  const { fault, fields, keys } = walk;
  if (fault === undefined && fields > FREE_FIELDS + FIELDS_PER_CHARACTER * size)
    return { keys, fault: explosion(size) };
  return { keys, fault };
}

class Walk {
  fault: Fault | undefined;
  fields = 0;
  keys = 0;
  private readonly path: (string | number)[] = [];
  /** Fields and keys below each collection; undefined while it is being walked through. */
  private readonly known?: Map<object, { fields: number; keys: number } | undefined>;

  constructor(hasAliases: boolean) {
    if (hasAliases) this.known = new Map();
  }

  visit(value: unknown): void {
    this.fields += 1;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.fail(
        'input/syntax',
        `${value} is a number that JSON does not have, so kubectl refuses it: quote it for text`,
      );
    }
    if (typeof value !== 'object' || value === null || this.fault !== undefined) return;
    if (this.known === undefined) this.enter(value);
    else this.enterOnce(value, this.known);
  }

  private enterOnce(value: object, known: NonNullable<Walk['known']>): void {
    const before = { fields: this.fields, keys: this.keys };
    const counts = known.get(value);
    if (counts !== undefined) {
      this.fields += counts.fields;
      this.keys += counts.keys;
    } else if (known.has(value)) {
      this.fail('input/alias', 'an alias stands within its own anchor: it would repeat without end');
    } else {
      known.set(value, undefined);
      this.enter(value);
      known.set(value, { fields: this.fields - before.fields, keys: this.keys - before.keys });
    }
  }

  private enter(value: object): void {
    if (this.path.length >= MAX_DEPTH) {
      this.fail('input/syntax', `nested deeper than ${MAX_DEPTH} levels`);
    } else if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) this.descend(index, value[index]);
    } else {
      for (const key of Object.keys(value)) {
        this.keys += 1;
        if (key.includes('[object Object]')) this.fail('input/syntax', 'a map as the key of a map: keys are text');
        this.descend(key, (value as Record<string, unknown>)[key]);
      }
    }
  }

  private descend(step: string | number, value: unknown): void {
    if (this.fault !== undefined) return;
    this.path.push(step);
    this.visit(value);
    this.path.pop();
  }

  private fail(code: InputErrorCode, message: string): void {
    this.fault ??= { code, message, path: [...this.path] };
  }
}

function explosion(size: number): Fault {
  const most = (FREE_FIELDS + FIELDS_PER_CHARACTER * size).toLocaleString('en');
  return {
    code: 'input/alias',
    message: `aliases repeat beyond the ${most} fields that its ${size.toLocaleString('en')} characters may stand for`,
    path: [],
  };
}
