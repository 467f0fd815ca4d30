import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { ignore } from '../examine';
import { AllowFrom } from '../policy/allow-from';
import { DefaultDeny } from '../policy/default-deny';
import { Peer } from '../policy/peer';
import { Port } from '../policy/port';
import { manifest } from '../workload/manifest';
import { GalleryChart } from './gallery-chart';
import { nginxOn80 } from './servers';

/**
 * Rows 004-13 to 004-15, 004-27 and 004-29: nobody comes in but the frontend to nginx and the application to its database, and
 * everybody gets out. The frontend asks for `backend`, which is a Service here; in the source it is a pod, and has no name.
 */
export class ExamPoliciesChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    nginxOn80(this, 'frontend', 80, { podLabels: { role: 'frontend' } });
    nginxOn80(this, 'backend', 80, { podLabels: { app: 'nginx' } });
    new DefaultDeny(this, 'deny', { name: 'default-deny-ingress', egress: false });
    new AllowFrom(this, 'allow-frontend', {
      name: 'allow-frontend-to-nginx',
      podLabels: { app: 'nginx' },
      from: [Peer.pods({ role: 'frontend' })],
      ports: [Port.tcp(80)],
    });
    new AllowFrom(this, 'db-policy', {
      name: 'db-policy',
      podLabels: { app: 'db' },
      from: [Peer.pods({ app: 'web' })],
      ports: [Port.tcp(3306)],
    });
    ignore(this, 'NetworkPolicy', 'db-policy', 'policy/selects-nothing', 'an answer on its own: no pods belong to it');
    const everythingOut = manifest(k8s.KubeNetworkPolicy, {
      metadata: { name: 'allow-all-egress' },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{}] },
    });
    new ApiObject(this, 'allow-all-egress', everythingOut);
  }
}
