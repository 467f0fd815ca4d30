import type { Construct } from 'constructs';
import { AllowEgress } from '../policy/allow-egress';
import { AllowFrom } from '../policy/allow-from';
import { DefaultDeny } from '../policy/default-deny';
import { Peer } from '../policy/peer';
import { Port } from '../policy/port';
import { GalleryChart } from './gallery-chart';

/**
 * Rows 001-25 to 001-28: policies for pods that somebody else runs. In the source the Ingress controller is looked for in the
 * namespace of the backend, the namespace `frontend` by a label that it does not have, and port 53 is open to every pod.
 */
export class SinglePoliciesChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new DefaultDeny(this, 'deny-all', { name: 'deny-all', egress: false });
    new AllowFrom(this, 'allow-from-nginx', {
      name: 'allow-from-nginx',
      podLabels: { app: 'backend' },
      from: [Peer.ingressController('nginx')],
      ports: [Port.tcp(8080)],
    });
    new AllowFrom(this, 'allow-from-frontend', {
      name: 'allow-from-frontend',
      podLabels: { tier: 'backend' },
      from: [Peer.namespace('frontend')],
      ports: [Port.tcp(8080)],
    });
    new AllowEgress(this, 'allow-dns-and-external', {
      name: 'allow-dns-and-external',
      podLabels: { app: 'api' },
      dns: true,
      to: [Peer.internet()],
      ports: [Port.tcp(443)],
    });
  }
}
