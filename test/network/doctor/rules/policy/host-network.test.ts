import { pods, policy } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const SHUT = '  policyTypes: [Ingress]';
const AGENT = pods('agent', { spec: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' } });

ruleSays(
  'policy/host-network',
  [
    [
      'pods that a policy was written for',
      AGENT + policy('agent', SHUT),
      [
        'warning Deployment shop/agent spec.template.spec.hostNetwork:1 NetworkPolicy shop/agent can not be relied on for pods on the network of their node → take hostNetwork away, or keep others out by the firewall of the node',
      ],
    ],
    [
      'pods that a policy of the whole namespace takes in, as a note',
      AGENT + policy('all', SHUT, '{}'),
      [
        'info Deployment shop/agent spec.template.spec.hostNetwork:1 NetworkPolicy shop/all can not be relied on for pods on the network of their node → take hostNetwork away, or keep others out by the firewall of the node',
      ],
    ],
  ],
  [
    ['pods with a network of their own', pods('agent') + policy('agent', SHUT)],
    ['pods that no policy selects', AGENT + pods('api') + policy('api', SHUT)],
  ],
);
