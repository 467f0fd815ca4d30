import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { LRUCache } from 'lru-cache';
import { Client, S3Error } from 'minio';
import { isDay } from './day';
import { type MinioTransport, minioTransport } from './minio-transport';
import { type Guard, GuardFailed, type PriceStore, type StoredDay, StoreUnavailable } from './price-store';

export interface MinioStoreOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly bucket: string;
  readonly region: string;
  /** Time for one attempt, from the wait for a socket to the last byte, in milliseconds. */
  readonly timeoutMs: number;
  readonly maxSockets: number;
}

const SUFFIX = '.json';
const ATTEMPTS = 3;
/** How often a write looks again at what it replaces because other servers write the same day. */
const ROUNDS = 10;
const FIRST_PAUSE_MS = 50;
/** Errors that are no news of MinIO: told already, or mistakes in the program. */
const OURS = new Set(['StoreUnavailable', 'GuardFailed', 'TypeError', 'RangeError', 'ReferenceError']);

/** Days as objects `<day>.json` of one MinIO bucket, which is made when it is missing. */
export class MinioStore implements PriceStore {
  private readonly client: Client;
  private readonly transport: MinioTransport;
  private readonly bucket: string;
  private readonly turns = new Map<string, Promise<unknown>>();
  /** The last known etags: a good guess of what a write will replace. */
  private readonly etags = new LRUCache<string, string>({ max: 10_000 });

  constructor(options: MinioStoreOptions) {
    this.bucket = options.bucket;
    this.transport = minioTransport(options.tls, options.timeoutMs, options.maxSockets);
    this.client = new Client({
      endPoint: options.host,
      port: options.port,
      useSSL: options.tls,
      accessKey: options.accessKey,
      secretKey: options.secretKey,
      // Without a region each first call, and each call after an error, asks for it before it does its work.
      region: options.region,
      transport: this.transport as unknown as typeof import('node:http'),
      transportAgent: this.transport.agent,
      retryOptions: { disableRetry: true },
    });
  }

  async prepare(): Promise<void> {
    if (!(await repeating(() => this.client.bucketExists(this.bucket)))) await this.makeBucket();
  }

  async get(day: string, known?: string): Promise<StoredDay | 'unchanged' | undefined> {
    return repeating(async () => {
      try {
        return await this.fetch(day, known);
      } catch (error) {
        if (!hasCode(error, 'NoSuchKey', 'NoSuchBucket')) throw error;
        this.etags.delete(day);
        return undefined;
      }
    });
  }

  async etag(day: string): Promise<string | undefined> {
    return repeating(async () => {
      try {
        const { etag } = await this.client.statObject(this.bucket, objectName(day));
        this.etags.set(day, etag);
        return etag;
      } catch (error) {
        // An answer to HEAD has no body, so its code comes from the status.
        if (!hasCode(error, 'NotFound')) throw error;
        this.etags.delete(day);
        return undefined;
      }
    });
  }

  async put(day: string, bytes: Buffer, guard?: Guard): Promise<string> {
    // A guarded write that was cut off may have happened: sent again it would fail on its own success.
    if (guard) return repeating(() => this.replace(day, bytes, guard), 1);
    return this.inTurn(day, () => this.overwrite(day, bytes));
  }

  async days(after: string, limit: number): Promise<string[]> {
    return repeating(async () => {
      const days: string[] = [];
      const start = after && objectName(after);
      for (let token = '', more = true; more && days.length < limit; ) {
        const page = await this.listed(token, limit, start);
        days.push(...page.days);
        token = page.token;
        more = token !== '';
      }
      return days.slice(0, limit);
    });
  }

  close(): void {
    this.transport.agent.destroy();
  }

  /**
   * Replaces the day whatever it is, yet names the state that it replaces: a request that seemed lost and lands late
   * finds another state and is void, instead of undoing a later write.
   */
  private async overwrite(day: string, bytes: Buffer): Promise<string> {
    const own = createHash('md5').update(bytes).digest('hex');
    let current = this.etags.get(day);
    for (let round = 0; round < ROUNDS; round++) {
      const guard = current === undefined ? 'absent' : { etag: current };
      try {
        return await repeating(() => this.replace(day, bytes, guard));
      } catch (error) {
        if (!(error instanceof GuardFailed)) throw error;
      }
      current = await this.etag(day);
      // It was there all the time, or an attempt that seemed lost had landed.
      if (current === own) return own;
    }
    throw new StoreUnavailable(`${day} changed under ${ROUNDS} writes in a row`);
  }

