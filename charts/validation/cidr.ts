import { isIP } from 'node:net';
import type { Rule } from './prop-check';

interface Block {
  readonly family: 4 | 6;
  /** The whole address, a digit a bit. */
  readonly bits: string;
  readonly length: number;
}

/** @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export const cidrBlock: Rule<string> = {
  code: 'cidr/block',
  wants: 'an address block such as "203.0.113.0/24" or "2001:db8::/32", with nothing behind its prefix',
  accepts: (value) => {
    const block = parse(value);
    return block !== undefined && !hasHostBits(block) && !isMapped(block);
  },
  advise: (value: unknown) => {
    const family = typeof value === 'string' ? isIP(value) : 0;
    if (family !== 0) return `for the one address write "${value}/${family === 4 ? 32 : 128}"`;
    const block = parse(value);
    if (!block || isMapped(block)) return undefined;
    return `write "${address({ ...block, bits: prefix(block).padEnd(block.bits.length, '0') })}/${block.length}"`;
  },
};

/** The one address of a block: as narrow as a policy can be. */
export const ipAddress: Rule<string> = {
  code: 'address/ip',
  wants: 'an IPv4 or IPv6 address such as "169.254.20.10" or "fd00::10"',
  accepts: (value) =>
    typeof value === 'string' && isIP(value) !== 0 && cidrBlock.accepts(`${value}/${isIP(value) === 4 ? 32 : 128}`),
  advise: (value: unknown) => (typeof value === 'string' && value.includes('/') ? 'leave the prefix out' : undefined),
};

/** A block that lies inside `outer` and is smaller: the API server refuses any other as an exception. */
export function blockInside(outer: string): Rule<string> {
  return {
    code: 'cidr/except',
    wants: `a smaller address block inside ${outer}`,
    accepts: (value) => {
      const [whole, part] = [parse(outer), parse(value)];
      return (
        whole !== undefined &&
        part !== undefined &&
        cidrBlock.accepts(value) &&
        whole.family === part.family &&
        part.length > whole.length &&
        part.bits.startsWith(prefix(whole))
      );
    },
  };
}

function parse(value: unknown): Block | undefined {
  const [, text, length] = (typeof value === 'string' && /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(value)) || [];
  const family = text === undefined ? 0 : isIP(text);
  if (family === 0 || Number(length) > (family === 4 ? 32 : 128)) return undefined;
  const bits = family === 4 ? inBits(text!.split('.'), 10, 8) : inBits(groups(text!), 16, 16);
  return { family: family as 4 | 6, bits, length: Number(length) };
}

/** The eight groups of an IPv6 address; the URL parser knows every way to write one. */
function groups(text: string): string[] {
  const [head, tail] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::');
  const [first, last] = [head, tail].map((part) => part?.split(':').filter(Boolean) ?? []);
  return [...first!, ...Array(8 - first!.length - last!.length).fill('0'), ...last!];
}

function inBits(parts: readonly string[], base: number, width: number): string {
  return parts.map((part) => Number.parseInt(part, base).toString(2).padStart(width, '0')).join('');
}

function address({ family, bits }: Block): string {
  const parts = bits.match(family === 4 ? /.{8}/g : /.{16}/g)!.map((part) => Number.parseInt(part, 2));
  if (family === 4) return parts.join('.');
  return new URL(`http://[${parts.map((part) => part.toString(16)).join(':')}]`).hostname.slice(1, -1);
}

function prefix({ bits, length }: Block): string {
  return bits.slice(0, length);
}

function hasHostBits({ bits, length }: Block): boolean {
  return bits.includes('1', length);
}

/** IPv4 in the clothes of IPv6, which matches nothing that travels as IPv4. */
function isMapped({ family, bits }: Block): boolean {
  return family === 6 && bits.startsWith('1'.repeat(16).padStart(96, '0'));
}
