import type { Construct } from 'constructs';
import { LinkerdRoute } from '../mesh/linkerd-route';
import { MeshInjection } from '../mesh/mesh-namespace';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

/** A Service whose clients try three times within ten seconds. */
export class RetriesChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { injection: MeshInjection.linkerd() });
    new LinkerdRoute(this, 'route', { service: echoServer(this, 'api', 80), retries: 3, timeoutSeconds: 10 });
  }
}
