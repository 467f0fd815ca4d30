import type { KubeObject } from '../manifest/manifest';

/** API groups, with kinds, that open, close or reroute connections in ways the answers here don't reckon with. */
const OTHER_KINDS: Readonly<Record<string, readonly string[]>> = {
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
};

export function changesReachability({ apiVersion, kind }: KubeObject): boolean {
  return OTHER_KINDS[apiVersion.split('/')[0]!]?.includes(kind) ?? false;
}
