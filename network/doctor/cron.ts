/** What the API server takes for the schedule of a CronJob. @see https://pkg.go.dev/github.com/robfig/cron/v3#hdr-CRON_Expression_Format */

interface Field {
  readonly name: string;
  readonly first: number;
  readonly last: number;
  /** Names of the numbers, from the first one on. */
  readonly names?: readonly string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', first: 0, last: 59 },
  { name: 'hour', first: 0, last: 23 },
  { name: 'day of the month', first: 1, last: 31 },
  { name: 'month', first: 1, last: 12, names: 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ') },
  { name: 'day of the week', first: 0, last: 6, names: 'sun mon tue wed thu fri sat'.split(' ') },
];
const DESCRIPTORS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
/** A duration as Go writes it, such as 1h30m. */
const EVERY = /^@every (\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))*$/;

/** Why a schedule is none: `hour is 25, must be 0 to 23`. Undefined where nothing is wrong with it. */
export function whyNoSchedule(schedule: string): string | undefined {
  if (/^(CRON_)?TZ=/.test(schedule)) return 'a time zone in the schedule is refused; timeZone is the field for it';
  if (schedule.startsWith('@'))
    return DESCRIPTORS.includes(schedule) || EVERY.test(schedule)
      ? undefined
      : `there is no ${schedule}; there are ${DESCRIPTORS.join(', ')} and @every with a duration`;
  const parts = schedule.split(/\s+/).filter(Boolean);
  if (parts.length !== FIELDS.length)
    return `it has ${parts.length} fields, must have ${FIELDS.length}: ${FIELDS.map(({ name }) => name).join(', ')}`;
  for (const [index, part] of parts.entries())
    for (const range of part.split(',').filter(Boolean)) {
      const why = whyNoRange(range, FIELDS[index]!);
      if (why) return why;
    }
  return undefined;
}

function whyNoRange(range: string, field: Field): string | undefined {
  const { name, first, last } = field;
  const [span = '', step, ...tooMany] = range.split('/');
  const isWrongStep = step !== undefined && !(/^\d+$/.test(step) && Number(step) > 0);
  if (tooMany.length || isWrongStep) return `${name} is ${range}, whose step is no number above 0`;
  const ends = span === '*' || span === '?' ? [first, last] : span.split('-').map((end) => numberOf(end, field));
  const isRange = ends.length <= 2 && ends.every((end) => end >= first && end <= last);
  if (!isRange) return `${name} is ${range}, must be ${first} to ${last}`;
  return ends[0]! > ends.at(-1)! ? `${name} is ${range}, which ends before it begins` : undefined;
}

/** NaN for what is neither a number nor a name of one. */
function numberOf(text: string, { first, names = [] }: Field): number {
  const index = names.indexOf(text.toLowerCase());
  return index >= 0 ? first + index : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
