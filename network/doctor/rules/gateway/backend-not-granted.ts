import { namespaceOf } from '../../../cluster/cluster';
import { gatewayRoutes } from '../../../route/gateway-route';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { gateway, route, WEB } from './example';

const EDGE =
  gateway(undefined, { namespace: 'edge' }) + route('{ name: web, namespace: shop, port: 80 }', { namespace: 'edge' });

export const backendNotGranted: Rule = {
  id: 'gateway/backend-not-granted',
  severity: 'error',
  summary: 'A route names a Service of another namespace, which does not let it.',
  why: 'Without a ReferenceGrant in the namespace of the Service, the route gets ResolvedRefs=False (RefNotPermitted), and its share of the requests is answered with 500.',
  fix: 'Add a ReferenceGrant to the namespace of the Service.',
  bad: WEB + EDGE,
  good: `${WEB + EDGE}
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: edge, namespace: shop }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: edge }]
  to: [{ group: "", kind: Service }]
`,
  *check({ cluster, refused: unread }: Examined) {
    const unknown = new Set(
      unread.filter(({ object }) => object.kind === 'ReferenceGrant').map(({ object }) => namespaceOf(object)),
    );
    for (const { kind, namespace: own, rules, origin } of gatewayRoutes(cluster))
      for (const { backends, field } of rules)
        for (const [index, { refused, namespace, name, kind: to }] of backends.entries()) {
          // A namespace of which the input has nothing may well have a grant.
          if (!refused || !cluster.namespaces.has(namespace) || unknown.has(namespace)) continue;
          yield {
            on: origin,
            path: [...field, 'backendRefs', index, 'namespace'],
            message: `no ReferenceGrant in namespace ${namespace} lets ${kind}s of ${own} name ${to} ${name}`,
            fix: `add a ReferenceGrant to namespace ${namespace}, from ${kind} of ${own} to ${to} ${name}`,
          };
        }
  },
};
