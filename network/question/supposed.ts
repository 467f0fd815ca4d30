import { type Cluster, namespaceLabels } from '../cluster/cluster';
import type { PodPort, Workload } from '../cluster/workload';
import { workloadId } from '../cluster/workload';
import type { Origin } from '../manifest/manifest';
import { INGRESS_CONTROLLER } from '../reach/connlist';

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
    replicas: 1,
    addresses: [],
    origin: NOWHERE,
  };
  return { namespace, name, kind: 'Pod', id: workloadId(namespace, name, 'Pod'), pods: [pods], origin: NOWHERE };
}

/** Where clusters run their DNS. @see https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/ */
const DNS_NAMESPACE = 'kube-system';
const DNS_LABELS = { 'k8s-app': 'kube-dns' };

/** The cluster's DNS pods: those of the input, or, where it has none, what every cluster has. */
export function dnsPods({ workloads }: Cluster): { workload: Workload; isSupposed: boolean } {
  const found = workloads.find(
    ({ namespace, pods }) =>
      namespace === DNS_NAMESPACE && pods.some(({ labels }) => labels['k8s-app'] === DNS_LABELS['k8s-app']),
  );
  if (found) return { workload: found, isSupposed: false };
  const workload = supposedPod(DNS_NAMESPACE, 'kube-dns', DNS_LABELS, [
    { name: 'dns', port: 53, protocol: 'UDP' },
    { name: 'dns-tcp', port: 53, protocol: 'TCP' },
  ]);
  return { workload, isSupposed: true };
}

const CONTROLLER_NAMESPACE = 'ingress-controller-ns';

/** A controller of Ingresses of which nothing is known but that it is in some namespace of its own. */
export function namelessController(): Workload {
  return { ...supposedPod(CONTROLLER_NAMESPACE, 'ingress-controller', {}), id: INGRESS_CONTROLLER };
}

/** The cluster with the namespaces that supposed pods are in. */
export function withNamespacesOf(cluster: Cluster, supposed: readonly Workload[]): Cluster {
  const namespaces = new Map(cluster.namespaces);
  for (const { namespace } of supposed)
    if (!namespaces.has(namespace)) namespaces.set(namespace, namespaceLabels(namespace));
  return { ...cluster, namespaces };
}
