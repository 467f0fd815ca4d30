import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import type { Metrics } from './metrics';

/** Asked so often that they would drown the rest. */
const QUIET = new Set(['/healthz', '/readyz', '/metrics']);
const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** Gives each request an id (its own `X-Request-Id` when it has a sane one), a line in the log and a place in the metrics. */
export function requestLog(log: Logger, metrics: Metrics): Middleware {
  return async (ctx, next) => {
    const start = performance.now();
    const given = ctx.get('X-Request-Id');
    const requestId = REQUEST_ID.test(given) ? given : randomUUID();
    ctx.state.requestId = requestId;
    ctx.set('X-Request-Id', requestId);
    await next();
    const { method, path, status } = ctx;
    const ms = performance.now() - start;
    // Paths nobody serves share one name: they are as many as their senders like.
    const route = typeof ctx._matchedRoute === 'string' ? ctx._matchedRoute : 'none';
    metrics.requestSeconds.observe({ method, route, status }, ms / 1000);
    const line = { requestId, method, path, day: ctx.query.day, status, ms: Math.round(ms * 1000) / 1000 };
    if (QUIET.has(path)) log.debug(line, 'request');
    else log.info(line, 'request');
  };
}
