import type { Rule } from './prop-check';

/** One of a few values. */
export function choice<T>(...values: readonly T[]): Rule<T> {
  return {
    code: 'value/choice',
    wants: `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`,
    accepts: (value) => values.includes(value),
  };
}

/** A list, whose items the caller checks one by one. */
export const list: Rule<unknown[]> = {
  code: 'props/shape',
  wants: 'a list of at least one',
  accepts: (value) => Array.isArray(value) && value.length > 0,
};
