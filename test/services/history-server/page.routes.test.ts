import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Router from '@koa/router';
import Koa from 'koa';
import { pageRoutes } from '../../../services/history-server/src/page';

let server: Server;
let origin: string;

beforeAll(async () => {
  const router = new Router();
  pageRoutes(router);
  server = new Koa().use(router.routes()).use(router.allowedMethods()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

/** Addresses that the text loads, relative to the page. */
const loaded = (text: string, form: RegExp) => [...text.matchAll(form)].map(([, address]) => address ?? '');

describe('the page', () => {
  test('is HTML under a policy that allows nothing but its own files', async () => {
    const response = await fetch(`${origin}/`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toMatch(/^<!doctype html>/);
  });

  test('answers HEAD with the same length and no body', async () => {
    const [head, get] = await Promise.all([fetch(`${origin}/`, { method: 'HEAD' }), fetch(`${origin}/`)]);
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(String((await get.arrayBuffer()).byteLength));
    expect(await head.text()).toBe('');
  });

  test('has no script or style of its own in the HTML', async () => {
    const html = await (await fetch(`${origin}/`)).text();
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i);
  });

  test('loads only files that are served', async () => {
    const html = await (await fetch(`${origin}/`)).text();
    const direct = loaded(html, /(?:src|href)="(assets\/[^"]+)"/g);
    expect(direct).toContain('assets/page.js');
    const modules = new Set(['assets/page.js']);
    for (const module of modules) {
      const code = await (await fetch(`${origin}/${module}`)).text();
      for (const name of loaded(code, /from '\.\/([^']+)'/g)) modules.add(`assets/${name}`);
    }
    expect([...modules]).toContain('assets/prices.js');
    const statuses = await Promise.all(
      [...direct, ...modules].map(async (path) => [path, (await fetch(`${origin}/${path}`)).status]),
    );
    expect(statuses).toEqual([...direct, ...modules].map((path) => [path, 200]));
  });
});

describe('an asset', () => {
  test.each([
    ['page.js', 'text/javascript; charset=utf-8'],
    ['uPlot.iife.min.js', 'text/javascript; charset=utf-8'],
    ['page.css', 'text/css; charset=utf-8'],
    ['uPlot.min.css', 'text/css; charset=utf-8'],
    ['icon.svg', 'image/svg+xml'],
  ])('%s is %s, never to be guessed', async (name, type) => {
    const response = await fetch(`${origin}/assets/${name}`);
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('is sent once, then answered by 304 while it is the same', async () => {
    const first = await fetch(`${origin}/assets/page.css`);
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('no-cache');
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    // Left alone, fetch says "no-cache" here, which asks for the whole again.
    const ask = (tag: string) =>
      fetch(`${origin}/assets/page.css`, { headers: { 'If-None-Match': tag, 'Cache-Control': 'max-age=0' } });
    const again = await ask(etag);
    expect(again.status).toBe(304);
    expect(await again.text()).toBe('');
    expect((await ask('"other"')).status).toBe(200);
  });

  test.each([
    'nothing.js',
    '..%2Fpackage.json',
    '..%2F..%2Fpackage.json',
    'index.html',
    'tsconfig.json',
    'constructor',
  ])('%s is not one', async (name) => {
    expect((await fetch(`${origin}/assets/${name}`)).status).toBe(404);
  });
});
