import { z } from 'zod';
import { cronSchedule } from './validation/cron';
import { imageReference } from './validation/image';
import { wholeNumber } from './validation/numbers';
import { type Rule, shown } from './validation/prop-check';

/** What differs from one user of the app to the next. */
export interface Settings {
  /** Image of the history server. */
  readonly historyServerImage: string;
  /** Image of the price fetcher. */
  readonly priceFetcherImage: string;
  /** IPv4 address of a node that clients can reach; becomes a part of the echo demo's host name. */
  readonly nodeAddress: string;
  /** Number of history servers. */
  readonly replicas: number;
  /** When prices are fetched: five cron fields, Europe/Tallinn. */
  readonly schedule: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const PREFIX = 'GRIDWALL_';

/** What a rule takes, with the words of the rule where it does not. */
function keeping<T>(rule: Rule<T>) {
  return z.custom<T>((value) => rule.accepts(value as T), {
    error: ({ input }) => {
      const remedy = rule.advise?.(input as T);
      return `must be ${rule.wants}${remedy ? `; ${remedy}` : ''}`;
    },
  });
}

/** @param version of this package: the tag of the images that its own services get */
function schema(version: string) {
  return z.strictObject({
    historyServerImage: keeping(imageReference).default(`history-server:${version}`),
    priceFetcherImage: keeping(imageReference).default(`price-fetcher:${version}`),
    nodeAddress: z.ipv4({ error: 'must be an IPv4 address such as 192.0.2.10' }).default('192.0.2.10'),
    replicas: keeping(wholeNumber(0, 1000)).default(2),
    schedule: keeping(cronSchedule).default('*/20 14-17 * * *'),
  });
}

/** Every problem of the settings at once, a line each. */
export class SettingsError extends Error {
  constructor(problems: readonly string[]) {
    super(`The settings can't be used:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

/**
 * Settings from a file's content and the environment, which wins.
 * @param file what the settings file holds; undefined where there is none
 * @param environment variables GRIDWALL_HISTORY_SERVER_IMAGE, GRIDWALL_NODE_ADDRESS, …: one for each setting
 * @param version of this package
 * @throws SettingsError naming each wrong or unknown setting, its value and what would be right
 */
export function readSettings(file: unknown, environment: Environment, version: string): Settings {
  if (file !== undefined && (typeof file !== 'object' || file === null || Array.isArray(file)))
    throw new SettingsError([`settings.yaml: must hold "name: value" lines, not ${shown(file)}`]);
  const settings = schema(version);
  const names = Object.keys(settings.shape);
  const values: Record<string, unknown> = { ...file };
  const source: Record<string, string> = {};
  const problems: string[] = [];

  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || text === undefined) continue;
    const name = names.find((candidate) => variableOf(candidate) === variable);
    if (name === undefined) {
      problems.push(`${variable}: no such setting; there are ${names.map(variableOf).join(', ')}`);
    } else {
      values[name] = name === 'replicas' && /^\d{1,9}$/.test(text) ? Number(text) : text;
      source[name] = variable;
    }
  }

  const result = settings.safeParse(values);
  for (const issue of result.error?.issues ?? []) {
    if (issue.code === 'unrecognized_keys') {
      problems.push(
        ...issue.keys.map((key) => `settings.yaml: ${key}: no such setting; there are ${names.join(', ')}`),
      );
    } else {
      const name = String(issue.path[0]);
      const place = source[name] ?? `settings.yaml: ${name}`;
      problems.push(`${place} is ${shown(values[name])}: ${issue.message}`);
    }
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return result.data!;
}

/** historyServerImage → GRIDWALL_HISTORY_SERVER_IMAGE */
function variableOf(name: string): string {
  return PREFIX + name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
