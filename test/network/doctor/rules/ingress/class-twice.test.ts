import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const both = (annotation: string) => ingress({ annotations: `{ kubernetes.io/ingress.class: ${annotation} }` });

ruleSays(
  'ingress/class-twice',
  [
    [
      'field and annotation',
      both('nginx'),
      [
        'error Ingress shop/web metadata.annotations.kubernetes.io/ingress.class:7 the class is nginx here and nginx in spec.ingressClassName; only one of the two may be given → take the annotation away [metadata.annotations.kubernetes.io/ingress.class = nothing]',
      ],
    ],
    [
      'field and annotation that differ',
      both('traefik'),
      [
        'error Ingress shop/web metadata.annotations.kubernetes.io/ingress.class:7 the class is traefik here and nginx in spec.ingressClassName; only one of the two may be given → take the annotation away',
      ],
    ],
  ],
  [
    ['the field alone', ingress()],
    ['the annotation alone', both('nginx').replace('\n  ingressClassName: nginx', '')],
    ['what a cluster has, where it got so by a change', both('nginx').replace('name: web', 'name: web\n  uid: 7c1f')],
  ],
);
