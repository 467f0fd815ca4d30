export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export const PROTOCOLS: readonly Protocol[] = ['SCTP', 'TCP', 'UDP'];
export const LAST_PORT = 65_535;

export function isProtocol(value: unknown): value is Protocol {
  return PROTOCOLS.includes(value as Protocol);
}

export function isPortNumber(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= LAST_PORT;
}

/** The form of port names in containers, Services and policies. */
export function isPortName(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/.test(value) &&
    /[a-z]/.test(value) &&
    !value.includes('--')
  );
}
