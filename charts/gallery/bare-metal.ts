import type { Construct } from 'constructs';
import { DebugPod } from '../workload/debug-pod';
import { Expose } from '../workload/expose';
import { GalleryChart } from './gallery-chart';
import { BUSYBOX, nginxOn80 } from './servers';

const DAY = 24 * 60 * 60;

/** Rows 003-01 to 003-14: nginx on one's own machines, where something like MetalLB gives the Service its address. */
export class BareMetalChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const podLabels = { run: 'nginx' };
    nginxOn80(this, 'nginx', 80, { podLabels, expose: Expose.loadBalancer() });
    nginxOn80(this, 'nginx-clusterip', 80, { podLabels: { run: 'nginx-clusterip' } });
    const expose = Expose.nodePort({ nodePort: 30081 });
    nginxOn80(this, 'nginx-nodeport', 80, { podLabels: { run: 'nginx-nodeport' }, expose });
    const command = ['sleep', 'infinity'];
    new DebugPod(this, 'busybox', { image: BUSYBOX, command, containerName: 'busybox', activeDeadlineSeconds: DAY });
  }
}
