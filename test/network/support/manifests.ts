import { loadAll } from 'js-yaml';
import { buildCluster, type Cluster } from '../../../network/cluster/cluster';
import type { KubeObject, Manifest } from '../../../network/manifest/manifest';
import { Reachability } from '../../../network/reach/reachability';

/** Objects of YAML text as manifests without positions. */
export function manifestsOf(yaml: string): Manifest[] {
  const origin = { position: { source: 'test.yaml' }, locate: () => ({ source: 'test.yaml' }) };
  return loadAll(yaml)
    .filter(Boolean)
    .map((object) => ({ object: object as KubeObject, origin }));
}

export function clusterOf(yaml: string): Cluster {
  return buildCluster(manifestsOf(yaml));
}

export function reachabilityOf(yaml: string): Reachability {
  return new Reachability(clusterOf(yaml));
}
