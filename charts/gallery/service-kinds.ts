import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Expose } from '../workload/expose';
import { manifest } from '../workload/manifest';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

/** Rows 001-04 to 001-10: a Service of each kind, each before pods of its own, and a name for what is outside. */
export class ServiceKindsChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    echoServer(this, 'api-service', 8080, { deployment: 'api' });
    echoServer(this, 'web-service', 80, { deployment: 'web', expose: Expose.nodePort({ nodePort: 30080 }) });
    echoServer(this, 'app-lb', 443, {
      deployment: 'frontend',
      containerPort: 8443,
      expose: Expose.loadBalancer({ sourceRanges: ['203.0.113.0/24'] }),
    });
    // An alias in DNS: ports would have no effect.
    const spec = { type: 'ExternalName', externalName: 'db.example.com' } as const;
    new ApiObject(this, 'external-db', manifest(k8s.KubeService, { metadata: { name: 'external-db' }, spec }));
  }
}
