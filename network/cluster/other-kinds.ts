import type { KubeObject } from '../manifest/manifest';

/** API groups, with kinds, that open, close or reroute connections in ways the answers here don't reckon with. */
const OTHER_KINDS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'policy.networking.k8s.io': ['ClusterNetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'],
    'projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy', 'StagedNetworkPolicy', 'StagedGlobalNetworkPolicy'],
    'crd.projectcalico.org': ['NetworkPolicy', 'GlobalNetworkPolicy'],
    'cilium.io': ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy', 'CiliumLocalRedirectPolicy'],
    'crd.antrea.io': ['NetworkPolicy', 'ClusterNetworkPolicy'],
    'k8s.ovn.org': ['UserDefinedNetwork', 'ClusterUserDefinedNetwork', 'EgressFirewall'],
    'k8s.cni.cncf.io': ['NetworkAttachmentDefinition', 'MultiNetworkPolicy'],
    'security.istio.io': ['AuthorizationPolicy', 'PeerAuthentication'],
    'networking.istio.io': ['Sidecar'],
    'policy.linkerd.io': ['Server', 'AuthorizationPolicy', 'ServerAuthorization'],
  }),
);

/** What this is about, in the versions that are read. Others are of old clusters, or slips. */
const READ_VERSIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    NetworkPolicy: ['networking.k8s.io/v1'],
    Ingress: ['networking.k8s.io/v1'],
    Namespace: ['v1'],
    Service: ['v1'],
    Pod: ['v1'],
    ReplicationController: ['v1'],
    Deployment: ['apps/v1'],
    ReplicaSet: ['apps/v1'],
    StatefulSet: ['apps/v1'],
    DaemonSet: ['apps/v1'],
    Job: ['batch/v1'],
    CronJob: ['batch/v1', 'batch/v1beta1'],
  }),
);
/** API groups that are Kubernetes' own, so that a kind of the same name in another one is something else. */
const OWN_GROUP = /^(v1\w*|(apps|batch|extensions|networking(\.k8s\.io)?)\/.*)$/;

export function changesReachability({ apiVersion, kind }: KubeObject): boolean {
  if (OTHER_KINDS.get(apiVersion.split('/')[0]!)?.includes(kind)) return true;
  const versions = READ_VERSIONS.get(kind);
  return versions !== undefined && !versions.includes(apiVersion) && OWN_GROUP.test(apiVersion);
}
