import { gateway, route, WEB } from '../../../../../network/doctor/rules/gateway/example';
import { ruleSays } from '../../support/rule-says';

ruleSays(
  'gateway/backend-elsewhere',
  [
    [
      'a Service that another namespace has',
      WEB + route(undefined, { namespace: 'edge' }),
      [
        'error HTTPRoute edge/web spec.rules[0].backendRefs[0].name:27 Service web is in namespace shop, and the backend is looked for in edge → move the route to namespace shop, or the Service and its pods to edge',
      ],
    ],
  ],
  [
    ['a Service of the same namespace', WEB + gateway() + route()],
    ['a namespace that is written', WEB + route('{ name: web, namespace: shop, port: 80 }', { namespace: 'edge' })],
  ],
);
