import type { Rule } from './prop-check';

/** @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport */
const NODE_PORTS = { first: 30000, last: 32767 } as const;

export const port: Rule<number> = {
  code: 'number/port',
  wants: 'a whole number from 1 to 65535',
  accepts: (value) => within(value, 1, 65535),
};

export const nodePort: Rule<number> = {
  code: 'number/node-port',
  wants: `a whole number from ${NODE_PORTS.first} to ${NODE_PORTS.last}`,
  accepts: (value) => within(value, NODE_PORTS.first, NODE_PORTS.last),
};

export function wholeNumber(least: number, most: number): Rule<number> {
  return {
    code: 'number/range',
    wants: `a whole number from ${least} to ${most}`,
    accepts: (value) => within(value, least, most),
  };
}

/** A user that is not root: with `runAsNonRoot` the kubelet refuses 0. */
export const userId: Rule<number> = wholeNumber(1, 2 ** 31 - 1);

/** A group may be root's: it gives no powers over the system. */
export const groupId: Rule<number> = wholeNumber(0, 2 ** 31 - 1);

export const flag: Rule<boolean> = {
  code: 'switch/boolean',
  wants: 'true or false',
  accepts: (value) => typeof value === 'boolean',
};

function within(value: unknown, least: number, most: number): boolean {
  return Number.isInteger(value) && !Object.is(value, -0) && (value as number) >= least && (value as number) <= most; // -0 is written as such
}
