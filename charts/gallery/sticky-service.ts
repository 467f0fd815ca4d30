import type { Construct } from 'constructs';
import { Expose } from '../workload/expose';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

/** Row 001-50: a client stays with its pod for an hour. The source's field for it is none that the API has. */
export class StickyServiceChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const expose = Expose.clusterIp({ sessionAffinitySeconds: 3600 });
    echoServer(this, 'stateful-app', 8080, { deployment: 'stateful', replicas: 2, expose });
  }
}
