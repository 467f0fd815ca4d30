import { pods, policy } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const SHUT =
  pods('api') + pods('web') + policy('api', '  policyTypes: [Ingress]') + policy('web', '  policyTypes: [Ingress]');
const plugin = (name: string) => pods(name, { kind: 'DaemonSet', namespace: 'kube-system' });

ruleSays(
  'policy/needs-enforcement',
  [
    [
      'policies, once',
      SHUT,
      [
        'info NetworkPolicy shop/api:5 policies hold only where the network plugin enforces them, and Flannel, for one, does not → use a plugin that does, such as Calico or Cilium, and try a connection that has to be refused',
      ],
    ],
    [
      'a plugin that does not enforce them',
      SHUT + plugin('kube-flannel-ds'),
      [
        'warning NetworkPolicy shop/api:5 kube-flannel-ds does not enforce policies: everything stays open → use a plugin that does, such as Calico or Cilium, and try a connection that has to be refused',
      ],
    ],
  ],
  [
    ['a plugin that enforces them', SHUT + plugin('cilium')],
    ['Flannel with Calico for the policies', SHUT + plugin('kube-flannel-ds') + plugin('calico-node')],
    ['no policies', pods('api')],
  ],
);
