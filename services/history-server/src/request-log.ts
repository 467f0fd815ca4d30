import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import type { Metrics } from './metrics';

/** Asked so often that they would drown the rest. */
const QUIET = new Set(['/healthz', '/readyz', '/metrics']);
const REQUEST_ID = /^[\w.:-]{1,128}$/;

/** A request that is answered. */
export interface Answered {
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  /** The path as the router knows it. */
  readonly route: string;
  readonly day: unknown;
  readonly status: number;
  /** By `performance.now()`. */
  readonly startedAt: number;
}

/** Gives each request its line in the log and its place in the metrics. */
export type RequestLog = (answered: Answered) => void;

export function createRequestLog(log: Logger, metrics: Metrics): RequestLog {
  return ({ requestId, method, path, route, day, status, startedAt }) => {
    const ms = performance.now() - startedAt;
    metrics.requestSeconds.observe({ method, route, status }, ms / 1000);
    const line = { requestId, method, path, day, status, ms: Math.round(ms * 1000) / 1000 };
    if (QUIET.has(path)) log.debug(line, 'request');
    else log.info(line, 'request');
  };
}

/** The request's own id when it has a sane one. */
export function requestIdOf(given: string | string[] | undefined): string {
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Gives each request an id, which stands in its answer too, and logs it. */
export function requestLogging(logRequest: RequestLog): Middleware {
  return async (ctx, next) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(ctx.req.headers['x-request-id']);
    ctx.state.requestId = requestId;
    ctx.set('X-Request-Id', requestId);
    await next();
    const { method, path, status } = ctx;
    // Paths nobody serves share one name: they are as many as their senders like.
    const route = typeof ctx._matchedRoute === 'string' ? ctx._matchedRoute : 'none';
    logRequest({ requestId, method, path, route, day: ctx.query.day, status, startedAt });
  };
}
