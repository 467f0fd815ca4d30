import type { Construct } from 'constructs';
import { NodeExposedPod } from '../workload/node-exposed-pod';
import { GalleryChart } from './gallery-chart';
import { NGINX } from './servers';

const COMMON = { image: NGINX, scratchPaths: ['/tmp', '/var/cache/nginx', '/var/run'] };

/** Rows 003-15 to 003-20: nginx on port 8080 of its node, and another in its node's network. No policy is sure to hold either. */
export class HostPortsChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } });
    new NodeExposedPod(this, 'nginx-hostport', {
      ...COMMON,
      user: 101,
      ports: [{ containerPort: 80, hostPort: 8080 }],
    });
    new NodeExposedPod(this, 'nginx-hostnetwork', {
      ...COMMON,
      hostNetwork: true,
      ports: [{ containerPort: 80 }],
      runAsRoot: true,
      // Its workers are not root: to give them their folders and become them takes the other three.
      capabilities: ['CHOWN', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'],
    });
  }
}
