import { LRUCache } from 'lru-cache';
import { Deadline } from './deadline';
import {
  type Guard,
  type PriceStore,
  type StoredDay,
  StoreRefused,
  StoreUnavailable,
  StoreUnreachable,
} from './price-store';

export interface CacheOptions {
  /** Most bytes kept, whatever their number of days. */
  readonly maxBytes: number;
  /** For how long a day may be given without asking the store; 0 asks on every read. */
  readonly maxAgeMs: number;
  /** While the store can't be reached: how long after one probe failed the next one begins, at the earliest. */
  readonly probeMs: number;
  /** Time for a probe. */
  readonly deadlineMs: number;
  /** A clock that never goes back, in milliseconds. */
  readonly now: () => number;
}

/** How a read was answered: `fresh` without asking, `unchanged` and `loaded` by asking, `stale` because asking failed. */
export type Source = 'fresh' | 'unchanged' | 'loaded' | 'stale';

export interface Reading extends StoredDay {
  readonly source: Source;
  /** Time since the store last confirmed the day. */
  readonly ageMs: number;
}

interface Entry extends StoredDay {
  confirmedAt: number;
}

interface Flight {
  readonly landing: Promise<Reading | undefined>;
  next?: Promise<Reading | undefined>;
  /** A write of the day ended during this flight: what it brings may be the state before the write. */
  outdated: boolean;
}

interface Writing {
  count: number;
  overlapped: boolean;
}

/** What a kept day costs beside its bytes, by estimate. */
const ENTRY_BYTES = 512;

/**
 * Reads and writes days through a bounded memory. At most one read of a day is under way at a time; who comes later
 * shares the next one, never the one that started before, so that no answer is older than its request.
 *
 * Once a read could not reach the store, kept days are given at once, and one of them at a time is asked for in the
 * background until the store answers again.
 */
export class DayCache {
  private readonly entries: LRUCache<string, Entry>;
  private readonly flights = new Map<string, Flight>();
  private readonly writing = new Map<string, Writing>();
  private unreachable = false;
  private probing = false;
  private nextProbeAt = 0;

  constructor(
    private readonly store: PriceStore,
    private readonly options: CacheOptions,
  ) {
    const sizeCalculation = ({ bytes }: Entry) => bytes.length + ENTRY_BYTES;
    this.entries = new LRUCache({ maxSize: options.maxBytes, sizeCalculation });
  }

  get bytes(): number {
    return this.entries.calculatedSize;
  }

  /** A kept day that may be given without asking the store. */
  fresh(day: string): Reading | undefined {
    const { maxAgeMs, now } = this.options;
    const kept = this.entries.get(day);
    return kept && now() - kept.confirmedAt < maxAgeMs ? this.reading(kept, 'fresh') : undefined;
  }

  /** @throws StoreUnavailable when the store fails and the day is not kept. */
  async read(day: string, deadline: Deadline): Promise<Reading | undefined> {
    const { maxAgeMs, now } = this.options;
    const kept = this.entries.get(day);
    if (kept && now() - kept.confirmedAt < maxAgeMs) return this.reading(kept, 'fresh');
    if (kept && this.unreachable) {
      this.probe(day);
      return this.reading(kept, 'stale');
    }
    try {
      return await this.nextLanding(day, deadline);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      const last = this.entries.get(day);
      if (!last) throw error;
      return this.reading(last, 'stale');
    }
  }

  /** @see PriceStore.put */
  async write(day: string, bytes: Buffer, deadline: Deadline, guard?: Guard): Promise<string> {
    const writing = this.beginWrite(day);
    try {
      const etag = await this.store.put(day, bytes, deadline, guard);
      this.unreachable = false;
      // Of two writes at once nobody here knows which one the store took last.
      if (writing.overlapped) this.entries.delete(day);
      else this.entries.set(day, { bytes, etag, confirmedAt: this.options.now() });
      return etag;
    } catch (error) {
      // It may have been written all the same, so a bounded age no longer holds.
      const kept = this.entries.peek(day);
      if (kept) kept.confirmedAt = Math.min(kept.confirmedAt, this.options.now() - this.options.maxAgeMs);
      throw error;
    } finally {
      this.endWrite(day, writing);
    }
  }

  /** Asks for the day once, whoever waits for it, unless that is going on or was just done in vain. */
  private async probe(day: string): Promise<void> {
    const { now, probeMs, deadlineMs } = this.options;
    if (this.probing || now() < this.nextProbeAt) return;
    this.probing = true;
    try {
      await this.nextLanding(day, new Deadline(deadlineMs, now));
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      this.nextProbeAt = now() + probeMs;
    } finally {
      this.probing = false;
    }
  }

  private nextLanding(day: string, deadline: Deadline): Promise<Reading | undefined> {
    const flight = this.flights.get(day);
    if (!flight) return this.takeOff(day, deadline);
    flight.next ??= flight.landing.then(
      () => this.takeOff(day, deadline),
      (error) => {
        this.flights.delete(day);
        throw error;
      },
    );
    return flight.next;
  }

  private takeOff(day: string, deadline: Deadline): Promise<Reading | undefined> {
    const landing = this.load(day, deadline, () => flight.outdated).finally(() => {
      if (!flight.next) this.flights.delete(day);
    });
    const flight: Flight = { landing, outdated: false };
    this.flights.set(day, flight);
    return landing;
  }

  private async load(day: string, deadline: Deadline, outdated: () => boolean): Promise<Reading | undefined> {
    const kept = this.entries.get(day);
    const askedAt = this.options.now();
    const found = await this.ask(day, deadline, kept?.etag);
    if (found === undefined) {
      if (!outdated()) this.entries.delete(day);
      return undefined;
    }
    if (found === 'unchanged') {
      if (!outdated()) (kept as Entry).confirmedAt = askedAt;
      return this.reading(kept as Entry, 'unchanged');
    }
    const entry = { ...found, confirmedAt: askedAt };
    if (!outdated()) this.entries.set(day, entry);
    return this.reading(entry, 'loaded');
  }

  private async ask(day: string, deadline: Deadline, known?: string) {
    try {
      const found = await this.store.get(day, deadline, known);
      this.unreachable = false;
      return found;
    } catch (error) {
      if (error instanceof StoreUnreachable) this.unreachable = true;
      // A refusal is an answer; the end of a deadline says nothing.
      if (error instanceof StoreRefused) this.unreachable = false;
      throw error;
    }
  }

  private reading(entry: Entry, source: Source): Reading {
    return { bytes: entry.bytes, etag: entry.etag, source, ageMs: this.options.now() - entry.confirmedAt };
  }

  private beginWrite(day: string): Writing {
    const writing = this.writing.get(day) ?? { count: 0, overlapped: false };
    writing.overlapped ||= writing.count > 0;
    writing.count += 1;
    this.writing.set(day, writing);
    return writing;
  }

  private endWrite(day: string, writing: Writing): void {
    const flight = this.flights.get(day);
    if (flight) flight.outdated = true;
    writing.count -= 1;
    if (writing.count === 0) this.writing.delete(day);
  }
}
