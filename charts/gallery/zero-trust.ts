import type { Construct } from 'constructs';
import { NetworkPlan } from '../policy/network-plan';
import { Peer } from '../policy/peer';
import { Port } from '../policy/port';
import { GalleryChart } from './gallery-chart';

/**
 * Rows 001-29 to 001-33: policies for pods that somebody else runs. In the source nothing lets the frontend and the backend
 * out, so neither connection is ever made; DNS is open over UDP alone and to every pod; and the Ingress controller's namespace
 * is found by a label that it does not have.
 */
export class ZeroTrustChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const frontend = Peer.pods({ app: 'frontend' }).madeElsewhere();
    const backend = Peer.pods({ app: 'backend' }).madeElsewhere();
    const database = Peer.pods({ app: 'postgres' }).called('database').madeElsewhere();
    const plan = new NetworkPlan(this, 'plan');
    plan.allow(Peer.namespace('ingress-nginx').called('ingress'), frontend, Port.tcp(80));
    plan.allow(frontend, backend, Port.tcp(8080));
    plan.allow(backend, database, Port.tcp(5432));
  }
}
