import type { Construct } from 'constructs';
import { Routes } from '../routing/routes';
import { RoutesApi } from '../routing/routes-props';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

const host = 'api.example.com';

/** Three Services behind one host; each sees the path without the prefix that led to it. */
export class PathRoutingChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Routes(this, 'routes', {
      api: RoutesApi.INGRESS,
      name: 'app-routing',
      className: 'nginx',
      nginx: {},
      rules: [
        { host, path: '/users', rewrite: '/', backend: echoServer(this, 'users-service', 8080) },
        { host, path: '/products', rewrite: '/', backend: echoServer(this, 'products-service', 8081) },
        { host, path: '/', backend: echoServer(this, 'frontend-service', 80) },
      ],
    });
  }
}
