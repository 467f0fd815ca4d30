import type { Construct } from 'constructs';
import { MeshInjection } from '../mesh/mesh-namespace';
import { MtlsScope, StrictMtls } from '../mesh/strict-mtls';
import { GalleryChart } from './gallery-chart';
import { echoServer } from './servers';

/** A Service that only pods of the mesh can talk to. */
export class MutualTlsChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { injection: MeshInjection.istio() });
    echoServer(this, 'api', 80);
    new StrictMtls(this, 'mtls', { scope: MtlsScope.namespace() });
  }
}
