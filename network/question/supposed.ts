import type { Cluster } from '../cluster/cluster';
import { supposedPod } from '../cluster/supposed-pod';
import type { Workload } from '../cluster/workload';
import { INGRESS_CONTROLLER } from '../reach/connlist';
import type { Reference } from './reference';

/** The pods that a question asks for by their labels alone: `prod/{app=web}`. */
export function askedPods({ namespace, labels }: Extract<Reference, { kind: 'supposed pod' }>): Workload {
  return supposedPod(namespace, `{${Object.entries(labels).map(([key, value]) => `${key}=${value}`)}}`, labels);
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
