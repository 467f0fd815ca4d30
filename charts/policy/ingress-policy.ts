import { type ApiObjectMetadata, type ApiObjectProps, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { INetworkEnd } from './network-end';
import { policyPeers } from './policy';

/**
 * A policy that lets peers connect to one TCP port of some pods, and nobody else to any.
 * @param peers read when the policy is rendered, so that more can come
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function ingressPolicy(
  metadata: ApiObjectMetadata,
  podLabels: { readonly [key: string]: string },
  port: number,
  peers: readonly INetworkEnd[],
): ApiObjectProps {
  return {
    ...k8s.KubeNetworkPolicy.GVK,
    metadata,
    spec: {
      podSelector: { matchLabels: podLabels },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: Lazy.any({ produce: () => policyPeers(peers.map((peer) => peer.networkEnd())) }),
          ports: [{ protocol: 'TCP', port }],
        },
      ],
    },
  };
}
