import { gateway, route, WEB } from '../../../../../network/doctor/rules/gateway/example';
import { ruleSays } from '../../support/rule-says';

const to = (backends: string) => WEB + gateway() + route(backends);

ruleSays(
  'gateway/backend-missing',
  [
    [
      'a Service that another namespace has',
      WEB + route(undefined, { namespace: 'edge' }),
      [
        'error HTTPRoute edge/web spec.rules[0].backendRefs[0].name:27 Service web is in namespace shop, and the backend is looked for in edge → move the route to namespace shop, or the Service and its pods to edge',
      ],
    ],
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
    ['a namespace that is written', WEB + route('{ name: web, namespace: shop, port: 80 }', { namespace: 'edge' })],
    ['a Service that is there', to('{ name: web, port: 80 }')],
    ['a backend without a share', to('{ name: web, port: 80, weight: 1 }, { name: next, port: 80, weight: 0 }')],
    ['another kind than Service', to('{ group: k8s.example, kind: Bucket, name: files }')],
    ['a namespace whose pods are not in the input', gateway() + route('{ name: wep, port: 80 }')],
  ],
);
