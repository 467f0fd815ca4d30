import { fromByteArray, parse } from 'ipaddr.js';

/** First and last address of a block, with as many bits as addresses of its family have. */
export interface Range {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/** @param cidr a valid block; bits beyond the prefix are let go */
export function rangeOf(cidr: string): Range {
  const [base, prefix] = cidr.split('/') as [string, string];
  const bytes = parse(base).toByteArray();
  const bits = bytes.length === 4 ? 32 : 128;
  const size = 1n << BigInt(bits - Number(prefix));
  const number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const first = number - (number % size);
  return { bits, first, last: first + size - 1n };
}

/** The address at a number, or undefined outside of the family. */
export function addressAt(number: bigint, bits: 32 | 128): string | undefined {
  if (number < 0n || number >> BigInt(bits)) return undefined;
  const bytes = Array.from({ length: bits / 8 }, (_, i) => Number((number >> BigInt(bits - 8 * (i + 1))) & 255n));
  return fromByteArray(bytes).toString();
}
