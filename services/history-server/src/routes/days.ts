import type Router from '@koa/router';
import { Deadline } from '../deadline';
import { document, queryReader } from '../openapi';
import type { PriceStore } from '../price-store';

export interface DayRoutesOptions {
  readonly store: PriceStore;
  readonly deadlineMs: number;
}

const readQuery = queryReader<{ after?: string; limit: number }>(document.paths['/api/days'].get.parameters);

/** `GET /api/days`: which days are stored, a page at a time. */
export function dayRoutes(router: Router, { store, deadlineMs }: DayRoutesOptions): void {
  router.get('/api/days', async (ctx) => {
    const { after = '', limit } = readQuery(ctx.query);
    const found = await store.days(after, limit + 1, new Deadline(deadlineMs));
    const days = found.slice(0, limit);
    ctx.set('Cache-Control', 'no-cache');
    ctx.body = { days, next: found.length > limit ? days.at(-1) : null };
  });
}
