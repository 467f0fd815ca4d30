import type { Rule } from './prop-check';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The fields in their order: least and most value, and the names that may stand for values from `least` on. */
const FIELDS: readonly { least: number; most: number; names: readonly string[] }[] = [
  { least: 0, most: 59, names: [] },
  { least: 0, most: 23, names: [] },
  { least: 1, most: 31, names: [] },
  { least: 1, most: 12, names: MONTHS },
  { least: 0, most: 6, names: DAYS },
];
const DESCRIPTORS =
  /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every ((\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+)$/;

/**
 * The language of the CronJob controller's parser: five fields or a descriptor.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export const cronSchedule: Rule<string> = {
  code: 'cron/schedule',
  wants: 'five cron fields (minute hour day month weekday) such as "*/20 14-17 * * *"',
  accepts: (value) => {
    if (typeof value !== 'string') return false;
    if (DESCRIPTORS.test(value)) return true;
    const fields = fieldsOf(value);
    return (
      fields.length === FIELDS.length &&
      fields.every((field, i) => field.split(',').every((part) => isPart(part, FIELDS[i]!)))
    );
  },
  advise: (value: unknown) => {
    if (typeof value !== 'string') return undefined;
    if (/(^|_|\s)TZ=/.test(value)) return 'name the zone in the prop "timeZone"';
    const count = fieldsOf(value).length;
    return count !== FIELDS.length ? `it has ${count} field${count === 1 ? '' : 's'}` : undefined;
  },
};

/** Only ASCII white space separates. */
function fieldsOf(value: string): string[] {
  return value.split(/[ \t\n\v\f\r]+/).filter((field) => field !== '');
}

function isPart(part: string, { least, most, names }: (typeof FIELDS)[number]): boolean {
  const match = /^(\*|\?|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/(\d{1,9}))?$/i.exec(part);
  if (!match) return false;
  const [, first, last, step] = match;
  const number = (text: string): number =>
    /^\d+$/.test(text)
      ? Number(text)
      : names.indexOf(text.toLowerCase()) < 0
        ? Number.NaN
        : names.indexOf(text.toLowerCase()) + least;
  const all = first === '*' || first === '?';
  if (all && last !== undefined) return false;
  const from = all ? least : number(first!);
  const to = last === undefined ? (all || step !== undefined ? most : from) : number(last);
  return from >= least && to <= most && from <= to && (step === undefined || Number(step) > 0);
}
