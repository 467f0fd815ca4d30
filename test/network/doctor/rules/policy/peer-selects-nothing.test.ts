import { app, egress, ingress, inNamespace, pods, TO_DNS } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const PODS = pods('api') + pods('web');
const prometheus = { ...inNamespace('monitoring'), ...app('prometheus') };

ruleSays(
  'policy/peer-selects-nothing',
  [
    [
      'a label that differs by a letter',
      PODS + ingress('api', { from: [app('wbe')] }),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].from[0]:11 no pod of namespace shop has app=wbe; there is app=web → write app=web',
      ],
    ],
    [
      'pods to send to that are not there',
      PODS + egress('web', { to: [app('cache')], ports: [{ port: 6379 }] }, TO_DNS),
      [
        'warning NetworkPolicy shop/web spec.egress[0].to[0]:11 no pod of namespace shop has app=cache → write labels that the pods have, or take the peer away',
      ],
    ],
    [
      'labels that no pod of the other namespace has',
      PODS + pods('prom', { namespace: 'monitoring' }) + ingress('api', { from: [prometheus] }),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].from[0]:13 no pod of namespace monitoring has app=prometheus → write labels that the pods have, or take the peer away',
      ],
    ],
  ],
  [
    ['pods that are there', PODS + ingress('api', { from: [app('web')] })],
    ['a namespace whose pods are not in the input', PODS + ingress('api', { from: [prometheus] })],
    [
      'pods that are to be labelled later',
      PODS + ingress('api', { from: [{ podSelector: { matchLabels: { 'api-client': 'true' } } }] }),
    ],
    [
      'namespaces of which there may be more',
      PODS +
        pods('prom', { namespace: 'monitoring' }) +
        ingress('api', { from: [{ namespaceSelector: {}, ...app('prometheus') }] }),
    ],
    ['a policy that selects nothing itself', PODS + ingress('cache', { from: [app('wbe')] })],
  ],
);
