import type { Logger } from 'pino';
import type { Metrics } from './metrics';
import { DeadlinePassed, GuardFailed, type PriceStore, StoreRefused, StoreUnreachable } from './price-store';

/**
 * Measures every call of a store; logs each refusal, and each time the store goes away, changes its reason, or comes
 * back. A store that refuses is up: it answered.
 */
export function observedStore(store: PriceStore, metrics: Metrics, log: Logger): PriceStore {
  let trouble: string | undefined;

  function up(): void {
    metrics.storeUp.set(1);
    if (trouble !== undefined) log.info('the store answers again');
    trouble = undefined;
  }

  function down(reason: string): void {
    metrics.storeUp.set(0);
    if (trouble !== reason) log.error({ reason }, 'the store can not be reached');
    trouble = reason;
  }

  async function observed<T>(operation: string, call: () => Promise<T>, day?: string): Promise<T> {
    const end = metrics.storeSeconds.startTimer({ operation });
    try {
      const result = await call();
      up();
      end({ outcome: 'ok' });
      return result;
    } catch (error) {
      const outcome = outcomeOf(error);
      if (error instanceof StoreUnreachable) down(error.message);
      if (outcome === 'refused' || outcome === 'conflict') up();
      if (error instanceof StoreRefused) log.error({ operation, day, reason: error.message }, 'the store refused');
      end({ outcome });
      throw error;
    }
  }

  return {
    prepare: () => observed('prepare', () => store.prepare()),
    get: (day, deadline, known) => observed('get', () => store.get(day, deadline, known), day),
    etag: (day, deadline) => observed('etag', () => store.etag(day, deadline), day),
    put: (day, bytes, deadline, guard) => observed('put', () => store.put(day, bytes, deadline, guard), day),
    days: (after, limit, deadline) => observed('days', () => store.days(after, limit, deadline)),
    close: () => store.close(),
  };
}

function outcomeOf(error: unknown): string {
  if (error instanceof StoreUnreachable) return 'unreachable';
  if (error instanceof StoreRefused) return 'refused';
  if (error instanceof DeadlinePassed) return 'overdue';
  if (error instanceof GuardFailed) return 'conflict';
  return 'failed';
}
