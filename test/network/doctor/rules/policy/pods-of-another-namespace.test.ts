import { app, ingress, inNamespace, pods } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const MONITORING = pods('prometheus', { namespace: 'monitoring' });

ruleSays(
  'policy/pods-of-another-namespace',
  [
    [
      'pods of one other namespace, without opening it to them',
      pods('api') + MONITORING + ingress('api', { from: [app('prometheus')] }),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].from[0].podSelector:11 no pod of namespace shop has app=prometheus, and a podSelector alone selects no others; those of monitoring have it: monitoring/prometheus[Deployment] → add a namespaceSelector with kubernetes.io/metadata.name: monitoring beside the podSelector, in the same list item, if they are meant',
      ],
    ],
    [
      'pods of several, without choosing',
      pods('api') +
        MONITORING +
        pods('prometheus', { namespace: 'ops' }) +
        ingress('api', { from: [app('prometheus')] }),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].from[0].podSelector:13 no pod of namespace shop has app=prometheus, and a podSelector alone selects no others; those of monitoring and ops have it: monitoring/prometheus[Deployment], ops/prometheus[Deployment] → add a namespaceSelector with kubernetes.io/metadata.name: monitoring or ops beside the podSelector, in the same list item, if they are meant',
      ],
    ],
  ],
  [
    [
      'a peer that names the namespace',
      pods('api') + MONITORING + ingress('api', { from: [{ ...inNamespace('monitoring'), ...app('prometheus') }] }),
    ],
    [
      'pods that the own namespace has, too',
      pods('api') + pods('web') + pods('web', { namespace: 'test' }) + ingress('api', { from: [app('web')] }),
    ],
    ['labels that nobody has', pods('api') + MONITORING + ingress('api', { from: [app('grafana')] })],
  ],
);
