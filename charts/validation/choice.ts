import type { Rule } from './prop-check';

/** One of the values of an enum. */
export function oneOf<T extends string>(choice: { readonly [name: string]: T }): Rule<T> {
  const values = Object.values(choice);
  return {
    code: 'props/choice',
    wants: `one of ${values.join(', ')}`,
    accepts: (value) => values.includes(value),
  };
}

/** One of a few values. */
export function choice<T>(...values: readonly T[]): Rule<T> {
  return {
    code: 'props/choice',
    wants: `one of ${values.join(', ')}`,
    accepts: (value) => values.includes(value),
  };
}

/** A list, whose items the caller checks one by one. */
export const list: Rule<unknown[]> = {
  code: 'props/shape',
  wants: 'a list of at least one',
  accepts: (value) => Array.isArray(value) && value.length > 0,
};
