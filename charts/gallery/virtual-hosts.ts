import type { Construct } from 'constructs';
import { Routes } from '../routing/routes';
import { RoutesApi } from '../routing/routes-props';
import { RoutesTls } from '../routing/tls';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

/** A Service for each host; the one for administrators asks for a password, for which it needs TLS. */
export class VirtualHostsChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const common = { api: RoutesApi.INGRESS, className: 'nginx' };
    new Routes(this, 'routes', {
      ...common,
      name: 'virtual-hosts',
      rules: [
        { host: 'api.virtual-hosts.example.com', backend: echoServer(this, 'api-service', 8080) },
        { host: 'www.example.com', backend: echoServer(this, 'frontend-service', 80) },
      ],
    });
    new Routes(this, 'admin-routes', {
      ...common,
      name: 'virtual-hosts-admin',
      rules: [{ host: 'admin.example.com', backend: echoServer(this, 'admin-service', 3000) }],
      tls: [RoutesTls.fromSecret('admin-tls')],
      nginx: { basicAuthSecret: 'basic-auth', basicAuthRealm: 'Administration' },
    });
  }
}
