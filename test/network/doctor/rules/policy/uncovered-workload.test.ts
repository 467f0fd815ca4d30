import { pods, policy } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const SHUT = '  policyTypes: [Ingress]';
const MOST = pods('api') + pods('web') + policy('api', SHUT) + policy('web', SHUT);

ruleSays(
  'policy/uncovered-workload',
  [
    [
      'the one that is open among those that are shut',
      MOST + pods('db'),
      [
        'warning Deployment shop/db:19 no policy shuts ingress to its pods, as policies do for most others of namespace shop: everyone reaches them → add a NetworkPolicy that selects them, or one for all pods of namespace shop: podSelector: {}, policyTypes: [Ingress]',
      ],
    ],
    [
      'one that only egress is shut of',
      MOST + pods('db') + policy('db', '  policyTypes: [Egress]'),
      [
        'warning Deployment shop/db:19 no policy shuts ingress to its pods, as policies do for most others of namespace shop: everyone reaches them → add a NetworkPolicy that selects them, or one for all pods of namespace shop: podSelector: {}, policyTypes: [Ingress]',
      ],
    ],
  ],
  [
    ['all of them shut', MOST + pods('db') + policy('db', SHUT)],
    ['one policy for all', MOST + pods('db') + policy('all', SHUT, '{}')],
    ['few that are shut', pods('api') + pods('web') + pods('db') + policy('db', SHUT)],
    ['pods that listen to nobody', MOST + pods('worker', { ports: [] })],
    [
      'pods on the network of their node',
      MOST + pods('agent', { spec: { hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' } }),
    ],
    ['a workload that is scaled to 0', MOST + pods('db', { more: { replicas: 0 } })],
    ['another namespace', MOST + pods('db', { namespace: 'data' })],
  ],
);
