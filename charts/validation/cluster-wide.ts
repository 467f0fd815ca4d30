const KINDS: Readonly<Record<string, string>> = {
  '': 'Namespace Node PersistentVolume',
  'admissionregistration.k8s.io':
    'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
  'apiextensions.k8s.io': 'CustomResourceDefinition',
  'apiregistration.k8s.io': 'APIService',
  'cert-manager.io': 'ClusterIssuer',
  'gateway.networking.k8s.io': 'GatewayClass',
  'networking.k8s.io': 'IngressClass',
  'node.k8s.io': 'RuntimeClass',
  'policy.networking.k8s.io': 'AdminNetworkPolicy BaselineAdminNetworkPolicy ClusterNetworkPolicy',
  'rbac.authorization.k8s.io': 'ClusterRole ClusterRoleBinding',
  'scheduling.k8s.io': 'PriorityClass',
  'storage.k8s.io': 'CSIDriver StorageClass VolumeAttributesClass',
};

const known = new Set(
  Object.entries(KINDS).flatMap(([group, kinds]) => kinds.split(' ').map((kind) => `${group}/${kind}`)),
);

/** Kinds that are in no namespace, even where a chart writes one on them: the usual ones, of Kubernetes and what goes with it. */
export function isClusterWide(group: string, kind: string): boolean {
  return known.has(`${group}/${kind}`);
}
