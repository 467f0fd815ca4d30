import type { Rule } from '../../rule';
import { deployment, PRIVILEGED_NAMESPACE } from './example';

export const hostNetworkDns: Rule = {
  id: 'workload/host-network-dns',
  severity: 'info',
  summary: 'Pods on the network of their node ask the name servers of the node.',
  why: 'With hostNetwork the default dnsPolicy, ClusterFirst, means that of the node: names of Services do not resolve. Pods that ask for none need nothing.',
  fix: 'Write dnsPolicy: ClusterFirstWithHostNet where the pods need names of the cluster, or dnsPolicy: Default to say that they do not.',
  bad: PRIVILEGED_NAMESPACE + deployment('', 'hostNetwork: true'),
  good: PRIVILEGED_NAMESPACE + deployment('', 'hostNetwork: true\n      dnsPolicy: ClusterFirstWithHostNet'),
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
