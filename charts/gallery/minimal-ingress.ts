import type { Construct } from 'constructs';
import { Routes } from '../routing/routes';
import { RoutesApi } from '../routing/routes-props';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

/** Two hosts whose Services see every path as it was asked for: nothing is rewritten, so nothing is lost. */
export class MinimalIngressChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Routes(this, 'routes', {
      api: RoutesApi.INGRESS,
      name: 'minimal-ingress',
      className: 'nginx',
      rules: [
        { host: 'myapp.example.com', backend: echoServer(this, 'myapp', 80) },
        { host: 'api.minimal-ingress.example.com', backend: echoServer(this, 'api-service', 8080) },
      ],
    });
  }
}
