import type { Rule } from '../../rule';
import { deployment } from './example';

/** That the pods may have hostNetwork is said. */
const NAMESPACE = `
apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels: { pod-security.kubernetes.io/enforce: privileged }
---`;

export const hostNetworkDns: Rule = {
  id: 'workload/host-network-dns',
  severity: 'info',
  summary: 'Pods on the network of their node ask the name servers of the node.',
  why: 'With hostNetwork the default dnsPolicy, ClusterFirst, means that of the node: names of Services do not resolve. Pods that ask for none need nothing.',
  fix: 'Write dnsPolicy: ClusterFirstWithHostNet where the pods need names of the cluster, or dnsPolicy: Default to say that they do not.',
  bad: NAMESPACE + deployment('', 'hostNetwork: true'),
  good: NAMESPACE + deployment('', 'hostNetwork: true\n      dnsPolicy: ClusterFirstWithHostNet'),
  *check(examined) {
    for (const { manifest, path, spec } of examined.podTemplates)
      if (spec.hostNetwork === true && (!spec.dnsPolicy || spec.dnsPolicy === 'ClusterFirst'))
        yield {
          on: manifest.origin,
          path: [...path, 'spec', 'hostNetwork'],
          message: 'the pods are on the network of their node, and names of Services do not resolve there',
          fix: 'write dnsPolicy: ClusterFirstWithHostNet, or dnsPolicy: Default if no name of the cluster is needed',
        };
  },
};
