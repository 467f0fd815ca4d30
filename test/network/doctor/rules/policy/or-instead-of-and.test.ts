import { app, ingress, inNamespace, pods } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const PODS = pods('api') + pods('prometheus', { namespace: 'monitoring' });
const from = (...peers: object[]) => PODS + ingress('api', { from: peers });

ruleSays(
  'policy/or-instead-of-and',
  [
    [
      'labels that only pods of the namespace before have',
      from(inNamespace('monitoring'), app('prometheus')),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].from[1]:11 this item selects pods app=prometheus of namespace shop, of which there are none; the item before admits all pods of namespaces kubernetes.io/metadata.name=monitoring, where monitoring/prometheus[Deployment] has the labels → take the dash before podSelector away, so that both selectors are one item',
      ],
    ],
    [
      'labels that pods of both namespaces have, as a note',
      pods('prometheus') + from(inNamespace('monitoring'), app('prometheus')),
      [
        'info NetworkPolicy shop/api spec.ingress[0].from[1]:13 two items are two peers: all pods of namespaces kubernetes.io/metadata.name=monitoring, or pods app=prometheus of namespace shop → if only monitoring/prometheus[Deployment] was meant, take the dash before podSelector away',
      ],
    ],
  ],
  [
    ['one item', from({ ...inNamespace('monitoring'), ...app('prometheus') })],
    ['pods of the own namespace that the other has not', pods('web') + from(inNamespace('monitoring'), app('web'))],
    ['all pods of the own namespace', from(inNamespace('monitoring'), { podSelector: {} })],
    ['the other order', pods('prometheus') + from(app('prometheus'), inNamespace('monitoring'))],
    ['a namespace whose pods are not in the input', pods('web') + from(inNamespace('ops'), app('web'))],
  ],
);
