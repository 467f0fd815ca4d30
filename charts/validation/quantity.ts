import type { PropCheck, Rule } from './prop-check';

const QUANTITY = /^\+?(\d+\.?\d*|\.\d+)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?$/;
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export const cpuQuantity: Rule<string> = {
  code: 'quantity/cpu',
  wants: 'an amount of CPU above zero such as "100m" or "0.5"',
  accepts: (value) => {
    const amount = parse(value);
    return amount !== undefined && amount > 0 && !/i$/.test(value);
  },
};

/** Bytes, without the suffixes for thousandths and below: "128m" is a mistyped "128Mi", not an eighth of a byte. */
export const byteQuantity: Rule<string> = {
  code: 'quantity/bytes',
  wants: 'an amount of bytes above zero such as "256Mi"',
  accepts: (value) => {
    const amount = parse(value);
    return amount !== undefined && amount >= 1 && !/[num]$/.test(value);
  },
  advise: (value: unknown) => {
    if (typeof value !== 'string') return undefined;
    const [, digits, suffix] = /^(\d+)\s*([A-Za-z]+)$/.exec(value) ?? [];
    const binary = BINARY.find((unit) => unit[0]!.toLowerCase() === suffix?.[0]?.toLowerCase());
    return digits && binary ? `write "${digits}${binary}"` : undefined;
  },
};

/** What a container asks for and may use at most. */
export interface Resources {
  readonly requests: Record<'cpu' | 'memory', string>;
  readonly limits: Record<'memory', string>;
}

/** CPU is asked for but not limited (a limit only throttles); memory is both, since it can't be taken back. */
export function checkResources(
  at: PropCheck,
  cpuRequest: string,
  memoryRequest: string,
  memoryLimit: string,
): Resources {
  at.check('cpuRequest', cpuRequest, cpuQuantity);
  at.check('memoryRequest', memoryRequest, byteQuantity);
  at.check('memoryLimit', memoryLimit, byteQuantity);
  if (parse(memoryRequest)! > parse(memoryLimit)!)
    at.refuse('props/conflict', 'memoryRequest', memoryRequest, `must be no more than memoryLimit, ${memoryLimit}`);
  return { requests: { cpu: cpuRequest, memory: memoryRequest }, limits: { memory: memoryLimit } };
}

function parse(value: unknown): number | undefined {
  const [, number, suffix = ''] = (typeof value === 'string' && QUANTITY.exec(value)) || [];
  if (number === undefined) return undefined;
  if (/^[eE].?\d/.test(suffix)) return Number(number + suffix);
  const binary = BINARY.indexOf(suffix);
  return Number(number) * (binary >= 0 ? 1024 ** (binary + 1) : 1000 ** (DECIMAL.indexOf(suffix) - 3));
}
