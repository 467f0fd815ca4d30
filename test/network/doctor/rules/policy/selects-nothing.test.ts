import { pods, policy } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const SHUT = '  policyTypes: [Ingress]';
const API = pods('api');
const DB = pods('db', { namespace: 'data' });

ruleSays(
  'policy/selects-nothing',
  [
    [
      'a label that differs by a letter',
      API + policy('api', SHUT, '{ matchLabels: { app: apii } }'),
      [
        'warning NetworkPolicy shop/api spec.podSelector:7 it selects app=apii, and no pod of namespace shop has that; there is app=api → write app=api',
      ],
    ],
    [
      'a label under another key',
      API + policy('api', SHUT, '{ matchLabels: { run: api } }'),
      [
        'warning NetworkPolicy shop/api spec.podSelector:7 it selects run=api, and no pod of namespace shop has that; there is app=api → write app=api',
      ],
    ],
    [
      'pods that are in another namespace than the one that is forgotten',
      DB + policy('db', SHUT).replace(', namespace: shop', ''),
      [
        'warning NetworkPolicy db metadata.namespace:5 it names no namespace, and default has no pods; the pods app=db (data/db[Deployment]) are in data, and a policy selects in its own namespace alone → write namespace: data',
      ],
    ],
    [
      'labels that nobody has',
      API + policy('api', SHUT, '{ matchLabels: { role: cache } }'),
      [
        'warning NetworkPolicy shop/api spec.podSelector:7 it selects role=cache, and no pod of namespace shop has that → write labels that the pods have, or take the policy away',
      ],
    ],
  ],
  [
    ['labels of the pods', API + policy('api', SHUT)],
    ['all pods of a namespace', API + policy('api', SHUT, '{}')],
    ['a namespace whose pods are not in the input', policy('api', SHUT)],
    ['such a namespace where others have the labels', DB + policy('db', SHUT)],
    [
      'pods that an operator may run for a custom resource',
      `${API}${policy('logs', SHUT)}apiVersion: elasticsearch.k8s.elastic.co/v1
kind: Elasticsearch
metadata: { name: logs, namespace: shop }
`,
    ],
    ['all pods of a namespace whose pods are not in the input', DB + policy('all', SHUT, '{}')],
    [
      'a label that pods must not have',
      API + policy('api', SHUT, '{ matchExpressions: [{ key: open, operator: DoesNotExist }] }'),
    ],
  ],
);
