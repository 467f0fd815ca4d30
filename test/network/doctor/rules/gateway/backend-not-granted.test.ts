import { route, WEB } from '../../../../../network/doctor/rules/gateway/example';
import { ruleSays } from '../../support/rule-says';

const EDGE = WEB + route('{ name: web, namespace: shop, port: 80 }', { namespace: 'edge' });
const grant = (kind: string, name = '', namespace = 'shop') => `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: edge, namespace: ${namespace} }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: ${kind}, namespace: edge }]
  to: [{ group: "", kind: Service${name && `, name: ${name}`} }]
`;

ruleSays(
  'gateway/backend-not-granted',
  [
    [
      'a namespace without a grant',
      EDGE,
      [
        'error HTTPRoute edge/web spec.rules[0].backendRefs[0].namespace:27 no ReferenceGrant in namespace shop lets HTTPRoutes of edge name Service web → add a ReferenceGrant to namespace shop, from HTTPRoute of edge to Service web',
      ],
    ],
    [
      'a grant for another kind',
      EDGE + grant('GRPCRoute'),
      [
        'error HTTPRoute edge/web spec.rules[0].backendRefs[0].namespace:27 no ReferenceGrant in namespace shop lets HTTPRoutes of edge name Service web → add a ReferenceGrant to namespace shop, from HTTPRoute of edge to Service web',
      ],
    ],
    [
      'a grant for another Service',
      EDGE + grant('HTTPRoute', 'other'),
      [
        'error HTTPRoute edge/web spec.rules[0].backendRefs[0].namespace:27 no ReferenceGrant in namespace shop lets HTTPRoutes of edge name Service web → add a ReferenceGrant to namespace shop, from HTTPRoute of edge to Service web',
      ],
    ],
    [
      'a grant in the wrong namespace',
      EDGE + grant('HTTPRoute', '', 'edge'),
      [
        'error HTTPRoute edge/web spec.rules[0].backendRefs[0].namespace:27 no ReferenceGrant in namespace shop lets HTTPRoutes of edge name Service web → add a ReferenceGrant to namespace shop, from HTTPRoute of edge to Service web',
      ],
    ],
  ],
  [
    ['a grant', EDGE + grant('HTTPRoute')],
    ['a grant for the very Service', EDGE + grant('HTTPRoute', 'web')],
    ['a Service of the same namespace', WEB + route()],
    ['a namespace of which the input has nothing', route('{ name: web, namespace: other, port: 80 }')],
  ],
);
