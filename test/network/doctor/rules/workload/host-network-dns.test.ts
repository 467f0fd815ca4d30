import { describeRule, lines } from '../../support/describe-rule';
import { workload } from '../../support/objects';

const pods = (pod: object) => lines(workload({ pod }));

describeRule('workload/host-network-dns', {
  finds: [
    [
      'the network of the node with the usual dnsPolicy',
      pods({ hostNetwork: true, dnsPolicy: 'ClusterFirst' }),
      'Deployment shop/api spec.template.spec.hostNetwork:1: the pods are on the network of their node, and names of Services do not resolve there → write dnsPolicy: ClusterFirstWithHostNet, or dnsPolicy: Default if no name of the cluster is needed',
    ],
  ],
  isSilentOn: [
    ['names of the cluster all the same', pods({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' })],
    ['names of the node on purpose', pods({ hostNetwork: true, dnsPolicy: 'Default' })],
    ['a network of its own', pods({ dnsPolicy: 'ClusterFirst' })],
  ],
});
