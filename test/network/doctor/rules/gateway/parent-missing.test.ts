import { gateway, route, WEB } from '../../../../../network/doctor/rules/gateway/example';
import { ruleSays } from '../../support/rule-says';

ruleSays(
  'gateway/parent-missing',
  [
    [
      'a name with a slip',
      gateway() + route(undefined, { parent: '{ name: pubilc }' }),
      [
        'warning HTTPRoute shop/web spec.parentRefs[0].name:14 namespace shop has no Gateway pubilc; it has public → write public, or add the Gateway pubilc',
      ],
    ],
    [
      'a Gateway of another namespace',
      gateway(undefined, { namespace: 'edge' }) + route(),
      [
        'warning HTTPRoute shop/web spec.parentRefs[0].namespace:14 Gateway public is in namespace edge, and is looked for in shop → write namespace: edge',
      ],
    ],
  ],
  [
    ['a Gateway that is there', gateway() + route()],
    ['an input without Gateways', WEB + route()],
    [
      'a namespace of which the input has no Gateway',
      gateway() + route(undefined, { parent: '{ name: public, namespace: edge }' }),
    ],
    ['a parent of another kind', gateway() + route(undefined, { parent: '{ group: "", kind: Service, name: web }' })],
  ],
);
