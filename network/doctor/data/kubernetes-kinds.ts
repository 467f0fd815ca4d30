/** Kinds of API groups whose kinds are known to the last one, by group; the group without a name is ''. Kinds that are gone are among them. */
export const KNOWN_KINDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    '': 'Binding ComponentStatus Config ConfigMap Endpoints Event LimitRange List Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount Status',
    'admissionregistration.k8s.io':
      'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration',
    'apiextensions.k8s.io': 'ConversionReview CustomResourceDefinition',
    'apiregistration.k8s.io': 'APIService',
    apps: 'ControllerRevision DaemonSet Deployment DeploymentRollback ReplicaSet Scale StatefulSet',
    autoscaling: 'HorizontalPodAutoscaler Scale',
    batch: 'CronJob Job JobTemplate',
    'certificates.k8s.io': 'CertificateSigningRequest ClusterTrustBundle PodCertificateRequest',
    'coordination.k8s.io': 'Lease LeaseCandidate',
    'discovery.k8s.io': 'EndpointSlice',
    'events.k8s.io': 'Event',
    extensions:
      'DaemonSet Deployment Ingress NetworkPolicy PodSecurityPolicy ReplicaSet ReplicationController Scale ThirdPartyResource',
    'flowcontrol.apiserver.k8s.io': 'FlowSchema PriorityLevelConfiguration',
    'gateway.networking.k8s.io':
      'BackendLBPolicy BackendTLSPolicy GRPCRoute Gateway GatewayClass HTTPRoute ListenerSet ReferenceGrant ReferencePolicy TCPRoute TLSRoute UDPRoute',
    'networking.istio.io':
      'DestinationRule EnvoyFilter Gateway ProxyConfig ServiceEntry Sidecar VirtualService WorkloadEntry WorkloadGroup',
    'networking.k8s.io': 'ClusterCIDR IPAddress Ingress IngressClass NetworkPolicy ServiceCIDR',
    'node.k8s.io': 'RuntimeClass',
    policy: 'Eviction PodDisruptionBudget PodSecurityPolicy',
    'policy.linkerd.io':
      'AuthorizationPolicy EgressNetwork HTTPLocalRateLimitPolicy HTTPRoute MeshTLSAuthentication NetworkAuthentication Server ServerAuthorization',
    'rbac.authorization.k8s.io': 'ClusterRole ClusterRoleBinding Role RoleBinding',
    'scheduling.k8s.io': 'PodGroup PriorityClass Workload',
    'security.istio.io': 'AuthorizationPolicy PeerAuthentication RequestAuthentication',
    'storage.k8s.io': 'CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment VolumeAttributesClass',
  }).map(([group, kinds]) => [group, kinds.split(' ')]),
);

/** A version of a kind that no supported cluster has. */
export interface GoneVersion {
  /** The release of Kubernetes that left it out. */
  readonly since: string;
  /** The apiVersion that took its place; absent: nothing did. */
  readonly instead?: string;
  /** Whether nothing but the apiVersion has to change. */
  readonly isSame?: boolean;
}

const RBAC = 'ClusterRole ClusterRoleBinding Role RoleBinding';
const FLOW = 'FlowSchema PriorityLevelConfiguration';

/** By `apiVersion/Kind`. @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/ */
export const GONE_VERSIONS: ReadonlyMap<string, GoneVersion> = new Map([
  ...gone('extensions/v1beta1', 'Deployment DaemonSet ReplicaSet', '1.16', 'apps/v1'),
  ...gone('extensions/v1beta1', 'NetworkPolicy', '1.16', 'networking.k8s.io/v1'),
  ...gone('extensions/v1beta1', 'PodSecurityPolicy', '1.16'),
  ...gone('extensions/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1'),
  ...gone('apps/v1beta1', 'Deployment StatefulSet', '1.16', 'apps/v1'),
  ...gone('apps/v1beta2', 'Deployment StatefulSet DaemonSet ReplicaSet', '1.16', 'apps/v1'),
  ...gone('networking.k8s.io/v1beta1', 'Ingress', '1.22', 'networking.k8s.io/v1'),
  ...gone('networking.k8s.io/v1beta1', 'IngressClass', '1.22', 'networking.k8s.io/v1', true),
  ...gone('rbac.authorization.k8s.io/v1beta1', RBAC, '1.22', 'rbac.authorization.k8s.io/v1', true),
  ...gone('rbac.authorization.k8s.io/v1alpha1', RBAC, '1.22', 'rbac.authorization.k8s.io/v1', true),
  ...gone('apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', '1.22', 'apiextensions.k8s.io/v1'),
  ...gone(
    'admissionregistration.k8s.io/v1beta1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    '1.22',
    'admissionregistration.k8s.io/v1',
  ),
  ...gone('apiregistration.k8s.io/v1beta1', 'APIService', '1.22', 'apiregistration.k8s.io/v1', true),
  ...gone('certificates.k8s.io/v1beta1', 'CertificateSigningRequest', '1.22', 'certificates.k8s.io/v1'),
  ...gone('coordination.k8s.io/v1beta1', 'Lease', '1.22', 'coordination.k8s.io/v1', true),
  ...gone('scheduling.k8s.io/v1beta1', 'PriorityClass', '1.22', 'scheduling.k8s.io/v1', true),
  ...gone(
    'storage.k8s.io/v1beta1',
    'CSIDriver CSINode StorageClass VolumeAttachment',
    '1.22',
    'storage.k8s.io/v1',
    true,
  ),
  ...gone('storage.k8s.io/v1beta1', 'CSIStorageCapacity', '1.27', 'storage.k8s.io/v1', true),
  ...gone('batch/v2alpha1', 'CronJob', '1.21', 'batch/v1', true),
  ...gone('batch/v1beta1', 'CronJob', '1.25', 'batch/v1', true),
  ...gone('discovery.k8s.io/v1beta1', 'EndpointSlice', '1.25', 'discovery.k8s.io/v1'),
  ...gone('events.k8s.io/v1beta1', 'Event', '1.25', 'events.k8s.io/v1'),
  ...gone('policy/v1beta1', 'PodDisruptionBudget', '1.25', 'policy/v1'),
  ...gone('policy/v1beta1', 'PodSecurityPolicy', '1.25'),
  ...gone('node.k8s.io/v1beta1', 'RuntimeClass', '1.25', 'node.k8s.io/v1', true),
  ...gone('autoscaling/v2beta1', 'HorizontalPodAutoscaler', '1.25', 'autoscaling/v2'),
  ...gone('autoscaling/v2beta2', 'HorizontalPodAutoscaler', '1.26', 'autoscaling/v2', true),
  ...gone('flowcontrol.apiserver.k8s.io/v1beta1', FLOW, '1.26', 'flowcontrol.apiserver.k8s.io/v1'),
  ...gone('flowcontrol.apiserver.k8s.io/v1beta2', FLOW, '1.29', 'flowcontrol.apiserver.k8s.io/v1'),
  ...gone('flowcontrol.apiserver.k8s.io/v1beta3', FLOW, '1.32', 'flowcontrol.apiserver.k8s.io/v1'),
]);

function gone(apiVersion: string, kinds: string, since: string, instead?: string, isSame = false) {
  return kinds
    .split(' ')
    .map((kind): [string, GoneVersion] => [
      `${apiVersion}/${kind}`,
      { since, ...(instead && { instead }), ...(isSame && { isSame }) },
    ]);
}
