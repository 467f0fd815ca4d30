import type { Deadline } from './deadline';

/** The bytes of a day as they were posted, and the tag that changes with them. */
export interface StoredDay {
  readonly bytes: Buffer;
  /** MD5 of the bytes in hexadecimal, without quotes. */
  readonly etag: string;
}

/** What must be stored at the moment of a write for the write to happen: this etag, or nothing. */
export type Guard = { readonly etag: string } | 'absent';

/**
 * Where days are kept. Each method rejects with a {@link StoreUnavailable}, of the class that says why, when the place
 * can't do it now. None begins an attempt after its deadline, so it ends at the latest one attempt later.
 */
export interface PriceStore {
  /** Makes what must be there (bucket, folder), in one attempt; safe to repeat and to race. */
  prepare(): Promise<void>;
  /**
   * The day, `'unchanged'` when it still has the etag `known`, or undefined when it is not stored.
   * Who names a `known` one has something to fall back on: the store is then asked only once.
   */
  get(day: string, deadline: Deadline, known?: string): Promise<StoredDay | 'unchanged' | undefined>;
  /** What a write of the day would replace. */
  etag(day: string, deadline: Deadline): Promise<string | undefined>;
  /**
   * Replaces the day as a whole and resolves to the new etag once it is durable.
   * @throws GuardFailed when `guard` does not hold; nothing is written then.
   */
  put(day: string, bytes: Buffer, deadline: Deadline, guard?: Guard): Promise<string>;
  /** At most `limit` stored days later than `after`, ascending. */
  days(after: string, limit: number, deadline: Deadline): Promise<string[]>;
  close(): void;
}

/** The store can't do what was asked now. The message never holds a credential. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
}

/** No connection, a broken one, no answer in time, or one that says that the whole store is in trouble (a 5xx). */
export class StoreUnreachable extends StoreUnavailable {
  override name = 'StoreUnreachable';
}

/** The store answers, but not with what was asked for: it forbids it, or holds something that is no day. */
export class StoreRefused extends StoreUnavailable {
  override name = 'StoreRefused';
}

/** The request's time was over before the store was asked, or asked again: others were first. */
export class DeadlinePassed extends StoreUnavailable {
  override name = 'DeadlinePassed';
}

export class GuardFailed extends Error {
  override name = 'GuardFailed';
}
