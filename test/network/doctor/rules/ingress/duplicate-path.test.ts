import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const and = (other: Parameters<typeof ingress>[0], first: Parameters<typeof ingress>[0] = {}) =>
  `${ingress(first)}---${ingress({ name: 'other', ...other })}`;

ruleSays(
  'ingress/duplicate-path',
  [
    [
      'host and path of another Ingress',
      and({}),
      [
        'warning Ingress shop/other spec.rules[0].http.paths[0].path:26 Ingress shop/web has shop.example with Prefix /, too → leave one of the two out, or give it another path or host',
      ],
    ],
    [
      'one of another namespace',
      and({ namespace: 'edge' }),
      [
        'warning Ingress edge/other spec.rules[0].http.paths[0].path:26 Ingress shop/web has shop.example with Prefix /, too → leave one of the two out, or give it another path or host',
      ],
    ],
    [
      'a slash at the end, which says nothing',
      and({ path: '{ path: /a, pathType: Prefix }' }, { path: '{ path: /a/, pathType: Prefix }' }),
      [
        'warning Ingress shop/other spec.rules[0].http.paths[0].path:26 Ingress shop/web has shop.example with Prefix /a/, too → leave one of the two out, or give it another path or host',
      ],
    ],
    [
      'a path that is twice in one Ingress',
      `${ingress()}          - { path: /, pathType: Prefix, backend: { service: { name: other, port: { number: 80 } } } }\n`,
      [
        'warning Ingress shop/web spec.rules[0].http.paths[1].path:14 the same Ingress has shop.example with Prefix /, too → leave one of the two out, or give it another path or host',
      ],
    ],
  ],
  [
    ['another host', and({ host: 'other.example' })],
    ['another path', and({ path: '{ path: /other, pathType: Prefix }' })],
    ['another type of path', and({ path: '{ path: /, pathType: Exact }' })],
    ['another class', and({}).replace('ingressClassName: nginx', 'ingressClassName: traefik')],
    ['a canary', and({ annotations: '{ nginx.ingress.kubernetes.io/canary: "true" }' })],
    ['routes that Kong tells apart by method', and({ annotations: '{ konghq.com/methods: POST }' })],
    [
      'actions of a load balancer of AWS',
      and({ backend: '{ service: { name: ssl-redirect, port: { name: use-annotation } } }' }),
    ],
  ],
);
