import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { LRUCache } from 'lru-cache';
import { Client, S3Error } from 'minio';
import { isDay } from './day';
import type { Deadline } from './deadline';
import { type MinioTransport, minioTransport } from './minio-transport';
import {
  type Guard,
  GuardFailed,
  type PriceStore,
  type StoredDay,
  StoreRefused,
  StoreUnreachable,
} from './price-store';
import { Turns } from './turns';

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
/** How often MinIO is asked the same when it can't be reached. */
const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 50;
/** What is added to the pause each time that a write looks again at what it replaces. */
const ROUND_PAUSE_MS = 20;
/** Errors that are no news of MinIO: told already, or mistakes in the program. */
const OURS = new Set([
  'StoreUnreachable',
  'StoreRefused',
  'DeadlinePassed',
  'GuardFailed',
  'TypeError',
  'RangeError',
  'ReferenceError',
]);

/** Days as objects `<day>.json` of one MinIO bucket, which is made when it is missing. */
export class MinioStore implements PriceStore {
  private readonly client: Client;
  private readonly transport: MinioTransport;
  private readonly bucket: string;
  private readonly turns = new Turns();
  /** The last known etags: a good guess of what a write will replace. */
  private readonly etags = new LRUCache<string, string>({ max: 10_000 });

  constructor(
    options: MinioStoreOptions,
    /** An object that is longer is no day of ours, and not read. */
    private readonly maxDayBytes: number,
  ) {
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
    await asking(async () => {
      if (!(await this.client.bucketExists(this.bucket))) await this.makeBucket();
    });
  }

  async get(day: string, deadline: Deadline, known?: string): Promise<StoredDay | 'unchanged' | undefined> {
    const fetch = async () => {
      try {
        return await this.fetch(day, known);
      } catch (error) {
        if (!hasCode(error, 'NoSuchKey', 'NoSuchBucket')) throw error;
        this.etags.delete(day);
        return undefined;
      }
    };
    return repeating(deadline, fetch, known === undefined ? ATTEMPTS : 1);
  }

  async etag(day: string, deadline: Deadline): Promise<string | undefined> {
    return repeating(deadline, () => this.look(day));
  }

  async put(day: string, bytes: Buffer, deadline: Deadline, guard?: Guard): Promise<string> {
    // A guarded write that was cut off may have happened: sent again it would fail on its own success.
    if (guard) return repeating(deadline, () => this.replace(day, bytes, deadline, guard), 1);
    return this.turns.take(day, () => this.overwrite(day, bytes, deadline));
  }

  async days(after: string, limit: number, deadline: Deadline): Promise<string[]> {
    const days: string[] = [];
    const start = after && objectName(after);
    for (let token = '', more = true; more && days.length < limit; ) {
      const page = await repeating(deadline, () => this.listed(token, limit, start));
      days.push(...page.days);
      token = page.token;
      more = token !== '';
    }
    return days.slice(0, limit);
  }

  close(): void {
    this.transport.agent.destroy();
  }

  /**
   * Replaces the day whatever it is, yet names the bytes that it replaces, by their MD5: a request that seemed lost and
   * lands late finds others and is void, instead of undoing a later write.
   */
  private async overwrite(day: string, bytes: Buffer, deadline: Deadline): Promise<string> {
    const own = md5(bytes).toString('hex');
    let current = this.etags.get(day);
    return repeating(deadline, async () => {
      for (let round = 0; ; round++) {
        try {
          return await this.replace(day, bytes, deadline, current === undefined ? 'absent' : { etag: current });
        } catch (error) {
          if (!(error instanceof GuardFailed)) throw error;
        }
        await sleep(round * ROUND_PAUSE_MS);
        deadline.check();
        current = await this.look(day);
        // It was there all the time, or an attempt that seemed lost had landed.
        if (current === own) return own;
        deadline.check();
      }
    });
  }

  private async replace(day: string, bytes: Buffer, deadline: Deadline, guard: Guard): Promise<string> {
    try {
      return await this.write(day, bytes, guard).catch(async (error) => {
        if (guard !== 'absent' || !hasCode(error, 'NoSuchBucket')) throw error;
        deadline.check();
        await this.makeBucket();
        deadline.check();
        return this.write(day, bytes, guard);
      });
    } catch (error) {
      if (hasCode(error, 'PreconditionFailed', 'NoSuchKey', 'NoSuchBucket')) throw new GuardFailed(day);
      throw error;
    }
  }

