import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import Ajv2020 from 'ajv/dist/2020';
import { readConfig } from '../../../services/history-server/src/config';
import { isDay } from '../../../services/history-server/src/day';
import { Deadline } from '../../../services/history-server/src/deadline';
import { createLog } from '../../../services/history-server/src/log';
import { document } from '../../../services/history-server/src/openapi';
import { startServer } from '../../../services/history-server/src/server';

export type Env = Readonly<Record<string, string>>;

const SERVER = join(__dirname, '../../../services/history-server');

/** Quick and quiet, on a free loopback port. */
const TEST_ENV: Env = { HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'debug', DRAIN_SECONDS: '0' };

export interface TestServer {
  readonly url: string;
  /** Every line of the log so far. */
  readonly log: string[];
  stop(): Promise<unknown>;
}

/** A history server inside this process. */
export async function testServer(env: Env): Promise<TestServer> {
  const log: string[] = [];
  const config = readConfig({ ...TEST_ENV, ...env });
  const server = await startServer(config, createLog(config.logLevel, { write: (line) => log.push(line) }));
  return { url: `http://127.0.0.1:${server.port}`, log, stop: server.stop };
}

/** The bundle of this test file, made when first needed. */
let bundle: string | undefined;

function built(): string {
  const outfile = join(SERVER, 'lib', `server-${process.pid}-${Date.now()}.js`);
  execFileSync('npm', ['run', '--silent', 'build', '--', `--outfile=${outfile}`], { cwd: SERVER });
  return outfile;
}

/**
 * Node's options of `npm start`, heap limits among them; but no source maps, which cost 27 MB when the first stack is
 * written, and would look like a leak.
 */
function startFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(SERVER, 'package.json'), 'utf8'));
  return (scripts.start as string)
    .split(' ')
    .filter((word) => word.startsWith('--') && word !== '--enable-source-maps');
}

const launched: ServerProcess[] = [];

afterAll(async () => {
  await Promise.all(launched.map((server) => server.stop()));
  if (bundle) await Promise.all([bundle, `${bundle}.map`].map((path) => rm(path)));
});

export interface LaunchOptions {
  /** Where standard output goes instead of into `log`. */
  readonly output?: number | 'pipe';
  /** File name, without `.cjs`, of a script in this folder that runs before the server. */
  readonly preload?: string;
}

/** A history server in a process of its own, from the bundle that the image holds. */
export class ServerProcess {
  readonly log: string[] = [];
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  url = '';

  private constructor(readonly child: ChildProcess) {
    this.exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  }

  static async start(env: Env, options?: LaunchOptions): Promise<ServerProcess> {
    const server = ServerProcess.launch({ ...TEST_ENV, ...env }, options);
    const listening = await until(() => server.log.find((line) => /^\{.*"port":\d/.test(line)) ?? server.ended());
    if (listening === true) throw new Error(`the server ended at once:\n${server.log.join('\n')}`);
    server.url = `http://127.0.0.1:${JSON.parse(listening).port}`;
    return server;
  }

  /** Starts it with exactly this environment, and does not wait. */
  static launch(env: Env, { output = 'pipe', preload = 'memory-report' }: LaunchOptions = {}): ServerProcess {
    bundle ??= built();
    const flags = [...startFlags(), '--expose-gc', '--require', join(__dirname, `${preload}.cjs`)];
    const child = spawn(process.execPath, [...flags, bundle], { env, stdio: ['ignore', output, 'pipe'] });
    const server = new ServerProcess(child);
    launched.push(server);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => server.log.push(line));
    }
    return server;
  }

  /** Bytes after garbage collection: those in use, and those the process has of the machine. */
  async memory(): Promise<{ inUse: number; rss: number }> {
    const earlier = this.log.length;
    this.child.kill('SIGUSR2');
    const line = await until(() => this.log.slice(earlier).find((text) => text.startsWith('{"inUse"')));
    return JSON.parse(line);
  }

  async stop(): Promise<void> {
    if (!this.ended()) this.child.kill('SIGKILL');
    await this.exited;
  }

  private ended(): true | undefined {
    return this.child.exitCode !== null || this.child.signalCode !== null ? true : undefined;
  }
}

/** An HTTP server that stands in for MinIO, and how many connections it has. */
export async function standIn(answer: RequestListener) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${port}`,
    connections: () => promisify(server.getConnections.bind(server))(),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** For tests that are not about time. */
export const UNHURRIED = new Deadline(Number.POSITIVE_INFINITY);

/** A new folder, and what removes it. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'history-server-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Asks until there is an answer. */
export async function until<T>(ask: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    await sleep(20);
  }
}

export async function untilReady(url: string): Promise<void> {
  await until(async () => (await fetch(`${url}/readyz`)).ok);
}

export interface TestRecord {
  estonian_time: string;
  price: number;
  timestamp: number;
}

/** Records of `count` quarters of an hour from the start of a summer day in Estonia. */
export function quarters(day: string, count = 96, price = 10.5): TestRecord[] {
  const start = Date.parse(`${day}T00:00:00+03:00`);
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * 900_000;
    const local = new Date(at + 3 * 3_600_000).toISOString().slice(0, 19);
    return { estonian_time: `${local}+03:00`, price: price + index, timestamp: at / 1000 };
  });
}

export function post(url: string, day: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/api/prices?day=${day}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export function get(url: string, day: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}/api/prices?day=${day}`, { headers });
}

const KEY = 'openapi.json';
const ajv = new Ajv2020({ strict: true, allErrors: true, formats: { date: isDay } })
  .addVocabulary(Object.keys(document))
  .addSchema(document, KEY);

type Json = { [key: string]: Json };

/** Follows the path and `$ref`s inside the document. */
function described(path: string[]): { value: Json; path: string[] } | undefined {
  let at: Json | undefined = document as unknown as Json;
  for (const key of path) at = at?.[key];
  if (!at) return undefined;
  return typeof at.$ref === 'string' ? described((at.$ref as string).split('/').slice(1)) : { value: at, path };
}

/** Reads the body and checks status, content type, headers and body against what the document says of the operation. */
export async function conforming(operation: string, response: Response): Promise<string> {
  const [method, path] = operation.split(' ') as [string, string];
  const answer = described(['paths', path, method.toLowerCase(), 'responses', String(response.status)]);
  if (!answer) throw new Error(`the document knows no ${response.status} of ${operation}`);
  for (const name of Object.keys(answer.value.headers ?? {})) {
    const header = described([...answer.path, 'headers', name]);
    const text = response.headers.get(name);
    if (text === null && (header?.value.required as unknown) === true) throw new Error(`${operation}: no ${name}`);
    const type = (header?.value.schema?.type ?? '') as unknown as string;
    if (text !== null) check([...(header?.path ?? []), 'schema'], type === 'integer' ? Number(text) : text);
  }
  const body = await response.text();
  const types = Object.keys(answer.value.content ?? {});
  const type = response.headers.get('Content-Type')?.split(';')[0];
  if (types.length === 0) expect(body).toBe('');
  else {
    expect(types).toContain(type);
    const schema = [...answer.path, 'content', type as string, 'schema'];
    check(schema, type?.endsWith('json') ? JSON.parse(body) : body);
  }
  return body;
}

function check(path: string[], value: unknown): void {
  const pointer = path.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  const ref = `${KEY}#/${pointer}`;
  const validate = ajv.getSchema(ref) ?? ajv.compile({ $ref: ref });
  if (!validate(value)) throw new Error(`${pointer}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
}
