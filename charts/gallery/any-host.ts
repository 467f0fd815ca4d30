import type { Construct } from 'constructs';
import { Routes } from '../routing/routes';
import { RoutesApi } from '../routing/routes-props';
import { GalleryChart } from './gallery-chart';
import { helloServer, nginxServer } from './servers';

/** Two Services by path, for requests with any host that no other Ingress names. */
export class AnyHostChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Routes(this, 'routes', {
      api: RoutesApi.INGRESS,
      name: 'nginx-app-ingress',
      className: 'nginx',
      rules: [
        { path: '/', backend: nginxServer(this, 'nginx-app', 80) },
        { path: '/hello', backend: helloServer(this, 'newdeploy', 8080) },
      ],
    });
  }
}
