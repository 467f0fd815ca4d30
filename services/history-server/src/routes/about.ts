import type Router from '@koa/router';
import type { Registry } from 'prom-client';
import { version } from '../../package.json';
import { document } from '../openapi';

export function aboutRoutes(router: Router, registry: Registry): void {
  router.get('/openapi.json', (ctx) => {
    ctx.body = document;
  });

  router.get('/version', (ctx) => {
    ctx.body = { name: 'history-server', version, node: process.version };
  });

  router.get('/metrics', async (ctx) => {
    ctx.set('Content-Type', registry.contentType);
    ctx.body = await registry.metrics();
  });
}
