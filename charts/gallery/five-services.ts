import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { manifest, type Plain } from '../workload/manifest';
import { GalleryChart } from './gallery-chart';
import { nginxOn80 } from './servers';

/** Rows 004-02 to 004-09: one Deployment behind Services of four kinds, and an alias for what is outside. */
export class FiveServicesChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    nginxOn80(this, 'nginx-service', 80, { deployment: 'nginx', replicas: 2 });
    const overNginx = { selector: { app: 'nginx' }, ports: [{ name: 'http', port: 80, targetPort: 80 }] };
    const [http] = overNginx.ports;
    this.service('nginx-nodeport', { ...overNginx, type: 'NodePort', ports: [{ ...http!, nodePort: 30082 }] });
    this.service('nginx-lb', { ...overNginx, type: 'LoadBalancer' });
    this.service('headless-service', { ...overNginx, clusterIP: 'None' });
    this.service('external-service', { type: 'ExternalName', externalName: 'api.example.com' });
  }

  private service(name: string, spec: Plain<k8s.ServiceSpec>): void {
    new ApiObject(this, name, manifest(k8s.KubeService, { metadata: { name }, spec }));
  }
}
