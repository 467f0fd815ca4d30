import type { Construct } from 'constructs';
import { Routes } from '../routing/routes';
import { RoutesApi } from '../routing/routes-props';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

/** One host in front of three Services of two pods each. */
export class MultiServiceIngressChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Routes(this, 'routes', {
      api: RoutesApi.INGRESS,
      name: 'multi-service-ingress',
      className: 'nginx',
      nginx: {},
      rules: ['api', 'users', 'products'].map((deployment) => ({
        host: 'example.local',
        path: `/${deployment}`,
        rewrite: '/',
        backend: echoServer(this, `${deployment}-service`, 80, { deployment, replicas: 2 }),
      })),
    });
  }
}
