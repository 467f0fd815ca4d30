import type { Construct } from 'constructs';
import { Routes } from '../routing/routes';
import { RoutesApi } from '../routing/routes-props';
import { GalleryChart } from './gallery-chart';
import { apacheServer, nginxServer } from './servers';

/** nginx behind one host name and Apache behind another. */
export class MultihostChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Routes(this, 'routes', {
      api: RoutesApi.INGRESS,
      name: 'multihost',
      className: 'nginx',
      rules: [
        { host: 'foo.example.com', backend: nginxServer(this, 'foo', 80) },
        { host: 'bar.example.com', backend: apacheServer(this, 'bar', 80) },
      ],
    });
  }
}
