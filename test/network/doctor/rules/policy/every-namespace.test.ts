import { app, egress, ingress, inNamespace, pods } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const API = pods('api');
const EVERY = { namespaceSelector: {} };

ruleSays(
  'policy/every-namespace',
  [
    [
      'an empty namespaceSelector',
      API + ingress('api', { from: [EVERY] }),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].from[0].namespaceSelector:9 an empty namespaceSelector lets in every pod of every namespace → name the namespaces, such as matchLabels: { kubernetes.io/metadata.name: … }, or add a podSelector to the same list item',
      ],
    ],
    [
      'one beside an empty podSelector',
      API + ingress('api', { from: [{ ...EVERY, podSelector: {} }] }),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].from[0].namespaceSelector:9 an empty namespaceSelector lets in every pod of every namespace → name the namespaces, such as matchLabels: { kubernetes.io/metadata.name: … }, or add a podSelector to the same list item',
      ],
    ],
  ],
  [
    ['one beside labels', API + ingress('api', { from: [{ ...EVERY, ...app('prometheus') }] })],
    ['a namespace by its name', API + ingress('api', { from: [inNamespace('monitoring')] })],
    ['all pods of the own namespace', API + ingress('api', { from: [{ podSelector: {} }] })],
    ['every namespace to send to', API + egress('api', { to: [EVERY] })],
  ],
);
