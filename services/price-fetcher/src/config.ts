import * as z from 'zod';
import { AREAS, type Area } from './elering';
import { ConfigError } from './exit-codes';
import { addDays, type Day, dayOf, isDay } from './time';

/** What one run is to do and how: everything from outside, checked. */
export interface Config {
  /** With a slash at the end, like `elering`. */
  historyServer: URL;
  elering: URL;
  area: Area;
  days: { from: Day; to: Day };
  /** Whether a span was asked for, even one of a single day. */
  backFill: boolean;
  concurrency: number;
  deadlineSeconds: number;
  attemptSeconds: number;
  retries: number;
  retryWaitSeconds: number;
  logFormat: 'human' | 'json';
}

/** The command line's options as typed. */
export interface RawOptions {
  day?: string;
  from?: string;
  to?: string;
  concurrency?: string;
}

const address = (howToSet: string) =>
  z.string(`is not set: ${howToSet}`).transform((text, context): URL => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const problem =
      !url || !/^https?:$/.test(url.protocol)
        ? 'is no http:// or https:// address'
        : url.search || url.hash
          ? 'must have neither "?" nor "#"'
          : undefined;
    if (!url || problem) {
      context.addIssue(`${quoted(withoutCredentials(text))} ${problem}: ${howToSet}`);
      return z.NEVER;
    }
    url.pathname = `${url.pathname.replace(/\/+$/, '')}/`;
    return url;
  });

const number = (pattern: RegExp, what: string, min: number, max: number) =>
  z.string().transform((text, context): number => {
    const value = pattern.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    context.addIssue(`${quoted(text)} is not ${what} from ${min} to ${max}`);
    return z.NEVER;
  });
const whole = (min: number, max: number) => number(/^\d+$/, 'a whole number', min, max);
const decimal = (min: number, max: number) => number(/^\d+(\.\d+)?$/, 'a number', min, max);

const oneOf = <const T extends readonly string[]>(...values: T) =>
  z.enum(values, { error: ({ input }) => `${quoted(String(input))} is not one of ${values.join(', ')}` });

const day = z
  .string()
  .refine(isDay, { error: ({ input }) => `${quoted(String(input))} is no day of the calendar written YYYY-MM-DD` });

const Input = z.object({
  HISTORY_SERVER_URI: address(
    'give the address of the history server, such as http://history-server.production.svc.cluster.local:80',
  ),
  ELERING_URI: address('leave it out for https://dashboard.elering.ee').prefault('https://dashboard.elering.ee'),
  AREA: oneOf(...AREAS).default('ee'),
  DEADLINE_SECONDS: whole(1, 86_400).default(600),
  ATTEMPT_SECONDS: decimal(0.1, 600).default(30),
  RETRIES: whole(0, 100).default(8),
  RETRY_WAIT_SECONDS: decimal(0.01, 60).default(1),
  LOG_FORMAT: oneOf('human', 'json').default('human'),
  '--day': day.optional(),
  '--from': day.optional(),
  '--to': day.optional(),
  '--concurrency': whole(1, 32).default(4),
});

/** @throws ConfigError that names every problem of environment and command line at once */
export function readConfig(env: Record<string, string | undefined>, options: RawOptions, now: Date): Config {
  const fromOptions = Object.fromEntries(Object.entries(options).map(([name, value]) => [`--${name}`, value]));
  const input = Input.safeParse({ ...env, ...fromOptions });
  const problems = (input.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
  problems.push(...contradictions(options, now));
  if (!input.success || problems.length > 0) throw new ConfigError(problems);

  const { data } = input;
  const today = dayOf(now.getTime() / 1000);
  const single = data['--day'] ?? addDays(today, 1);
  return {
    historyServer: data.HISTORY_SERVER_URI,
    elering: data.ELERING_URI,
    area: data.AREA,
    days: { from: data['--from'] ?? single, to: data['--from'] ? (data['--to'] ?? today) : single },
    backFill: data['--from'] !== undefined,
    concurrency: data['--concurrency'],
    deadlineSeconds: data.DEADLINE_SECONDS,
    attemptSeconds: data.ATTEMPT_SECONDS,
    retries: data.RETRIES,
    retryWaitSeconds: data.RETRY_WAIT_SECONDS,
    logFormat: data.LOG_FORMAT,
  };
}

/** Estonia joined Nord Pool in 2010. */
const FIRST_DAY: Day = '2010-01-01';

/** Options that are right each but not together, or not at this time. */
function contradictions({ day, from, to, concurrency }: RawOptions, now: Date): string[] {
  const tomorrow = addDays(dayOf(now.getTime() / 1000), 1);
  const problems: string[] = [];
  if (day !== undefined && (from ?? to) !== undefined)
    problems.push('--day: give either --day or --from and --to, not both');
  for (const [name, value] of Object.entries({ to, concurrency })) {
    if (value !== undefined && from === undefined) problems.push(`--${name}: needs --from as well`);
  }
  for (const [name, value] of Object.entries({ day, from, to })) {
    if (value !== undefined && isDay(value) && value < FIRST_DAY) {
      problems.push(`--${name}: ${value} is before ${FIRST_DAY}: Estonia had no market prices then`);
    }
    if (value !== undefined && isDay(value) && value > tomorrow) {
      problems.push(`--${name}: ${value} is after tomorrow (${tomorrow}), whose prices are the last ones known`);
    }
  }
  const last = to ?? addDays(tomorrow, -1);
  if (from !== undefined && isDay(from) && isDay(last) && from > last)
    problems.push(`--from: ${from} is after --to ${last}`);
  return problems;
}

const quoted = (text: string) => JSON.stringify(text);

/** For messages about addresses that may not even parse. */
const withoutCredentials = (text: string) => text.replace(/\/\/.*@/, '//');
