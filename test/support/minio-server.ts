import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port';

const ROOT = join(__dirname, '../..');
const MODULE = join(ROOT, 'test/minio');
const POLL_MS = 100;
const READY_TRIES = 600;

/** For `beforeAll`: a first run builds the server, which takes minutes. */
export const MINIO_TIMEOUT_MS = 20 * 60_000;

export const MINIO_MISSING =
  'The tests that need a MinIO server are skipped: there is no Go to build it with. Install Go 1.26 or newer, ' +
  'or set MINIO_BIN to a MinIO server binary, or set MINIO_URI, ACCESS_KEY and SECRET_KEY to a running server.';

function version(): string {
  const pinned = /github\.com\/minio\/minio (v\S+)/.exec(readFileSync(join(MODULE, 'go.mod'), 'utf8'));
  if (!pinned) throw new Error('test/minio/go.mod does not pin github.com/minio/minio');
  return pinned[1] as string;
}

function cachedBinary(): string {
  return join(ROOT, '.cache', `minio-${version()}`, 'minio');
}

function canStart(): boolean {
  const { MINIO_BIN } = process.env;
  if (MINIO_BIN && !existsSync(MINIO_BIN)) throw new Error(`MINIO_BIN is ${MINIO_BIN}: no such file`);
  return Boolean(MINIO_BIN) || existsSync(cachedBinary()) || spawnSync('go', ['version']).status === 0;
}

/** `describe` where a MinIO server can be had; elsewhere the tests count as skipped and the reason is printed. */
export const describeWithMinio = process.env.MINIO_URI || canStart() ? describe : skipped(MINIO_MISSING);

/** The same for tests that kill or pause the server: one that runs for others, named by MINIO_URI, is left alone. */
export const describeWithOwnMinio =
  !process.env.MINIO_URI && canStart()
    ? describe
    : skipped(
        process.env.MINIO_URI
          ? 'Tests that stop MinIO are skipped: MINIO_URI names a server of others.'
          : MINIO_MISSING,
      );

function skipped(reason: string): jest.Describe {
  console.warn(reason);
  return describe.skip;
}

/** The environment that makes a history server use a MinIO server. */
export interface MinioAccess {
  readonly MINIO_URI: string;
  readonly ACCESS_KEY: string;
  readonly SECRET_KEY: string;
}

/** The server named by MINIO_URI, or one of our own; `stop` it in the end. Use a bucket of your own. */
export async function anyMinio(): Promise<{ access: MinioAccess; stop(): Promise<void> }> {
  const { MINIO_URI, ACCESS_KEY, SECRET_KEY } = process.env;
  if (!MINIO_URI) return MinioServer.start();
  if (!ACCESS_KEY || !SECRET_KEY) throw new Error('MINIO_URI is set: set ACCESS_KEY and SECRET_KEY of that server too');
  return { access: { MINIO_URI, ACCESS_KEY, SECRET_KEY }, stop: async () => {} };
}

/** A MinIO server of one test file: free loopback port, random credentials, temporary data. */
export class MinioServer {
  private process: ChildProcess | undefined;

  private constructor(
    private readonly binary: string,
    private readonly data: string,
    readonly port: number,
    readonly access: MinioAccess,
  ) {}

  /** Builds the server when it is not there yet, starts it and waits until it is ready. */
  static async start(): Promise<MinioServer> {
    const binary = await minioBinary();
    const port = await freePort();
    const server = new MinioServer(binary, await mkdtemp(join(tmpdir(), 'minio-test-')), port, {
      MINIO_URI: `http://127.0.0.1:${port}`,
      ACCESS_KEY: `access-${randomBytes(6).toString('hex')}`,
      SECRET_KEY: `secret-${randomBytes(16).toString('hex')}`,
    });
    await server.restart();
    return server;
  }

  /** Starts it again on the same port with the same data. */
  async restart(): Promise<void> {
    const { ACCESS_KEY, SECRET_KEY, MINIO_URI } = this.access;
    const child = spawn(this.binary, ['server', '--quiet', '--address', new URL(MINIO_URI).host, this.data], {
      env: {
        PATH: process.env.PATH,
        HOME: this.data,
        MINIO_ROOT_USER: ACCESS_KEY,
        MINIO_ROOT_PASSWORD: SECRET_KEY,
        MINIO_UPDATE: 'off',
        MINIO_BROWSER: 'off',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process = child;
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    for (let tries = 0; !(await this.ready()); tries++) {
      if (child.exitCode !== null || tries === READY_TRIES) throw new Error(`MinIO did not start:\n${output}`);
      await sleep(POLL_MS);
    }
  }

  /** Gone at once, connections reset, as when its node dies. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** It keeps its connections and accepts new ones, but answers nothing. Resolves when that is so. */
  async pause(): Promise<void> {
    this.process?.kill('SIGSTOP');
    while (await this.ready(AbortSignal.timeout(POLL_MS)));
  }

  resume(): void {
    this.process?.kill('SIGCONT');
  }

  /** Takes the bucket and all in it away, as when a volume is lost. */
  async loseBucket(bucket: string): Promise<void> {
    await this.kill();
    await rm(join(this.data, bucket), { recursive: true });
    await this.restart();
  }

  async stop(): Promise<void> {
    await this.end('SIGKILL');
    await rm(this.data, { recursive: true, force: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  private async ready(signal?: AbortSignal): Promise<boolean> {
    try {
      return (await fetch(`${this.access.MINIO_URI}/minio/health/ready`, { signal: signal ?? null })).ok;
    } catch {
      return false;
    }
  }
}

/** Path of a MinIO server: the one that MINIO_BIN names, or our own. */
export async function minioBinary(): Promise<string> {
  return process.env.MINIO_BIN ?? built();
}

/** The path of the server, built from the Go module proxy on first use; test files that come meanwhile wait. */
async function built(): Promise<string> {
  const binary = cachedBinary();
  const folder = join(binary, '..');
  const lock = join(folder, 'lock');
  await mkdir(folder, { recursive: true });
  while (!existsSync(binary)) {
    if (await taken(lock)) await sleep(POLL_MS * 5);
    else {
      try {
        await build(binary);
      } finally {
        await rm(lock, { force: true });
      }
    }
  }
  return binary;
}

/** Whether another process that still lives holds the lock; if not, it is ours now. */
async function taken(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = Number(await readFile(lock, 'utf8').catch(() => '0'));
  if (holder > 0 && !existsSync(`/proc/${holder}`) && existsSync('/proc')) await rm(lock, { force: true });
  return true;
}

async function build(binary: string): Promise<void> {
  const temporary = `${binary}.${process.pid}.tmp`;
  const args = [
    'build',
    '-trimpath',
    '-buildvcs=false',
    '-ldflags',
    '-s -w',
    '-o',
    temporary,
    'github.com/minio/minio',
  ];
  console.warn('Building the MinIO server for the tests: a few minutes, once.');
  const child = spawn('go', args, { cwd: MODULE, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`go ${args.join(' ')} failed in test/minio:\n${output}`);
  await rename(temporary, binary);
}
