import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const CLASS = `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx }
spec: { controller: k8s.io/ingress-nginx }
---`;
const of = (name: string) => ingress().replace('ingressClassName: nginx', `ingressClassName: ${name}`);

ruleSays(
  'ingress/class-unknown',
  [
    [
      'a name with a slip',
      CLASS + of('ngnix'),
      [
        'warning Ingress shop/web spec.ingressClassName:13 "ngnix" is no IngressClass of the input, which has nginx → write nginx',
      ],
    ],
    [
      'another name',
      CLASS + of('traefik'),
      [
        'warning Ingress shop/web spec.ingressClassName:13 "traefik" is no IngressClass of the input, which has nginx → write nginx, or add the IngressClass traefik',
      ],
    ],
  ],
  [
    ['a class that is there', CLASS + of('nginx')],
    ['an input without classes', of('ngnix')],
  ],
);
