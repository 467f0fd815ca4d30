import ipaddr from 'ipaddr.js';

export type Family = 4 | 6;

/** Addresses from `first` to `last`, both included. */
export interface AddressRange {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

const BITS = { 4: 32, 6: 128 } as const;
const FOUR_PARTS = /^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/;

/** All addresses of a family. */
export function everyAddress(family: Family): AddressRange {
  return { family, first: 0n, last: (1n << BigInt(BITS[family])) - 1n };
}

/** An address as a range of one, or undefined when the text is none. */
export function parseAddress(text: string): AddressRange | undefined {
  // The library also takes octal, hexadecimal and shortened forms; Kubernetes does not.
  if (!FOUR_PARTS.test(text) && !text.includes(':')) return undefined;
  if (!ipaddr.isValid(text) || text.includes('%')) return undefined;
  const address = ipaddr.parse(text);
  const value = address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return { family: address.kind() === 'ipv4' ? 4 : 6, first: value, last: value };
}

/** `10.0.0.0/8` or `fd00::/8`; bits behind the prefix are cut off, as the API server does. */
export function parseCidr(text: string): AddressRange | undefined {
  const [, address, prefix] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const range = address === undefined ? undefined : parseAddress(address);
  const length = Number(prefix);
  if (!range || length > BITS[range.family]) return undefined;
  const hosts = (1n << BigInt(BITS[range.family] - length)) - 1n;
  return { family: range.family, first: range.first & ~hosts, last: range.first | hosts };
}

export function contains(outer: AddressRange, inner: AddressRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(one: AddressRange, other: AddressRange): boolean {
  return one.family === other.family && one.first <= other.last && other.first <= one.last;
}

/** `10.0.0.0-10.255.255.255`, or the address alone. */
export function formatRange({ family, first, last }: AddressRange): string {
  const from = formatAddress(family, first);
  return first === last ? from : `${from}-${formatAddress(family, last)}`;
}

export function formatAddress(family: Family, value: bigint): string {
  const bytes = Array.from({ length: BITS[family] / 8 }, (_, index) =>
    Number((value >> BigInt(BITS[family] - 8 * (index + 1))) & 255n),
  );
  return ipaddr.fromByteArray(bytes).toString();
}
