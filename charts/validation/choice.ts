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
