import type { Construct } from 'constructs';
import { AllowFrom } from '../policy/allow-from';
import { Peer } from '../policy/peer';
import { Port } from '../policy/port';
import { DebugPod } from '../workload/debug-pod';
import { GalleryChart } from './gallery-chart';
import { BUSYBOX, nginxOn80 } from './servers';

/** Rows 002-31 to 002-37: only pods with access=true reach nginx. busybox has it not, until somebody labels it. */
export class AccessNginxChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    nginxOn80(this, 'nginx', 80, { containerName: 'nwp-nginx' });
    const command = ['sleep', '3600'];
    new DebugPod(this, 'busybox', {
      image: BUSYBOX,
      command,
      containerName: 'nwp-busybox',
      podLabels: { app: 'sleepy' },
    });
    new AllowFrom(this, 'policy', {
      name: 'access-nginx',
      podLabels: { app: 'nginx' },
      from: [Peer.pods({ access: 'true' })],
      ports: [Port.every()],
    });
  }
}