  /** The package's own `putObject` copies the bytes, once each attempt. */
  private async write(day: string, bytes: Buffer, guard: Guard): Promise<string> {
    const headers = {
      'Content-Type': 'application/json',
      'Content-MD5': md5(bytes).toString('base64'),
      ...(guard === 'absent' ? { 'If-None-Match': '*' } : { 'If-Match': `"${guard.etag}"` }),
    };
    const request = { method: 'PUT', bucketName: this.bucket, objectName: objectName(day), headers };
    const response = await this.client.makeRequestAsyncOmit(request, bytes);
    return this.noted(day, response.headers.etag);
  }

  private async look(day: string): Promise<string | undefined> {
    try {
      const { etag } = await this.client.statObject(this.bucket, objectName(day));
      return this.noted(day, etag);
    } catch (error) {
      // An answer to HEAD has no body, so its code comes from the status.
      if (!hasCode(error, 'NotFound')) throw error;
      this.etags.delete(day);
      return undefined;
    }
  }

  private noted(day: string, header: string | undefined): string {
    const etag = header?.replaceAll('"', '');
    if (!etag) throw new StoreRefused(`MinIO: an answer about ${objectName(day)} has no ETag`);
    this.etags.set(day, etag);
    return etag;
  }

  /** The package's own `getObject` can't send a conditional header. */
  private async fetch(day: string, known?: string): Promise<StoredDay | 'unchanged'> {
    const headers = known ? { 'If-None-Match': `"${known}"` } : {};
    const request = { method: 'GET', bucketName: this.bucket, objectName: objectName(day), headers };
    const response = await this.client.makeRequestAsync(request, '', [200, 304]);
    if (response.statusCode === 304) {
      response.resume();
      return 'unchanged';
    }
    const bytes = await this.received(day, response);
    return { bytes, etag: this.noted(day, response.headers.etag) };
  }

  private async received(day: string, response: IncomingMessage): Promise<Buffer> {
    const announced = Number(response.headers['content-length'] ?? 0);
    const chunks: Buffer[] = [];
    let length = 0;
    // Leaving the loop early closes the connection.
    for await (const chunk of response) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (Math.max(announced, length) > this.maxDayBytes) {
        throw new StoreRefused(
          `MinIO: ${objectName(day)} has ${Math.max(announced, length)} bytes or more, above ${this.maxDayBytes} ` +
            '(BODY_LIMIT_BYTES): it is not read. Replace it, or raise the limit',
        );
      }
    }
    return Buffer.concat(chunks);
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
    try {
      await this.client.makeBucket(this.bucket);
    } catch (error) {
      // Another replica was faster.
      if (!hasCode(error, 'BucketAlreadyOwnedByYou')) throw error;
    }
  }
}

function objectName(day: string): string {
  return `${day}${SUFFIX}`;
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof S3Error && codes.includes(error.code ?? '');
}

function md5(bytes: Buffer): Buffer {
  return createHash('md5').update(bytes).digest();
}

/**
 * Tries again, after a pause that doubles, what failed for reasons that pass: no connection, a broken one, no answer,
 * a 5xx. Begins nothing after the deadline.
 */
async function repeating<T>(deadline: Deadline, action: () => Promise<T>, attempts = ATTEMPTS): Promise<T> {
  deadline.check();
  for (let attempt = 1; ; attempt++) {
    try {
      return await asking(action);
    } catch (error) {
      if (!(error instanceof StoreUnreachable) || attempt >= attempts) throw error;
      await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (1 + Math.random()));
      if (deadline.passed) throw error;
    }
  }
}

/** Names errors by what they say of MinIO: an S3 error is its answer, the others are the lack of one. */
async function asking<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!isNativeError(error) || OURS.has(error.name)) throw error;
    const { code, message } = error as Error & { code?: string };
    const reason = [code, message].filter(Boolean).join(': ') || error.name;
    const Kind = error instanceof S3Error ? StoreRefused : StoreUnreachable;
    throw new Kind(`MinIO: ${reason}`, { cause: error });
  }
}
