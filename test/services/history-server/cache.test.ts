import { type CacheOptions, DayCache } from '../../../services/history-server/src/cache';
import { GuardFailed, type PriceStore, StoreUnavailable } from '../../../services/history-server/src/price-store';

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

  get = async (day: string, known?: string) => {
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
    if (this.down) throw new StoreUnavailable('down');
  }
}

function cached(options: Partial<CacheOptions> = {}) {
  const store = new HeldStore();
  const clock = { ms: 0 };
  const days = new DayCache(store as unknown as PriceStore, {
    maxBytes: 1e6,
    maxAgeMs: 0,
    pauseMs: 1000,
    now: () => clock.ms,
    ...options,
  });
  const read = async (day = 'monday') => {
    const reading = await days.read(day);
    return reading && `${reading.bytes} ${reading.source} ${reading.ageMs}`;
  };
  return { store, clock, days, read };
}

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
    await days.write('monday', A);
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
    await days.write('monday', B);
    store.release();
    expect(await overtaken).toBe('a loaded 0');
    expect(await read()).toBe('b fresh 0');
  });

  it('does not keep what a read brings that began during a write', async () => {
    const { store, days, read } = cached({ maxAgeMs: 5000 });
    store.stored.set('monday', A);
    store.hold();
    const write = days.write('monday', B);
    const early = read();
    store.release();
    await write;
    expect(await early).toBe('a loaded 0');
    expect(await read()).toBe('b fresh 0');
  });

  it('trusts neither of two writes at once', async () => {
    const { store, days, read } = cached({ maxAgeMs: 5000 });
    store.hold();
    const writes = [days.write('monday', A), days.write('monday', B)];
    store.release();
    await Promise.all(writes);
    expect(await read()).toBe('b loaded 0');
  });

  it('asks after a write that failed, because it may have happened', async () => {
    const { store, days, read } = cached({ maxAgeMs: 5000 });
    await days.write('monday', A);
    store.down = true;
    await expect(days.write('monday', B)).rejects.toThrow(StoreUnavailable);
    store.down = false;
    store.stored.set('monday', B);
    expect(await read()).toBe('b loaded 0');
  });

  it('passes on that a guard failed', async () => {
    const { store, days } = cached();
    store.put = () => Promise.reject(new GuardFailed('monday'));
    await expect(days.write('monday', A, 'absent')).rejects.toThrow(GuardFailed);
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
      await days.write('monday', B);
      expect(await read()).toBe('b fresh 0');
    });
  });

  describe('while the store is down', () => {
    it('gives kept days with their age, and asks again only after a pause', async () => {
      const { store, clock, read } = cached();
      store.stored.set('monday', A);
      await read();
      store.down = true;
      clock.ms = 2000;
      expect(await read()).toBe('a stale 2000');
      clock.ms = 2999;
      expect(await read()).toBe('a stale 2999');
      expect(store.calls).toHaveLength(2);
      clock.ms = 3000;
      await read();
      expect(store.calls).toHaveLength(3);
    });

    it('fails for other days', async () => {
      const { store, read } = cached();
      store.stored.set('monday', A);
      await read();
      store.down = true;
      await expect(read('tuesday')).rejects.toThrow(StoreUnavailable);
    });

    it('is over with the first answer, also to a write', async () => {
      const { store, days, clock, read } = cached();
      store.stored.set('monday', A);
      await read();
      store.down = true;
      clock.ms = 2000;
      await read();
      store.down = false;
      await days.write('tuesday', B);
      expect(await read()).toBe('a unchanged 0');
    });
  });

  it('never keeps more than its limit', async () => {
    const { days } = cached({ maxBytes: 10_000 });
    for (let day = 0; day < 100; day++) await days.write(`day ${day}`, Buffer.alloc(1000, day));
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
