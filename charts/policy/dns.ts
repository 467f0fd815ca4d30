import { isIPv4 } from 'node:net';
import { Protocol } from 'cdk8s-plus-28';
import type { NetworkEnd } from './network-end';
import type { PolicyRule } from './policy';
import type { PolicyPort } from './port';

export const DNS_PORTS: readonly PolicyPort[] = [
  { protocol: Protocol.TCP, port: 53 },
  { protocol: Protocol.UDP, port: 53 },
];

/**
 * Pods of the cluster's DNS, and no others that happen to listen on port 53.
 * @see https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/
 */
export const CLUSTER_DNS = {
  name: 'dns',
  namespace: 'kube-system',
  podLabels: { 'k8s-app': 'kube-dns' },
  madeElsewhere: true,
} satisfies NetworkEnd;

/** Of the cache on every node, as it is usually installed. @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/ */
export const NODE_LOCAL_DNS = '169.254.20.10';

/**
 * What look-ups of names take: answers that do not fit into one datagram are asked for again over TCP.
 * @param nodeLocal addresses of the cache on every node
 */
export function clusterDnsRule(nodeLocal: readonly string[]): PolicyRule {
  const blocks = nodeLocal.map((address) => ({ cidr: `${address}/${isIPv4(address) ? 32 : 128}` }));
  return {
    ends: blocks.length > 0 ? [CLUSTER_DNS, { name: 'node-local-dns', blocks }] : [CLUSTER_DNS],
    ports: DNS_PORTS,
  };
}
