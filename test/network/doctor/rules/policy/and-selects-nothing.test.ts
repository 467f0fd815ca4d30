import { app, ingress, inNamespace, pods } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const PODS = pods('api') + pods('web') + pods('prometheus', { namespace: 'monitoring' });
const from = (...peers: object[]) => PODS + ingress('api', { from: peers });

ruleSays(
  'policy/and-selects-nothing',
  [
    [
      'a namespace and pods of the own one in one item',
      from({ ...inNamespace('monitoring'), ...app('web') }),
      [
        'error NetworkPolicy shop/api spec.ingress[0].from[0]:13 both have to hold for one pod, and no pod app=web is in namespace monitoring; there are some in shop: shop/web[Deployment] → write "- podSelector" as a list item of its own, if either of them is to be let through',
      ],
    ],
    [
      'a namespace and pods of a third one',
      pods('db', { namespace: 'data' }) + from({ ...inNamespace('monitoring'), ...app('db') }),
      [
        'error NetworkPolicy shop/api spec.ingress[0].from[0]:15 both have to hold for one pod, and no pod app=db is in namespace monitoring; there are some in data: data/db[Deployment] → write kubernetes.io/metadata.name: data',
      ],
    ],
  ],
  [
    ['two items', from(inNamespace('monitoring'), app('web'))],
    ['a namespace that has such pods', from({ ...inNamespace('monitoring'), ...app('prometheus') })],
    ['a namespace whose pods are not in the input', from({ ...inNamespace('ops'), ...app('web') })],
    ['labels that nobody has', from({ ...inNamespace('monitoring'), ...app('grafana') })],
  ],
);
