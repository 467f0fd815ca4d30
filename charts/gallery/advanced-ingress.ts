import type { Construct } from 'constructs';
import { Routes } from '../routing/routes';
import { RoutesApi } from '../routing/routes-props';
import { RoutesTls } from '../routing/tls';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

/** At most ten requests a second from a client, a password, and answers that one other site may read. */
export class AdvancedIngressChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Routes(this, 'routes', {
      api: RoutesApi.INGRESS,
      name: 'advanced-ingress',
      className: 'nginx',
      rules: [{ host: 'api.advanced-ingress.example.com', backend: echoServer(this, 'api-service', 8080) }],
      tls: [RoutesTls.fromSecret('tls-secret')],
      cors: { allowOrigins: ['https://www.example.com'], allowHeaders: ['Authorization'], allowCredentials: true },
      nginx: { requestsPerSecond: 10, basicAuthSecret: 'basic-auth' },
    });
  }
}
