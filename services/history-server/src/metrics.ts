import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
  readonly storeSeconds: Histogram<'operation' | 'outcome'>;
  readonly storeUp: Gauge;
  readonly reads: Counter<'source'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the request line to the answer being ready, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    }),
    storeSeconds: new Histogram({
      name: 'history_store_duration_seconds',
      help: 'Time of a call of the store, retries included, by outcome: ok, conflict, refused, unreachable, overdue, failed.',
      labelNames: ['operation', 'outcome'],
      buckets: SECONDS,
      registers,
    }),
    storeUp: new Gauge({
      name: 'history_store_up',
      help: 'Whether the store was reached by the last call; one that it refuses reached it.',
      registers,
    }),
    reads: new Counter({
      name: 'history_day_reads_total',
      help: 'Days read, by where they came from: fresh, unchanged, loaded, stale.',
      labelNames: ['source'],
      registers,
    }),
  };
}
