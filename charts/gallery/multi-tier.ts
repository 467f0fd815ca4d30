import { ApiObject, JsonPatch } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { NetworkPlan } from '../policy/network-plan';
import { Peer } from '../policy/peer';
import { manifest } from '../workload/manifest';
import { ENFORCE_RESTRICTED } from '../workload/pod-security';
import { GalleryChart } from './gallery-chart';
import { backend, database, frontend } from './tiers';

const DATA = 'multi-tier-data';

/**
 * Row 004-39, which asks for an application of several tiers that are isolated from each other: here the database has a
 * namespace of its own, and one plan walls both.
 */
export class MultiTierChart extends GalleryChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const data = manifest(k8s.KubeNamespace, { metadata: { name: DATA, labels: ENFORCE_RESTRICTED } });
    new ApiObject(this, 'data-namespace', data).addJsonPatch(JsonPatch.remove('/metadata/namespace'));
    const web = frontend(this);
    const api = backend(this);
    const store = database(this, DATA);
    const plan = new NetworkPlan(this, 'plan', { namespaces: [id, DATA] });
    plan.allow(Peer.ingressController('nginx'), web);
    plan.allow(web, api);
    plan.allow(api, store);
  }
}
