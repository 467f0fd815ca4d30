import { ingress, WEB } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const admitting = (selector: string, more = '') => `${WEB + ingress()}---
apiVersion: v1
kind: Namespace
metadata: { name: lab }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress: [{ from: [{ namespaceSelector: { matchLabels: ${selector} } }${more}], ports: [{ port: 8080 }] }]
`;

ruleSays(
  'ingress/controller-not-admitted',
  [
    [
      'a namespace of the input without a controller',
      admitting('{ kubernetes.io/metadata.name: lab }'),
      [
        'warning NetworkPolicy shop/web spec.ingress:43 admits no namespace in which controllers usually are, and through one Ingress shop/web sends its requests to shop/web[Deployment] on TCP 8080 → admit the controller: from a namespaceSelector with kubernetes.io/metadata.name: ingress-nginx, or wherever it is, on TCP 8080',
      ],
    ],
    [
      'pods of the own namespace beside it',
      admitting('{ kubernetes.io/metadata.name: lab }', ', { podSelector: { matchLabels: { name: nginx } } }'),
      [
        'warning NetworkPolicy shop/web spec.ingress:43 admits no namespace in which controllers usually are, and through one Ingress shop/web sends its requests to shop/web[Deployment] on TCP 8080 → admit the controller: from a namespaceSelector with kubernetes.io/metadata.name: ingress-nginx, or wherever it is, on TCP 8080',
      ],
    ],
  ],
  [
    ['a namespace where controllers usually are', admitting('{ kubernetes.io/metadata.name: ingress-nginx }')],
    ['a namespace of which the input has nothing', admitting('{ kubernetes.io/metadata.name: elsewhere }')],
    ['a label that the namespace of the controller may have', admitting('{ edge: "true" }')],
    ['a block beside it', admitting('{ kubernetes.io/metadata.name: lab }', ', { ipBlock: { cidr: 10.0.0.0/8 } }')],
  ],
);
