import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const without = ingress().replace('\n  ingressClassName: nginx', '');
const nginx = (isDefault: string) => `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx, annotations: { ingressclass.kubernetes.io/is-default-class: "${isDefault}" } }
spec: { controller: k8s.io/ingress-nginx }
---`;

ruleSays(
  'ingress/class-missing',
  [
    [
      'no class',
      without,
      [
        'info Ingress shop/web spec:7 names no class: it is served only if the cluster has a default IngressClass → write ingressClassName, such as nginx',
      ],
    ],
    [
      'no class beside one that is no default',
      nginx('false') + without,
      [
        'info Ingress shop/web spec:12 names no class: it is served only if the cluster has a default IngressClass → write ingressClassName, such as nginx',
      ],
    ],
  ],
  [
    ['a class', ingress()],
    ['a default class', nginx('true') + without],
    [
      'the old annotation',
      without.replace('namespace: shop', 'namespace: shop\n  annotations: { kubernetes.io/ingress.class: nginx }'),
    ],
  ],
);
