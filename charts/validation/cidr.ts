import { BlockList, isIP } from 'node:net';
import type { Rule } from './prop-check';

/** @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export const cidrBlock: Rule<string> = {
  code: 'cidr/block',
  wants: 'an address block such as "203.0.113.0/24" or "2001:db8::/32"',
  accepts: (value) => parse(value) !== undefined,
  advise: (value: unknown) => {
    const family = typeof value === 'string' ? isIP(value) : 0;
    return family === 0 ? undefined : `for the one address write "${value}/${family === 4 ? 32 : 128}"`;
  },
};

/** A block that lies inside `outer` and is smaller: the API server refuses any other as an exception. */
export function blockInside(outer: string): Rule<string> {
  return {
    code: 'cidr/except',
    wants: `a smaller address block inside ${outer}`,
    accepts: (value) => {
      const [whole, part] = [parse(outer), parse(value)];
      if (!whole || !part || whole.family !== part.family || part.length <= whole.length) return false;
      const list = new BlockList();
      list.addSubnet(whole.address, whole.length, whole.family);
      return list.check(part.address, part.family);
    },
  };
}

function parse(value: unknown): { address: string; length: number; family: 'ipv4' | 'ipv6' } | undefined {
  const [, address, length] = (typeof value === 'string' && /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(value)) || [];
  const family = address === undefined ? 0 : isIP(address);
  if (family === 0 || Number(length) > (family === 4 ? 32 : 128)) return undefined;
  return { address: address!, length: Number(length), family: family === 4 ? 'ipv4' : 'ipv6' };
}
