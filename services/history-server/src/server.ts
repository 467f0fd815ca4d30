import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { collectDefaultMetrics, Gauge } from 'prom-client';
import { createApp } from './app';
import { DayCache } from './cache';
import { type Config, ConfigError } from './config';
import { FileStore } from './file-store';
import { createHttpServer } from './http-server';
import { createMetrics } from './metrics';
import { MinioStore } from './minio-store';
import { observedStore } from './observed-store';
import { type PriceStore, StoreUnavailable } from './price-store';
import { quickReads } from './quick-reads';
import { createRequestLog } from './request-log';
import type { Phase } from './routes/health';

export interface RunningServer {
  readonly port: number;
  /** Drains, lets requests in flight finish, and frees everything. Resolves to whether none had to be cut off. */
  stop(): Promise<boolean>;
}

const PROBE_MS = 1000;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5000;

/** @throws ConfigError when the folder can't be used: unlike MinIO, it will not come up later. */
async function openStore({ store, bodyLimitBytes }: Config): Promise<PriceStore> {
  if ('minio' in store) return new MinioStore(store.minio, bodyLimitBytes);
  try {
    return await FileStore.open(store.dataDir, bodyLimitBytes);
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    throw new ConfigError([`DATA_DIR can't be used: ${error.message}`]);
  }
}

/** Another process may leave the port later, so this is no mistake in the environment. */
export class PortTaken extends Error {
  override name = 'PortTaken';
}

/** @throws ConfigError when HOST or PORT are not for this process; PortTaken. */
async function listen(server: Server, { host, port }: Config): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      const remedy = 'stop it, or choose another port, or 0 for a free one';
      throw new PortTaken(`PORT is ${port}: something else listens there already (${code}); ${remedy}`);
    }
    if (code === 'EACCES') {
      const remedy = 'take one from 1024 on, as in 8080';
      throw new ConfigError([`PORT is ${port}: this user may not listen there (${code}); ${remedy}`]);
    }
    if (code === 'EADDRNOTAVAIL' || syscall === 'getaddrinfo') {
      const remedy = 'must be an address of this machine, as in 127.0.0.1, or unset for all of them';
      throw new ConfigError([`HOST is ${JSON.stringify(host)}: it ${remedy} (${code})`]);
    }
    throw error;
  }
}

/**
 * Listens at once and becomes ready when the store has answered; a store that comes up later is waited for.
 * @throws ConfigError when the folder of the embedded store or the address can't be used; PortTaken.
 */
export async function startServer(config: Config, log: Logger): Promise<RunningServer> {
  const metrics = createMetrics();
  const store = observedStore(await openStore(config), metrics, log);
  const days = new DayCache(store, {
    maxBytes: config.cacheMaxBytes,
    maxAgeMs: config.cacheMaxAgeMs,
    probeMs: PROBE_MS,
    deadlineMs: config.deadlineMs,
    now: () => performance.now(),
  });
  collectDefaultMetrics({ register: metrics.registry });
  new Gauge({
    name: 'history_cache_bytes',
    help: 'Memory of the kept days.',
    registers: [metrics.registry],
    collect() {
      this.set(days.bytes);
    },
  });

  const phase: Phase = { ready: false, draining: false };
  const { bodyLimitBytes, inFlightMaxBytes, deadlineMs, keepAliveMs } = config;
  const logRequest = createRequestLog(log, metrics);
  const limits = { bodyLimitBytes, inFlightMaxBytes, deadlineMs };
  const app = createApp({ store, days, metrics, log, phase, logRequest, ...limits });
  const handle = quickReads(app.callback(), { days, metrics, phase, logRequest });
  const server = createHttpServer(handle, { log, metrics, bodyLimitBytes, keepAliveMs });
  await listen(server, config);
  const { port } = server.address() as AddressInfo;
  log.info({ port }, 'listening');

  const stopping = new AbortController();
  const preparing = prepare(store, stopping.signal).then((prepared) => {
    phase.ready = prepared;
    if (prepared) log.info('ready');
  });

  async function stop(): Promise<boolean> {
    phase.draining = true;
    stopping.abort();
    // Nobody is sent to a server that never was ready.
    const drainMs = phase.ready ? config.drainMs : 0;
    log.info({ drainMs }, 'stopping: not ready any more');
    await sleep(drainMs);
    let cutOff = false;
    const timer = setTimeout(() => {
      cutOff = true;
      server.closeAllConnections();
    }, config.stopTimeoutMs);
    await new Promise((resolve) => server.close(resolve));
    clearTimeout(timer);
    await preparing;
    store.close();
    if (cutOff) log.error({ stopTimeoutMs: config.stopTimeoutMs }, 'stopped; requests in flight were cut off');
    else log.info('stopped; every request in flight was answered');
    return !cutOff;
  }

  return { port, stop };
}

/** Resolves to true once the store is usable, to false when told to stop before. */
async function prepare(store: PriceStore, signal: AbortSignal): Promise<boolean> {
  for (let pause = FIRST_RETRY_MS; !signal.aborted; pause = Math.min(pause * 2, LAST_RETRY_MS)) {
    try {
      await store.prepare();
      return true;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
    // Rejects only because it is told to stop, which the loop sees by itself.
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
  return false;
}
