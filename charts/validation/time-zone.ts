import type { Rule } from './prop-check';

/** Zones go by their exact spelling: the controller looks for a file of that name. */
export const timeZone: Rule<string> = {
  code: 'cron/time-zone',
  wants: 'a zone of the time zone database such as "Europe/Tallinn"',
  accepts: (value) =>
    typeof value === 'string' && /^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/.test(value) && isKnown(value),
};

function isKnown(zone: string): boolean {
  try {
    const found = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
    return found.toLowerCase() !== zone.toLowerCase() || found === zone; // else it is an alias, such as Europe/Kiev
  } catch {
    return false; // RangeError: no such zone
  }
}
