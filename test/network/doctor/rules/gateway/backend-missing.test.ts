import { gateway, route, WEB } from '../../../../../network/doctor/rules/gateway/example';
import { ruleSays } from '../../support/rule-says';

const to = (backends: string) => WEB + gateway() + route(backends);

ruleSays(
  'gateway/backend-missing',
  [
    [
      'a name with a slip',
      to('{ name: wep, port: 80 }'),
      [
        'error HTTPRoute shop/web spec.rules[0].backendRefs[0].name:35 namespace shop has no Service wep; it has web → write web, or add a Service wep',
      ],
    ],
    [
      'the second of several',
      to('{ name: web, port: 80, weight: 9 }, { name: checkout, port: 80, weight: 1 }'),
      [
        'error HTTPRoute shop/web spec.rules[0].backendRefs[1].name:35 namespace shop has no Service checkout; it has web → add a Service checkout to namespace shop',
      ],
    ],
  ],
  [
    ['a Service that is there', to('{ name: web, port: 80 }')],
    ['a backend without a share', to('{ name: web, port: 80, weight: 1 }, { name: next, port: 80, weight: 0 }')],
    ['another kind than Service', to('{ group: k8s.example, kind: Bucket, name: files }')],
    ['a namespace whose pods are not in the input', gateway() + route('{ name: wep, port: 80 }')],
  ],
);
