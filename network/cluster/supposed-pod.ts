import type { Origin } from '../manifest/manifest';
import { type Cluster, namespaceLabels } from './cluster';
import { type PodPort, type Workload, workloadId } from './workload';

const NOWHERE: Origin = { position: { source: 'not in the input' }, locate: () => ({ source: 'not in the input' }) };

/** A pod that a question is about and that the input does not have. */
export function supposedPod(
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string>>,
  ports: readonly PodPort[] = [],
): Workload {
  const pods = {
    namespace,
    podName: name,
    labels,
    ports,
    hostNetwork: false,
    addresses: [],
    origin: NOWHERE,
  };
  return { namespace, name, kind: 'Pod', id: workloadId(namespace, name, 'Pod'), pods: [pods], origin: NOWHERE };
}

/** The cluster with the namespaces that supposed pods are in. */
export function withNamespacesOf(cluster: Cluster, supposed: readonly Workload[]): Cluster {
  const namespaces = new Map(cluster.namespaces);
  for (const { namespace } of supposed)
    if (!namespaces.has(namespace)) namespaces.set(namespace, namespaceLabels(namespace));
  return { ...cluster, namespaces };
}
