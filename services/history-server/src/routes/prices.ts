import type Router from '@koa/router';
import type { Context } from 'koa';
import { Gauge } from 'prom-client';
import { withBody } from '../body';
import type { DayCache } from '../cache';
import { dayHeaders, quoted } from '../day-headers';
import { Deadline } from '../deadline';
import { Answers, ByteBudget } from '../in-flight';
import type { Metrics } from '../metrics';
import { document, queryReader } from '../openapi';
import { type Precondition, readerHas, writePrecondition } from '../preconditions';
import { GuardFailed, type PriceStore } from '../price-store';
import { Problem } from '../problem';
import { checkRecords } from '../records';

export interface PriceRoutesOptions {
  readonly days: DayCache;
  readonly store: PriceStore;
  readonly metrics: Metrics;
  readonly bodyLimitBytes: number;
  /** Most bytes of bodies in flight, and as many of answers. */
  readonly inFlightMaxBytes: number;
  readonly deadlineMs: number;
}

/** A reader that takes nothing of its answer for this long is cut off: else it would hold the memory for ever. */
const IDLE_READER_MS = 30_000;

const readQuery = queryReader<{ day: string }>(document.paths['/api/prices'].parameters);

/** `GET` and `POST /api/prices?day=`, with and without a slash before the query. */
export function priceRoutes(router: Router, options: PriceRoutesOptions): void {
  const { days, store, metrics, bodyLimitBytes, inFlightMaxBytes, deadlineMs } = options;
  const bodies = new ByteBudget(inFlightMaxBytes);
  const sent = new ByteBudget(inFlightMaxBytes);
  const answers = new Answers(sent);
  new Gauge({
    name: 'history_in_flight_bytes',
    help: 'Memory of the bodies of requests in flight, and of the days on their way to readers.',
    labelNames: ['of'],
    registers: [metrics.registry],
    collect() {
      this.set({ of: 'bodies' }, bodies.held);
      this.set({ of: 'answers' }, sent.held);
    },
  });

  router.get('/api/prices', async (ctx) => {
    const { day } = readQuery(ctx.query);
    const reading = await days.read(day, new Deadline(deadlineMs));
    if (!reading) throw new Problem(404, `no prices are stored for ${day}`);
    const unchanged = readerHas(reading.etag, ctx.headers);
    metrics.reads.inc({ source: reading.source });
    ctx.set(dayHeaders(reading));
    if (unchanged) {
      ctx.status = 304;
      return;
    }
    ctx.set('Content-Type', 'application/json');
    if (ctx.method === 'GET') onceSent(ctx, answers.hold(reading.bytes));
    ctx.body = reading.bytes;
  });

  router.post('/api/prices', async (ctx) => {
    const { day } = readQuery(ctx.query);
    requireJson(ctx);
    const precondition = writePrecondition(ctx.headers);
    await withBody(ctx.req, bodyLimitBytes, bodies, async (bytes) => {
      const records = checkRecords(bytes);
      // Not from the request's first byte on: the time of a slow sender is its own.
      const deadline = new Deadline(deadlineMs);
      const write = precondition ? writeIf(day, bytes, deadline, precondition) : days.write(day, bytes, deadline);
      const etag = quoted(await write);
      ctx.set('ETag', etag);
      ctx.body = { day, records, etag };
    });
  });

  /** Looks, decides, and writes only over what it looked at; again when others got in between, until the deadline. */
  async function writeIf(day: string, bytes: Buffer, deadline: Deadline, precondition: Precondition): Promise<string> {
    for (;;) {
      const current = await store.etag(day, deadline);
      if (!precondition(current)) {
        const state = current === undefined ? 'is not stored' : `has the entity tag ${quoted(current)}`;
        throw new Problem(412, `${day} ${state}; nothing was written`);
      }
      try {
        return await days.write(day, bytes, deadline, current === undefined ? 'absent' : { etag: current });
      } catch (error) {
        if (!(error instanceof GuardFailed)) throw error;
      }
    }
  }
}

/** Calls `then` when the answer is sent, or its connection gone: of one that waits behind another only the latter tells. */
function onceSent({ req, res }: Context, then: () => void): void {
  const done = () => {
    res.off('close', done);
    req.socket.off('close', done);
    then();
  };
  // Its end was told before anybody listened.
  if (req.socket.destroyed) {
    then();
    return;
  }
  res.once('close', done);
  // A client may ask for as many answers ahead as it likes; each listens here.
  req.socket.setMaxListeners(0).once('close', done);
  res.setTimeout(IDLE_READER_MS, () => req.socket.destroy());
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
