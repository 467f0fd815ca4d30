import type { Construct } from 'constructs';
import { NetworkPlan } from '../policy/network-plan';
import { Peer } from '../policy/peer';
import { GalleryChart } from './gallery-chart';
import { backend, database, frontend } from './tiers';

/**
 * Rows 001-66 to 001-80, exercise 3: three tiers of which each reaches the next, and requests come in through the Ingress
 * controller alone. In the source the policies between frontend and backend name the Service's port, 8080, and not that of the
 * pods, 80; names are looked up over UDP alone, and by two tiers of three; and a namespace has to be labelled by hand.
 */
export class ThreeTierChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const web = frontend(this);
    const api = backend(this);
    const store = database(this);
    const plan = new NetworkPlan(this, 'plan', { denyName: 'default-deny-all' });
    plan.allow(Peer.namespace('ingress-nginx').called('ingress'), web);
    plan.allow(web, api);
    plan.allow(api, store);
  }
}
