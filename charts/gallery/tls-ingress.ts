import type { Construct } from 'constructs';
import { Routes } from '../routing/routes';
import { RoutesApi } from '../routing/routes-props';
import { RoutesTls } from '../routing/tls';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

/** HTTPS with a certificate that somebody brings: a Secret of type kubernetes.io/tls in this namespace. */
export class TlsIngressChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Routes(this, 'routes', {
      api: RoutesApi.INGRESS,
      name: 'tls-ingress',
      className: 'nginx',
      rules: [{ host: 'myapp.tls-ingress.example.com', backend: echoServer(this, 'myapp', 80) }],
      tls: [RoutesTls.fromSecret('myapp-tls')],
    });
  }
}
