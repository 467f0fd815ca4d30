/** The bytes of a day as they were posted, and the tag that changes with them. */
export interface StoredDay {
  readonly bytes: Buffer;
  /** MD5 of the bytes in hexadecimal, without quotes. */
  readonly etag: string;
}

/** What must be stored at the moment of a write for the write to happen: this etag, or nothing. */
export type Guard = { readonly etag: string } | 'absent';

/** Where days are kept. Each method rejects with {@link StoreUnavailable} when the place can't be reached or refuses. */
export interface PriceStore {
  /** Makes what must be there (bucket, folder); safe to repeat and to race. */
  prepare(): Promise<void>;
  /** The day, `'unchanged'` when it still has the etag `known`, or undefined when it is not stored. */
  get(day: string, known?: string): Promise<StoredDay | 'unchanged' | undefined>;
  etag(day: string): Promise<string | undefined>;
  /**
   * Replaces the day as a whole and resolves to the new etag once it is durable.
   * @throws GuardFailed when `guard` does not hold; nothing is written then.
   */
  put(day: string, bytes: Buffer, guard?: Guard): Promise<string>;
  /** At most `limit` stored days later than `after`, ascending. */
  days(after: string, limit: number): Promise<string[]>;
  close(): void;
}

/** The store can't be reached, did not answer in time, or refused. The message never holds a credential. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable';
}

export class GuardFailed extends Error {
  override name = 'GuardFailed';
}
