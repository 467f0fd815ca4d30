import type { Finding } from '../doctor/finding';

/** A finding as programs read it. */
export function findingData({ rule, severity, object, field, position, message, fix }: Finding): object {
  const { source: file, line, column, construct } = position;
  return { rule, severity, object, field, file, line, column, construct, message, fix };
}
