import type Router from '@koa/router';
import { Problem } from '../problem';

/** Where the server is in its life. */
export interface Phase {
  /** The store has answered once. It stays true when the store goes away later: taking every replica out helps nobody. */
  ready: boolean;
  /** Told to stop: finishes what it has and wants nothing new. */
  draining: boolean;
}

export function healthRoutes(router: Router, phase: Phase): void {
  router.get('/healthz', (ctx) => {
    ctx.body = { status: 'ok' };
  });

  router.get('/readyz', (ctx) => {
    if (phase.draining) throw notReady('the server is stopping');
    if (!phase.ready) throw notReady('the store has not answered yet');
    ctx.body = { status: 'ok' };
  });
}

function notReady(reason: string): Problem {
  return new Problem(503, reason, [], { 'Retry-After': '1' });
}
