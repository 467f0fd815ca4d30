import { setTimeout as sleep } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { Client, S3Error } from 'minio';
import { isDay } from './day';
import { MinioTimeout, type MinioTransport, minioTransport } from './minio-transport';
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
const FIRST_PAUSE_MS = 50;
/** Errors that are no news of MinIO: told already, or mistakes in the program. */
const OURS = new Set(['StoreUnavailable', 'GuardFailed', 'TypeError', 'RangeError', 'ReferenceError']);

/** Days as objects `<day>.json` of one MinIO bucket, which is made when it is missing. */
export class MinioStore implements PriceStore {
  private readonly client: Client;
  private readonly transport: MinioTransport;
  private readonly bucket: string;

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
        if (hasCode(error, 'NoSuchKey', 'NoSuchBucket')) return undefined;
        throw error;
      }
    });
  }

  async etag(day: string): Promise<string | undefined> {
    return repeating(async () => {
      try {
        return (await this.client.statObject(this.bucket, objectName(day))).etag;
      } catch (error) {
        // An answer to HEAD has no body, so its code comes from the status.
        if (hasCode(error, 'NotFound')) return undefined;
        throw error;
      }
    });
  }

  async put(day: string, bytes: Buffer, guard?: Guard): Promise<string> {
    const condition = guard && (guard === 'absent' ? { 'If-None-Match': '*' } : { 'If-Match': `"${guard.etag}"` });
    const write = async () => {
      const metaData = { 'Content-Type': 'application/json', ...condition };
      return (await this.client.putObject(this.bucket, objectName(day), bytes, bytes.length, metaData)).etag;
    };
    const guarded = async () => {
      try {
        return await write();
      } catch (error) {
        if (hasCode(error, 'PreconditionFailed')) throw new GuardFailed(day);
        if (guard && guard !== 'absent' && hasCode(error, 'NoSuchKey', 'NoSuchBucket')) throw new GuardFailed(day);
        if (!hasCode(error, 'NoSuchBucket')) throw error;
        await this.makeBucket();
        return write();
      }
    };
    // A write that timed out may still land: sent again it could land after, and undo, a later write. A guarded one
    // that was cut off may have landed: sent again it would fail on its own success.
    return repeating(guarded, (error) => !guard && !(error instanceof MinioTimeout));
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
async function repeating<T>(action: () => Promise<T>, mayRepeat: (error: Error) => boolean = () => true): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (!isNativeError(error) || OURS.has(error.name)) throw error;
      if (error instanceof S3Error || attempt === ATTEMPTS || !mayRepeat(error)) throw unavailable(error);
      await sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1) * (1 + Math.random()));
    }
  }
}

function unavailable(error: Error & { code?: string }): StoreUnavailable {
  const reason = [error.code, error.message].filter(Boolean).join(': ') || error.name;
  return new StoreUnavailable(`MinIO: ${reason}`, { cause: error });
}
