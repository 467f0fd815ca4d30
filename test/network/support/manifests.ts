import { loadAll } from 'js-yaml';
import { buildCluster, type Cluster } from '../../../network/cluster/cluster';
import { fieldText } from '../../../network/cluster/report';
import type { FieldPath, KubeObject, Manifest } from '../../../network/manifest/manifest';
import { Reachability } from '../../../network/reach/reachability';

/** Objects of YAML text as manifests without positions. */
export function manifestsOf(yaml: string): Manifest[] {
  const origin = { position: { source: 'test.yaml' }, locate: () => ({ source: 'test.yaml' }) };
  return loadAll(yaml)
    .filter(Boolean)
    .map((object) => ({ object: object as KubeObject, origin }));
}

/** As {@link clusterOf}; the place of a field is its path: `Ingress web: spec.rules[0]`. */
export function clusterWithFields(yaml: string): Cluster {
  const manifests = manifestsOf(yaml).map(({ object }) => {
    const subject = `${object.kind} ${object.metadata.name}`;
    const locate = (path: FieldPath) => ({ source: `${subject}: ${fieldText(path)}` });
    return { object, origin: { position: { source: subject }, locate } };
  });
  return buildCluster(manifests);
}

export function clusterOf(yaml: string): Cluster {
  return buildCluster(manifestsOf(yaml));
}

export function reachabilityOf(yaml: string): Reachability {
  return new Reachability(clusterOf(yaml));
}
