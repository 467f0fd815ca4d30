import { Protocol } from 'cdk8s-plus-28';
import type { NetworkEnd } from './network-end';
import type { PolicyRule } from './policy';

/**
 * Pods of the cluster's DNS, and no others that happen to listen on port 53.
 * @see https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/
 */
const CLUSTER_DNS: NetworkEnd = { name: 'dns', namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } };

/** The cache on every node. @see https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/ */
const NODE_LOCAL_DNS: NetworkEnd = { name: 'node-local-dns', blocks: [{ cidr: '169.254.20.10/32' }] };

/** What look-ups of names take: answers that do not fit into one datagram are asked for again over TCP. */
export function clusterDnsRule(nodeLocal: boolean): PolicyRule {
  return {
    ends: nodeLocal ? [CLUSTER_DNS, NODE_LOCAL_DNS] : [CLUSTER_DNS],
    ports: [
      { protocol: Protocol.TCP, port: 53 },
      { protocol: Protocol.UDP, port: 53 },
    ],
  };
}
