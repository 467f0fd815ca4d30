import type { Construct } from 'constructs';
import { GalleryChart } from './gallery-chart';
import { nginxOn80 } from './servers';

/** Rows 001-59 to 001-62, exercise 1: three pods behind one address and one name. */
export class ClusterIpChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    nginxOn80(this, 'web-service', 80, { deployment: 'web', replicas: 3 });
  }
}
