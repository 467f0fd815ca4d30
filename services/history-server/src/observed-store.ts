import type { Logger } from 'pino';
import type { Metrics } from './metrics';
import { type PriceStore, StoreUnavailable } from './price-store';

/** Measures every call of a store, and logs each time it goes away, changes its reason, or comes back. */
export function observedStore(store: PriceStore, metrics: Metrics, log: Logger): PriceStore {
  let trouble: string | undefined;

  function up(): void {
    metrics.storeUp.set(1);
    if (trouble !== undefined) log.info('the store answers again');
    trouble = undefined;
  }

  function down(error: StoreUnavailable): void {
    metrics.storeUp.set(0);
    if (trouble !== error.message) log.error({ reason: error.message }, 'the store can not be used');
    trouble = error.message;
  }

  async function observed<T>(operation: string, call: () => Promise<T>): Promise<T> {
    const end = metrics.storeSeconds.startTimer({ operation });
    try {
      const result = await call();
      up();
      end({ outcome: 'ok' });
      return result;
    } catch (error) {
      const unavailable = error instanceof StoreUnavailable;
      if (unavailable) down(error);
      end({ outcome: unavailable ? 'unavailable' : 'refused' });
      throw error;
    }
  }

  return {
    prepare: () => observed('prepare', () => store.prepare()),
    get: (day, known) => observed('get', () => store.get(day, known)),
    etag: (day) => observed('etag', () => store.etag(day)),
    put: (day, bytes, guard) => observed('put', () => store.put(day, bytes, guard)),
    days: (after, limit) => observed('days', () => store.days(after, limit)),
    close: () => store.close(),
  };
}
