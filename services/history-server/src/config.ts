import { isIP } from 'node:net';
import { pino } from 'pino';
import * as z from 'zod';
import type { MinioStoreOptions } from './minio-store';

export interface Config {
  readonly host: string | undefined;
  readonly port: number;
  readonly logLevel: string;
  readonly bodyLimitBytes: number;
  readonly inFlightMaxBytes: number;
  /** Time from which on a request begins nothing more with the store. */
  readonly deadlineMs: number;
  readonly cacheMaxBytes: number;
  readonly cacheMaxAgeMs: number;
  readonly keepAliveMs: number;
  readonly drainMs: number;
  readonly stopTimeoutMs: number;
  readonly store: { readonly minio: MinioStoreOptions } | { readonly dataDir: string };
}

/** Everything that is wrong with the environment, in one message. */
export class ConfigError extends Error {
  override name = 'ConfigError';
  constructor(problems: readonly string[]) {
    super(`the environment is not right:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A number in text, from `min` to `max`. */
function amount(shape: RegExp, what: string, fallback: number, min: number, max: number) {
  return z
    .string()
    .default(String(fallback))
    .refine(
      (text) => shape.test(text) && Number(text) >= min && Number(text) <= max,
      `must be ${what} from ${min} to ${max}`,
    )
    .transform(Number);
}

function whole(what: string, fallback: number, min: number, max: number) {
  return amount(/^\d+$/, `a whole number (${what})`, fallback, min, max);
}

/** Seconds in the environment, milliseconds inside. */
function seconds(fallback: number, min: number, max: number) {
  return amount(/^\d+(\.\d+)?$/, 'a number of seconds', fallback, min, max).transform((value) => value * 1000);
}

const levels = ['silent', ...Object.keys(pino.levels.values)];
const MIB = 1024 * 1024;

/** @see README.md, "Configuration", which a test holds to these names and defaults. */
const server = z.object({
  HOST: z.string().optional(),
  PORT: whole('port', 8080, 0, 65535),
  LOG_LEVEL: z
    .string()
    .default('info')
    .refine((level) => levels.includes(level), `must be one of ${levels.join(', ')}`),
  // Parsed, a body takes up to 25 times its bytes of a heap of 128 MiB.
  BODY_LIMIT_BYTES: whole('bytes', MIB, 1024, 2 * MIB),
  IN_FLIGHT_MAX_BYTES: whole('bytes', 32 * MIB, 1024, 1024 * MIB),
  STORE_DEADLINE_SECONDS: seconds(10, 0.1, 60),
  CACHE_MAX_BYTES: whole('bytes', 16 * MIB, 1024, 1024 * MIB),
  CACHE_MAX_AGE_SECONDS: seconds(0, 0, 3600),
  KEEP_ALIVE_SECONDS: seconds(75, 1, 3600),
  DRAIN_SECONDS: seconds(5, 0, 600),
  STOP_TIMEOUT_SECONDS: seconds(20, 0, 600),
});

const minio = z.object({
  MINIO_URI: z.string().transform(parseMinioUri),
  ACCESS_KEY: secret(),
  SECRET_KEY: secret(),
  BUCKET: z
    .string()
    .default('price-data')
    .refine(
      (name) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !/\.\.|\.-|-\./.test(name) && isIP(name) === 0,
      {
        error: 'must be a bucket name: 3 to 63 of a-z, 0-9, "." and "-", as in price-data',
      },
    ),
  MINIO_REGION: z.string().min(1, 'must not be empty').default('us-east-1'),
  MINIO_TIMEOUT_SECONDS: seconds(3, 0.1, 60),
  MINIO_MAX_SOCKETS: whole('connections', 32, 1, 1024),
});

/** Reads the server's configuration. @throws ConfigError naming every problem; never with a credential in it. */
export function readConfig(env: Environment): Config {
  const problems: string[] = [];
  const general = take(server, env, problems);
  const store = readStore(env, problems);
  if (general && general.IN_FLIGHT_MAX_BYTES < general.BODY_LIMIT_BYTES) {
    const { IN_FLIGHT_MAX_BYTES, BODY_LIMIT_BYTES } = general;
    problems.push(
      `IN_FLIGHT_MAX_BYTES is ${IN_FLIGHT_MAX_BYTES}, less than BODY_LIMIT_BYTES (${BODY_LIMIT_BYTES}): it must have room for one body`,
    );
  }
  if (!general || !store || problems.length > 0) throw new ConfigError(problems);
  return {
    host: general.HOST,
    port: general.PORT,
    logLevel: general.LOG_LEVEL,
    bodyLimitBytes: general.BODY_LIMIT_BYTES,
    inFlightMaxBytes: general.IN_FLIGHT_MAX_BYTES,
    deadlineMs: general.STORE_DEADLINE_SECONDS,
    cacheMaxBytes: general.CACHE_MAX_BYTES,
    cacheMaxAgeMs: general.CACHE_MAX_AGE_SECONDS,
    keepAliveMs: general.KEEP_ALIVE_SECONDS,
    drainMs: general.DRAIN_SECONDS,
    stopTimeoutMs: general.STOP_TIMEOUT_SECONDS,
    store,
  };
}

function readStore(env: Environment, problems: string[]): Config['store'] | undefined {
  if (env.DATA_DIR !== undefined && env.MINIO_URI !== undefined) {
    problems.push(
      'DATA_DIR and MINIO_URI are both set: set DATA_DIR to keep prices in a folder, or MINIO_URI for MinIO',
    );
    return undefined;
  }
  if (env.DATA_DIR === '') {
    problems.push('DATA_DIR is empty: it must be the path of a folder');
    return undefined;
  }
  if (env.DATA_DIR !== undefined) return { dataDir: env.DATA_DIR };
  const values = take(minio, env, problems);
  if (!values) return undefined;
  return {
    minio: {
      ...values.MINIO_URI,
      accessKey: values.ACCESS_KEY,
      secretKey: values.SECRET_KEY,
      bucket: values.BUCKET,
      region: values.MINIO_REGION,
      timeoutMs: values.MINIO_TIMEOUT_SECONDS,
      maxSockets: values.MINIO_MAX_SOCKETS,
    },
  };
}

function take<T extends z.ZodType>(schema: T, env: Environment, problems: string[]): z.output<T> | undefined {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  problems.push(...result.error.issues.map(({ path, message }) => describe(String(path[0]), message, env)));
  return undefined;
}

function describe(name: string, message: string, env: Environment): string {
  const value = env[name];
  if (value === undefined)
    return `${name} is missing${name === 'MINIO_URI' ? ', as in minio:9000 (or set DATA_DIR)' : ''}`;
  const shown = name.endsWith('_KEY') || value.includes('@') ? '' : ` is ${JSON.stringify(value)}: it`;
  return `${name}${shown} ${message}`;
}

function secret() {
  return z
    .string()
    .min(1, 'must not be empty')
    .refine(
      (text) => /^[\x21-\x7e]*$/.test(text),
      'must be printable ASCII without white space (a newline from a file?)',
    );
}

/** `minio:9000`, `http://minio:9000` or `https://minio.example.com`: the minio package takes neither as it is. */
function parseMinioUri(text: string, context: z.RefinementCtx): { host: string; port: number; tls: boolean } {
  const reject = (message: string) => {
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  };
  const scheme = /^https?:\/\//i.test(text);
  const whole = scheme ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  const host = url?.hostname.replace(/^\[|\]$/g, '') ?? '';
  const shape = 'must be host:port, http://host:port or https://host:port, as in minio:9000';
  if (!url || /^\w+:\/\//.test(text) !== scheme || !(isIP(host) || /^[a-z0-9]([a-z0-9_.-]*[a-z0-9])?$/i.test(host))) {
    return reject(shape);
  }
  if (url.username || url.password) return reject('must not hold credentials: put them in ACCESS_KEY and SECRET_KEY');
  if (url.pathname !== '/' || url.search || url.hash) return reject(`${shape}, without a path or query`);
  if (!scheme && !/:\d+$/.test(text.replace(/\/$/, ''))) return reject('must name a port, as in minio:9000');
  const tls = url.protocol === 'https:';
  return { host, tls, port: Number(url.port) || (tls ? 443 : 80) };
}
