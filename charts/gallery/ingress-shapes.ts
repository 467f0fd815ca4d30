import type { Construct } from 'constructs';
import { Routes } from '../routing/routes';
import { RoutesApi } from '../routing/routes-props';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

/** The three shapes of an Ingress: a single Service, a fan-out by path, Services by host name. */
export class IngressShapesChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const [hello, goodbye] = ['hello-service', 'goodbye-service'].map((name) => echoServer(this, name, 80));
    const common = { api: RoutesApi.INGRESS, className: 'nginx' };
    new Routes(this, 'single-service', {
      ...common,
      name: 'single-service',
      rules: [{ host: 'single.example.com', backend: hello! }],
    });
    new Routes(this, 'simple-fanout', {
      ...common,
      name: 'simple-fanout',
      rules: [
        { host: 'fanout.example.com', path: '/hello', backend: hello! },
        { host: 'fanout.example.com', path: '/goodbye', backend: goodbye! },
      ],
    });
    new Routes(this, 'name-based', {
      ...common,
      name: 'name-based',
      rules: [
        { host: 'my.example.com', path: '/hello', backend: hello! },
        { host: 'my.example.org', path: '/goodbye', backend: goodbye! },
      ],
    });
  }
}
