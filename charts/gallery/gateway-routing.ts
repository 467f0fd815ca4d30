import type { Construct } from 'constructs';
import { Routes } from '../routing/routes';
import { RoutesApi } from '../routing/routes-props';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

const host = 'api.example.com';

/** The routes of path-routing in Gateway API, with what an Ingress has no words for: weights, a timeout, a redirect. */
export class GatewayRoutingChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const products = echoServer(this, 'products-service', 8081);
    const next = echoServer(this, 'products-service-next', 8081);
    new Routes(this, 'routes', {
      api: RoutesApi.GATEWAY,
      name: 'app-routing',
      className: 'eg',
      rules: [
        { host, path: '/users', rewrite: '/', timeoutSeconds: 10, backend: echoServer(this, 'users-service', 8080) },
        {
          host,
          path: '/products',
          rewrite: '/',
          backends: [
            { backend: products, weight: 90 },
            { backend: next, weight: 10 },
          ],
        },
        { host, path: '/goods', redirect: { path: '/products', statusCode: 301 } },
        { host, path: '/', backend: echoServer(this, 'frontend-service', 80) },
      ],
    });
  }
}
