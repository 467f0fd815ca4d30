import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { CanaryRoute } from '../mesh/canary-route';
import { MeshInjection } from '../mesh/mesh-namespace';
import { ServiceBackend } from '../routing/backend';
import { manifest } from '../workload/manifest';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

const SERVICE = 'api';
const PORT = 80;
const WEIGHTS = { v1: 80, v2: 20 };

/** Four of five requests to one Service go to the old version of its pods, the fifth to the new one. */
export class CanaryChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { injection: MeshInjection.istio() });
    const podLabels = { app: SERVICE };
    const servers = Object.keys(WEIGHTS).map((version) =>
      echoServer(this, `${SERVICE}-${version}`, PORT, { podLabels: { ...podLabels, version } }),
    );
    const { containerPort } = servers[0]!.port('http');
    const ports = [{ name: 'http', port: PORT, targetPort: containerPort! }];
    const metadata = { name: SERVICE };
    new ApiObject(this, SERVICE, manifest(k8s.KubeService, { metadata, spec: { selector: podLabels, ports } }));
    new CanaryRoute(this, 'canary', {
      service: ServiceBackend.fromServiceBackendAttributes(this, 'backend', {
        serviceName: SERVICE,
        servicePorts: [{ name: 'http', port: PORT }],
      }),
      subsets: Object.entries(WEIGHTS).map(([name, weight]) => ({ name, labels: { version: name }, weight })),
      maxConnections: 100,
      maxPendingRequests: 50,
    });
  }
}
