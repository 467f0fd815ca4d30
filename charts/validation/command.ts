import type { PropCheck, Rule } from './prop-check';

const word: Rule<string> = {
  code: 'props/shape',
  wants: 'a string',
  accepts: (value) => typeof value === 'string',
};

/** A program or its arguments, word by word: no shell takes them apart. */
export function checkCommand(at: PropCheck, prop: string, words: readonly string[]): string[] {
  if (words?.length === 0) at.refuse('props/shape', prop, words, 'must have a word: leave the prop out for none');
  return at.list(prop, words, word);
}
