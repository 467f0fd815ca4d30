import { type CacheOptions, DayCache } from '../../../services/history-server/src/cache';
import type { Deadline } from '../../../services/history-server/src/deadline';
import {
  GuardFailed,
  type PriceStore,
  StoreRefused,
  StoreUnavailable,
  StoreUnreachable,
} from '../../../services/history-server/src/price-store';
import { UNHURRIED } from './support';

/** A store in memory whose answers wait until they are let go. */
class HeldStore {
  readonly stored = new Map<string, Buffer>();
  readonly calls: string[] = [];
  down = false;
  private holding = false;
  private readonly held: (() => void)[] = [];

  /** Calls from now on wait. */
  hold(): void {
    this.holding = true;
  }

  /** Calls from now on pass; those that wait go on waiting. */
  pass(): void {
    this.holding = false;
  }

  /** Nothing waits any more. */
  release(): void {
    this.holding = false;
    for (const go of this.held.splice(0)) go();
  }

  get = async (day: string, _: Deadline, known?: string) => {
    this.calls.push(`get ${day}`);
    const bytes = this.stored.get(day);
    await this.gate();
    if (!bytes) return undefined;
    const etag = bytes.toString();
    return etag === known ? ('unchanged' as const) : { bytes, etag };
  };

  put = async (day: string, bytes: Buffer) => {
    this.calls.push(`put ${day}`);
    await this.gate();
    this.stored.set(day, bytes);
    return bytes.toString();
  };

  private async gate(): Promise<void> {
    if (this.holding) await new Promise<void>((go) => this.held.push(go));
    if (this.down) throw new StoreUnreachable('down');
  }
}

function cached(options: Partial<CacheOptions> = {}) {
  const store = new HeldStore();
  const clock = { ms: 0 };
  const days = new DayCache(store as unknown as PriceStore, {
    maxBytes: 1e6,
    maxAgeMs: 0,
    probeMs: 1000,
    deadlineMs: 10_000,
    now: () => clock.ms,
    ...options,
  });
  const read = async (day = 'monday') => {
    const reading = await days.read(day, UNHURRIED);
    return reading && `${reading.bytes} ${reading.source} ${reading.ageMs}`;
  };
  return { store, clock, days, read };
}

/** What goes on in the background of a held store that passes is over by then. */
const settled = () => new Promise(setImmediate);

const A = Buffer.from('a');
const B = Buffer.from('b');

