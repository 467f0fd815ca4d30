/**
 * The page of a day's prices at `/`.
 *
 * Its files are read once, when the routes are made; a missing one stops the start. They are looked for where the source tree has them:
 * the page's own in `../page` seen from this module, uPlot's in the package `uplot`. A bundle (CommonJS, with uplot external)
 * finds them when it lies one directory below them: `lib/server.js`, `page/` and `node_modules/uplot/dist/`, of which
 * `uPlot.iife.min.js` and `uPlot.min.css` are enough.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Router from '@koa/router';
import type { Context } from 'koa';

const PAGE = join(__dirname, '../page');

const ASSETS = new Map([
  ...['page.css', 'page.js', 'api.js', 'chart.js', 'day.js', 'prices.js', 'icon.svg'].map(
    (name) => [name, join(PAGE, name)] as const,
  ),
  ['uPlot.iife.min.js', require.resolve('uplot/dist/uPlot.iife.min.js')],
  ['uPlot.min.css', require.resolve('uplot/dist/uPlot.min.css')],
]);

const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  // Always asked for again, answered by 304 while nothing changed: page and scripts of two releases never mix.
  'Cache-Control': 'no-cache',
};

/**
 * Adds `GET /` (the page) and `GET /assets/:file` (what it loads); both answer `HEAD`, and 304 to a matching `If-None-Match`.
 *
 * @throws Error when one of the page's files can't be read.
 */
export function pageRoutes(router: Router): void {
  const page = read(join(PAGE, 'index.html'));
  const assets = new Map([...ASSETS].map(([name, path]) => [name, read(path)]));

  router.get('/', (ctx) => send(ctx, page));
  router.get('/assets/:file', (ctx) => {
    const asset = assets.get(ctx.params.file ?? '');
    if (asset) send(ctx, asset);
  });
}

interface File {
  readonly bytes: Buffer;
  /** File name extension, which koa makes the content type from. */
  readonly type: string;
  readonly etag: string;
}

function read(path: string): File {
  const bytes = readFileSync(path);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
  return { bytes, type: path.slice(path.lastIndexOf('.')), etag };
}

function send(ctx: Context, { bytes, type, etag }: File): void {
  ctx.status = 200;
  ctx.set(HEADERS);
  ctx.type = type;
  ctx.etag = etag;
  if (ctx.fresh) ctx.status = 304;
  else ctx.body = bytes;
}
