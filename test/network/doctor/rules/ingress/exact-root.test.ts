import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const exact = '{ path: /, pathType: Exact }';

ruleSays(
  'ingress/exact-root',
  [
    [
      'the root alone',
      ingress({ path: exact }),
      [
        'warning Ingress shop/web spec.rules[0].http.paths[0].pathType:13 of shop.example, the path / alone is served, and nothing below it → write Prefix',
      ],
    ],
  ],
  [
    ['the root with all below it', ingress()],
    ['another exact path', ingress({ path: '{ path: /healthz, pathType: Exact }' })],
    ['an Ingress that takes the rest of the host', `${ingress({ path: exact })}---${ingress({ name: 'rest' })}`],
    [
      'a default backend',
      ingress({ path: exact, spec: 'defaultBackend: { service: { name: web, port: { number: 80 } } }' }),
    ],
  ],
);