describe('DayCache', () => {
  it('asks the store on every read, but for the bytes only once', async () => {
    const { store, read } = cached();
    store.stored.set('monday', A);
    expect([await read(), await read(), await read()]).toEqual(['a loaded 0', 'a unchanged 0', 'a unchanged 0']);
    expect(store.calls).toHaveLength(3);
  });

  it('sees at once what another replica wrote or took away', async () => {
    const { store, read } = cached();
    store.stored.set('monday', A);
    await read();
    store.stored.set('monday', B);
    expect(await read()).toBe('b loaded 0');
    store.stored.delete('monday');
    expect(await read()).toBeUndefined();
    store.down = true;
    await expect(read()).rejects.toThrow(StoreUnavailable);
  });

  it('remembers nothing about days that are not there', async () => {
    const { store, read } = cached();
    expect(await read()).toBeUndefined();
    store.stored.set('monday', A);
    expect(await read()).toBe('a loaded 0');
  });

  it('knows what it wrote', async () => {
    const { days, store, read } = cached();
    await days.write('monday', A, UNHURRIED);
    expect(await read()).toBe('a unchanged 0');
    store.down = true;
    expect(await read()).toBe('a stale 0');
  });

  describe('many reads of one day at once', () => {
    it('cost two requests: the one under way, and one for all who came after it started', async () => {
      const { store, read } = cached();
      store.stored.set('monday', A);
      store.hold();
      const first = read();
      store.stored.set('monday', B);
      const later = [read(), read(), read()];
      store.release();
      expect(await first).toBe('a loaded 0');
      expect(await Promise.all(later)).toEqual(['b loaded 0', 'b loaded 0', 'b loaded 0']);
      expect(store.calls).toHaveLength(2);
    });

    it('fail together, and the next one asks again', async () => {
      const { store, read } = cached();
      store.stored.set('monday', A);
      store.hold();
      const reads = [read(), read(), read()];
      store.down = true;
      store.release();
      const results = await Promise.allSettled(reads);
      expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(store.calls).toHaveLength(1);
      store.down = false;
      expect(await read()).toBe('a loaded 0');
    });

    it('do not wait for those of another day', async () => {
      const { store, read } = cached();
      store.stored.set('monday', A);
      store.stored.set('tuesday', B);
      store.hold();
      const monday = read('monday');
      store.pass();
      expect(await read('tuesday')).toBe('b loaded 0');
      store.release();
      expect(await monday).toBe('a loaded 0');
    });
  });

  it('does not keep what a read brings that a write overtook', async () => {
    const { store, days, read } = cached({ maxAgeMs: 5000 });
    store.stored.set('monday', A);
    store.hold();
    const overtaken = read();
    store.pass();
    await days.write('monday', B, UNHURRIED);
    store.release();
    expect(await overtaken).toBe('a loaded 0');
    expect(await read()).toBe('b fresh 0');
  });

  it('does not keep what a read brings that began during a write', async () => {
    const { store, days, read } = cached({ maxAgeMs: 5000 });
    store.stored.set('monday', A);
    store.hold();
    const write = days.write('monday', B, UNHURRIED);
    const early = read();
    store.release();
    await write;
    expect(await early).toBe('a loaded 0');
    expect(await read()).toBe('b fresh 0');
  });

  it('trusts neither of two writes at once', async () => {
    const { store, days, read } = cached({ maxAgeMs: 5000 });
    store.hold();
    const writes = [days.write('monday', A, UNHURRIED), days.write('monday', B, UNHURRIED)];
    store.release();
    await Promise.all(writes);
    expect(await read()).toBe('b loaded 0');
  });

  it('asks after a write that failed, because it may have happened', async () => {
    const { store, days, read } = cached({ maxAgeMs: 5000 });
    await days.write('monday', A, UNHURRIED);
    store.down = true;
    await expect(days.write('monday', B, UNHURRIED)).rejects.toThrow(StoreUnavailable);
    store.down = false;
    store.stored.set('monday', B);
    expect(await read()).toBe('b loaded 0');
  });

  it('passes on that a guard failed', async () => {
    const { store, days } = cached();
    store.put = () => Promise.reject(new GuardFailed('monday'));
    await expect(days.write('monday', A, UNHURRIED, 'absent')).rejects.toThrow(GuardFailed);
  });

  describe('with a staleness of five seconds', () => {
    it('does not ask for five seconds, then asks once', async () => {
      const { store, clock, read } = cached({ maxAgeMs: 5000 });
      store.stored.set('monday', A);
      await read();
      clock.ms = 4999;
      expect(await read()).toBe('a fresh 4999');
      clock.ms = 5000;
      expect(await read()).toBe('a unchanged 0');
      clock.ms = 9999;
      expect(await read()).toBe('a fresh 4999');
      expect(store.calls).toHaveLength(2);
    });

    it('gives its own writes at once', async () => {
      const { store, days, read } = cached({ maxAgeMs: 5000 });
      store.stored.set('monday', A);
      await read();
      await days.write('monday', B, UNHURRIED);
      expect(await read()).toBe('b fresh 0');
    });
  });

  describe('while the store can not be reached', () => {
    /** A day that is kept, and a store that a read has just found to be down. */
    async function found() {
      const parts = cached();
      parts.store.stored.set('monday', A);
      await parts.read();
      parts.store.down = true;
      parts.clock.ms = 2000;
      expect(await parts.read()).toBe('a stale 2000');
      return parts;
    }

    it('gives kept days with their age at once, and asks for one of them in the background', async () => {
      const { store, clock, read } = await found();
      store.hold();
      clock.ms = 2500;
      expect([await read(), await read(), await read()]).toEqual(Array(3).fill('a stale 2500'));
      expect(store.calls).toHaveLength(3);
      store.release();
    });

    it('has one probe at a time, of whatever day', async () => {
      const { store, days, read } = await found();
      store.down = false;
      await days.write('tuesday', B, UNHURRIED);
      store.down = true;
      await read('tuesday');
      store.calls.length = 0;
      store.hold();
      for (const day of ['monday', 'tuesday', 'monday']) expect(await read(day)).toMatch(/^[ab] stale/);
      expect(store.calls).toEqual(['get monday']);
      store.release();
    });

    it('asks again only some time after a probe that failed', async () => {
      const { store, clock, read } = await found();
      await read();
      await settled();
      expect(store.calls).toHaveLength(3);
      clock.ms = 2999;
      await read();
      expect(store.calls).toHaveLength(3);
      clock.ms = 3000;
      expect(await read()).toBe('a stale 3000');
      expect(store.calls).toHaveLength(4);
    });

    it('notices in the background that it is over', async () => {
      const { store, read } = await found();
      store.down = false;
      store.stored.set('monday', B);
      expect(await read()).toBe('a stale 2000');
      await settled();
      expect(await read()).toBe('b unchanged 0');
    });

    it('fails for other days', async () => {
      const { read } = await found();
      await expect(read('tuesday')).rejects.toThrow(StoreUnavailable);
    });

    it('is over with the first answer, also to a write', async () => {
      const { store, days, read } = await found();
      store.down = false;
      await days.write('tuesday', B, UNHURRIED);
      expect(await read()).toBe('a unchanged 0');
    });

    it('is over with a refusal, which is an answer', async () => {
      const { store, days, clock, read } = await found();
      const { get } = store;
      store.down = false;
      store.get = () => Promise.reject(new StoreRefused('forbidden'));
      await expect(days.read('tuesday', UNHURRIED)).rejects.toThrow(StoreRefused);
      store.get = get;
      clock.ms = 2100;
      expect(await read()).toBe('a unchanged 0');
    });
  });

  it('gives the last known state of a day that the store refuses, and goes on confirming the others', async () => {
    const { store, read } = cached();
    store.stored.set('monday', A).set('tuesday', B);
    await Promise.all([read('monday'), read('tuesday')]);
    const { get } = store;
    store.get = (day, deadline, known) =>
      day === 'monday' ? Promise.reject(new StoreRefused('forbidden')) : get(day, deadline, known);
    expect(await read('monday')).toBe('a stale 0');
    expect(await read('tuesday')).toBe('b unchanged 0');
  });

  it('never keeps more than its limit', async () => {
    const { days } = cached({ maxBytes: 10_000 });
    for (let day = 0; day < 100; day++) await days.write(`day ${day}`, Buffer.alloc(1000, day), UNHURRIED);
    expect(days.bytes).toBeLessThanOrEqual(10_000);
    expect(days.bytes).toBeGreaterThan(1000);
  });

  it('passes a day that is larger than the whole cache through', async () => {
    const { store, read } = cached({ maxBytes: 1024 });
    store.stored.set('monday', Buffer.alloc(5000, 'x'));
    expect(await read()).toMatch(/^x{5000} loaded/);
    expect(await read()).toMatch(/^x{5000} loaded/);
  });

  it('lets errors that are not the store being down pass', async () => {
    const { store, read } = cached();
    store.stored.set('monday', A);
    await read();
    store.get = () => Promise.reject(new TypeError('a mistake'));
    await expect(read()).rejects.toThrow(TypeError);
  });
});
