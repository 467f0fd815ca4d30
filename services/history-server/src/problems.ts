import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import { StoreUnavailable } from './price-store';
import { Problem } from './problem';

const RETRY_AFTER_SECONDS = '5';

/** Turns whatever goes wrong below into an `application/problem+json` answer. */
export function problems(log: Logger): Middleware {
  return async (ctx, next) => {
    let problem: Problem | undefined;
    try {
      await next();
      problem = unanswered(ctx.status, ctx.body, ctx.path, ctx.method, ctx.response.get('Allow'));
    } catch (error) {
      problem = asProblem(error);
      if (problem.status === 500) log.error({ err: error, requestId: ctx.state.requestId }, 'a request failed');
    }
    if (!problem) return;
    ctx.status = problem.status;
    ctx.set({ 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store', ...problem.headers });
    ctx.body = JSON.stringify(problem);
  };
}

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreUnavailable) {
    return new Problem(503, 'the price store can not be used right now', [], { 'Retry-After': RETRY_AFTER_SECONDS });
  }
  return new Problem(500, 'the server failed on this request');
}

/** What the router leaves behind for paths and methods that have no route. */
function unanswered(status: number, body: unknown, path: string, method: string, allow: string): Problem | undefined {
  if (status === 405 || status === 501) {
    return allow
      ? new Problem(405, `${method} is not for ${path}; use ${allow}`)
      : new Problem(404, `nothing is at ${path}`);
  }
  return status === 404 && !body ? new Problem(404, `nothing is at ${path}`) : undefined;
}
