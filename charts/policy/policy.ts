import { type ApiObjectMetadata, type ApiObjectProps, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { manifest, type Plain } from '../workload/manifest';
import type { NetworkEnd } from './network-end';
import type { PolicyPort } from './port';

/** Seen from the pods that a policy selects. */
export type PolicyType = 'Ingress' | 'Egress';

type PolicyPeer = Plain<k8s.NetworkPolicyPeer>;

/** Who may connect, and on which ports of the pods that are connected to. */
export interface PolicyRule {
  readonly ends: readonly NetworkEnd[];
  /** None stands for every port. */
  readonly ports: readonly PolicyPort[];
}

/**
 * A policy for one direction.
 * @param podLabels of the pods that it is for; undefined for every pod of the namespace
 * @param rules read when the policy is rendered, so that more can come
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function allowPolicy(
  metadata: ApiObjectMetadata,
  podLabels: NetworkEnd['podLabels'],
  type: PolicyType,
  rules: readonly PolicyRule[],
): ApiObjectProps {
  const [list, peers] = type === 'Ingress' ? (['ingress', 'from'] as const) : (['egress', 'to'] as const);
  const render = ({ ends, ports }: PolicyRule) => ({
    [peers]: policyPeers(ends, metadata.namespace),
    ...(ports.length > 0 && { ports }),
  });
  return manifest(k8s.KubeNetworkPolicy, {
    metadata,
    spec: {
      podSelector: podSelector(podLabels),
      policyTypes: [type],
      [list]: Lazy.any({ produce: () => rules.map(render) }),
    },
  });
}

/** `{}` selects every pod of the namespace. */
export function podSelector(podLabels: NetworkEnd['podLabels']): Plain<k8s.LabelSelector> {
  return podLabels ? { matchLabels: podLabels } : {};
}

/**
 * The entries of `from` or `to`; undefined where everyone is meant, which is said by leaving the list out.
 * @param home namespace of the policy: its own pods need no namespace beside their labels
 */
export function policyPeers(ends: readonly NetworkEnd[], home?: string): PolicyPeer[] | undefined {
  return ends.some(({ everyone }) => everyone) ? undefined : ends.flatMap((end) => peersOf(end, home));
}

function peersOf({ namespace, podLabels, blocks }: NetworkEnd, home: string | undefined): PolicyPeer[] {
  if (blocks)
    return blocks.map(({ cidr, except = [] }) => ({ ipBlock: { cidr, ...(except.length > 0 && { except }) } }));
  const isElsewhere = namespace !== undefined && namespace !== home;
  return [
    {
      ...(isElsewhere && { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }),
      ...((podLabels || !isElsewhere) && { podSelector: podSelector(podLabels) }),
    },
  ];
}
