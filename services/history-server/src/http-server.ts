import { createServer, type RequestListener, type Server } from 'node:http';
import type { Logger } from 'pino';
import { refuseMalformed } from './malformed';
import type { Metrics } from './metrics';

export interface HttpServerOptions {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly bodyLimitBytes: number;
  /** Idle time of a client's connection. */
  readonly keepAliveMs: number;
}

/** Against clients that open a request and never finish it. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** How often Node looks for them; its own half a minute would add that to both. */
const CHECK_CLIENTS_MS = 2000;

/** Node's HTTP server, not listening yet. It leaves to `handle` what Node would answer by itself, wherever it can. */
export function createHttpServer(handle: RequestListener, options: HttpServerOptions): Server {
  const { log, metrics, bodyLimitBytes, keepAliveMs } = options;
  const limits = {
    keepAliveTimeout: keepAliveMs,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: CHECK_CLIENTS_MS,
  };
  const server = createServer({ ...limits, requireHostHeader: false }, handle);
  server.on('checkExpectation', handle);
  server.on('checkContinue', (request, response) => {
    // Who announces too much is refused without being asked to send it.
    if (!(Number(request.headers['content-length']) > bodyLimitBytes)) response.writeContinue();
    handle(request, response);
  });
  server.on('clientError', refuseMalformed(log, metrics));
  return server;
}
