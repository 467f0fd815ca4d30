import type { Construct } from 'constructs';
import { DebugPod } from '../workload/debug-pod';
import { GalleryChart } from './gallery-chart';
import { BUSYBOX } from './servers';

/** The pods that the sources look at the network from: 001-58, 002-13, 004-24 and 004-26. */
export class DebugPodsChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DebugPod(this, 'network-debug');
    new DebugPod(this, 'testpod', { image: BUSYBOX, command: ['sleep', '3600'], containerName: 'testpod' });
    new DebugPod(this, 'netshoot', { containerName: 'netshoot' });
    new DebugPod(this, 'dnsutils', { containerName: 'dnsutils', command: ['sleep', 'infinity'] });
  }
}
