import Router from '@koa/router';
import Koa from 'koa';
import type { Logger } from 'pino';
import type { DayCache } from './cache';
import type { Metrics } from './metrics';
import { pageRoutes } from './page';
import type { PriceStore } from './price-store';
import { problems } from './problems';
import { protocol } from './protocol';
import { type RequestLog, requestLogging } from './request-log';
import { aboutRoutes } from './routes/about';
import { dayRoutes } from './routes/days';
import { healthRoutes, type Phase } from './routes/health';
import { priceRoutes } from './routes/prices';

export interface AppParts {
  readonly store: PriceStore;
  readonly days: DayCache;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly phase: Phase;
  readonly logRequest: RequestLog;
  readonly bodyLimitBytes: number;
  readonly inFlightMaxBytes: number;
  readonly deadlineMs: number;
}

/** The HTTP side of the server, not listening yet. */
export function createApp(parts: AppParts): Koa {
  const { log, metrics, phase, logRequest } = parts;
  const router = new Router();
  pageRoutes(router);
  priceRoutes(router, parts);
  dayRoutes(router, parts);
  healthRoutes(router, phase);
  aboutRoutes(router, metrics.registry);

  const app = new Koa();
  app.on('error', (error) => log.error({ err: error }, 'an answer could not be sent'));
  app.use(requestLogging(logRequest));
  app.use(async (ctx, next) => {
    ctx.set('X-Content-Type-Options', 'nosniff');
    await next();
    // Asked after the work: a request that began before the end would else keep its connection, and the process, open.
    if (phase.draining) ctx.set('Connection', 'close');
  });
  app.use(problems(log));
  app.use(protocol);
  app.use(router.routes());
  app.use(router.allowedMethods());
  return app;
}
