import type { Construct } from 'constructs';
import { Expose, IpFamily, IpFamilyPolicy, TrafficPolicy } from '../workload/expose';
import { GalleryChart } from './gallery-chart';
import { echoServer, nginxOn80 } from './servers';

/**
 * Rows 002-04 to 002-10: the Service that the walk-through edits into a NodePort, with all its fields, and what `kubectl
 * create service nodeport` makes. That selects pods by its own name, of which the source has none.
 */
export class NodePortsChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    nginxOn80(this, 'nginx-app', 80, {
      replicas: 3,
      expose: Expose.nodePort({
        nodePort: 32000,
        externalTrafficPolicy: TrafficPolicy.CLUSTER,
        internalTrafficPolicy: TrafficPolicy.CLUSTER,
        ipFamilyPolicy: IpFamilyPolicy.SINGLE_STACK,
        ipFamilies: [IpFamily.IPV4],
      }),
    });
    echoServer(this, 'my-node-port-service', 80, { containerPort: 80, expose: Expose.nodePort() });
  }
}
