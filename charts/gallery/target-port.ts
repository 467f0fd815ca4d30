import type { Construct } from 'constructs';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

/** Row 004-28, question 1: a Service whose port is not that of its pods. */
export class TargetPortChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    echoServer(this, 'web-service', 80, { deployment: 'web-app' });
  }
}