  private async replace(day: string, bytes: Buffer, guard: Guard): Promise<string> {
    const condition = guard === 'absent' ? { 'If-None-Match': '*' } : { 'If-Match': `"${guard.etag}"` };
    const metaData = { 'Content-Type': 'application/json', ...condition };
    const write = () => this.client.putObject(this.bucket, objectName(day), bytes, bytes.length, metaData);
    try {
      const { etag } = await write().catch(async (error) => {
        if (guard !== 'absent' || !hasCode(error, 'NoSuchBucket')) throw error;
        await this.makeBucket();
        return write();
      });
      this.etags.set(day, etag);
      return etag;
    } catch (error) {
      if (hasCode(error, 'PreconditionFailed', 'NoSuchKey', 'NoSuchBucket')) throw new GuardFailed(day);
      throw error;
    }
  }

  /** One overwrite of a day at a time; those that wait for one that fails fail with it. */
  private inTurn(day: string, write: () => Promise<string>): Promise<string> {
    const turn = (this.turns.get(day) ?? Promise.resolve()).then(write);
    this.turns.set(day, turn);
    const leave = () => {
      if (this.turns.get(day) === turn) this.turns.delete(day);
    };
    turn.then(leave, leave);
    return turn;
  }

  /** The package's own `getObject` can't send a conditional header. */
  private async fetch(day: string, known?: string): Promise<StoredDay | 'unchanged'> {
    const headers = known ? { 'If-None-Match': `"${known}"` } : {};
    const request = { method: 'GET', bucketName: this.bucket, objectName: objectName(day), headers };
    const response = await this.client.makeRequestAsync(request, '', [200, 304]);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    if (response.statusCode === 304) return 'unchanged';
    const etag = response.headers.etag?.replaceAll('"', '');
    if (!etag) throw new Error(`no ETag in the answer to GET of ${day}`);
    this.etags.set(day, etag);
    return { bytes: Buffer.concat(chunks), etag };
  }

  private async listed(token: string, limit: number, start: string): Promise<{ days: string[]; token: string }> {
    try {
      const { objects, isTruncated, nextContinuationToken } = await this.client.listObjectsV2Query(
        this.bucket,
        '',
        token,
        '',
        limit,
        start,
      );
      const names = objects.map(({ name }) => name ?? '').filter((name) => name.endsWith(SUFFIX));
      const days = names.map((name) => name.slice(0, -SUFFIX.length)).filter(isDay);
      return { days, token: isTruncated ? nextContinuationToken : '' };
    } catch (error) {
      if (hasCode(error, 'NoSuchBucket')) return { days: [], token: '' };
      throw error;
    }
  }

  private async makeBucket(): Promise<void> {
    await repeating(async () => {
      try {
        await this.client.makeBucket(this.bucket);
      } catch (error) {
        // Another replica was faster.
        if (!hasCode(error, 'BucketAlreadyOwnedByYou')) throw error;
      }
    });
  }
}

function objectName(day: string): string {
  return `${day}${SUFFIX}`;
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof S3Error && codes.includes(error.code ?? '');
}

/**
 * Tries again, after a pause that doubles, what failed for reasons that pass: no connection, a broken one, no answer,
 * a 5xx. An S3 error code is MinIO's answer and stands.
 */
async function repeating<T>(action: () => Promise<T>, attempts = ATTEMPTS): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (!isNativeError(error) || OURS.has(error.name)) throw error;
      if (error instanceof S3Error || attempt >= attempts) throw unavailable(error);
      await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (1 + Math.random()));
    }
  }
}

function unavailable(error: Error & { code?: string }): StoreUnavailable {
  const reason = [error.code, error.message].filter(Boolean).join(': ') || error.name;
  return new StoreUnavailable(`MinIO: ${reason}`, { cause: error });
}
