import { createHash } from 'node:crypto';

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
const LONGEST = 253;

/** Text as a part of a name: "203.0.113.0/24" becomes "203.0.113.0-24". */
export function inName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/[.-]*\.[.-]*/g, '.')
    .replace(/^[.-]+|[.-]+$/g, '');
}

/** Names of policies, each once in its namespace. A name that is taken, or too long, ends in a hash of what it stands for. */
export class PolicyNames {
  private readonly taken = new Set<string>();

  /** @param identity what tells it from others of the same wish */
  take(namespace: string, wish: string, identity: string): string {
    const isFree = wish.length <= LONGEST && !this.taken.has(`${namespace}/${wish}`);
    const name = isFree ? wish : hashed(wish, identity);
    this.taken.add(`${namespace}/${name}`);
    return name;
  }
}

function hashed(wish: string, identity: string): string {
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 8);
  return `${wish.slice(0, LONGEST - hash.length - 1).replace(/[.-]+$/, '')}-${hash}`;
}
