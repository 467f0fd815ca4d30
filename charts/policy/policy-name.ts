import { createHash } from 'node:crypto';
import type { Rule } from '../validation/prop-check';

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
const LONGEST = 253;

/** What an end is called in the name of a policy; one that is too long is cut there. */
export const nameOfEnd: Rule<string> = {
  code: 'name/subdomain',
  wants: 'lower-case letters, digits, "-" and ".", with a letter or digit at both ends and on both sides of each "."',
  accepts: (value) => typeof value === 'string' && /^[a-z0-9]([.]?[a-z0-9]|-+[a-z0-9])*$/.test(value),
};

/** Text as a part of a name: "203.0.113.0/24" becomes "203.0.113.0-24". */
export function inName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/[.-]*\.[.-]*/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '');
}

/**
 * A name that an object can have, which depends on nothing but what it stands for: others may come and go.
 * @param identity what a name that is too long ends in a hash of
 */
export function fittingName(wish: string, identity: string): string {
  if (wish.length <= LONGEST) return wish;
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 8);
  return `${wish.slice(0, LONGEST - hash.length - 1).replace(/[.-]+$/, '')}-${hash}`;
}
