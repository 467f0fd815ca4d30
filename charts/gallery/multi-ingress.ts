import type { Construct } from 'constructs';
import { Routes } from '../routing/routes';
import { RoutesApi } from '../routing/routes-props';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

/** A web application and its API, each behind a host of its own. */
export class MultiIngressChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Routes(this, 'routes', {
      api: RoutesApi.INGRESS,
      name: 'multi-ingress',
      className: 'nginx',
      rules: [
        { host: 'app.example.com', backend: echoServer(this, 'webapp', 80) },
        { host: 'api.multi-ingress.example.com', backend: echoServer(this, 'api', 8080) },
      ],
    });
  }
}
