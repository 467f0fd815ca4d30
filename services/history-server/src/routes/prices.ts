import type Router from '@koa/router';
import type { Context } from 'koa';
import { readBody } from '../body';
import type { DayCache } from '../cache';
import { dayHeaders, quoted } from '../day-headers';
import type { Metrics } from '../metrics';
import { document, queryReader } from '../openapi';
import { readerHas, writePrecondition } from '../preconditions';
import { GuardFailed, type PriceStore, StoreUnavailable } from '../price-store';
import { Problem } from '../problem';
import { checkRecords } from '../records';

export interface PriceRoutesOptions {
  readonly days: DayCache;
  readonly store: PriceStore;
  readonly metrics: Metrics;
  readonly bodyLimitBytes: number;
}

/** More writers than this must get in between before a conditional write gives up. */
const ATTEMPTS = 5;

const readQuery = queryReader<{ day: string }>(document.paths['/api/prices'].parameters);

/** `GET` and `POST /api/prices?day=`, with and without a slash before the query. */
export function priceRoutes(router: Router, { days, store, metrics, bodyLimitBytes }: PriceRoutesOptions): void {
  router.get('/api/prices', async (ctx) => {
    const { day } = readQuery(ctx.query);
    const reading = await days.read(day);
    if (!reading) throw new Problem(404, `no prices are stored for ${day}`);
    const unchanged = readerHas(reading.etag, ctx.headers);
    metrics.reads.inc({ source: reading.source });
    ctx.set(dayHeaders(reading));
    if (unchanged) {
      ctx.status = 304;
      return;
    }
    ctx.set('Content-Type', 'application/json');
    ctx.body = reading.bytes;
  });

  router.post('/api/prices', async (ctx) => {
    const { day } = readQuery(ctx.query);
    requireJson(ctx);
    const precondition = writePrecondition(ctx.headers);
    const bytes = await readBody(ctx.req, bodyLimitBytes);
    const records = checkRecords(bytes);
    const etag = quoted(await (precondition ? writeIf(day, bytes) : days.write(day, bytes)));
    ctx.set('ETag', etag);
    ctx.body = { day, records, etag };

    /** Looks, decides, and writes only over what it looked at. */
    async function writeIf(day: string, bytes: Buffer): Promise<string> {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const current = await store.etag(day);
        if (!precondition?.(current)) {
          const state = current === undefined ? 'is not stored' : `has the entity tag ${quoted(current)}`;
          throw new Problem(412, `${day} ${state}; nothing was written`);
        }
        try {
          return await days.write(day, bytes, current === undefined ? 'absent' : { etag: current });
        } catch (error) {
          if (!(error instanceof GuardFailed)) throw error;
        }
      }
      throw new StoreUnavailable(`${day} changed ${ATTEMPTS} times during a conditional write`);
    }
  });
}

function requireJson(ctx: Context): void {
  const { type, charset } = ctx.request;
  const encoding = ctx.get('Content-Encoding').toLowerCase() || 'identity';
  if (type.toLowerCase() !== 'application/json' || !['', 'utf-8'].includes(charset.toLowerCase())) {
    const given = ctx.get('Content-Type');
    throw new Problem(415, `the Content-Type is ${given ? JSON.stringify(given) : 'missing'}; send application/json`);
  }
  if (encoding !== 'identity') {
    throw new Problem(415, `the Content-Encoding is ${JSON.stringify(encoding)}; send the body as it is`, [], {
      'Accept-Encoding': 'identity',
    });
  }
}
