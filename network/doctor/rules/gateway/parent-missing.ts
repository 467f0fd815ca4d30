import { gateways } from '../../../route/gateway';
import { gatewayRoutes } from '../../../route/gateway-route';
import { nearest } from '../../../route/nearest';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { gateway, route, WEB } from './example';

export const parentMissing: Rule = {
  id: 'gateway/parent-missing',
  severity: 'warning',
  summary: 'A route names a Gateway that the input does not have, and the input has others.',
  why: 'A route belongs to a Gateway only by its name and namespace; without one, no controller serves it. The namespace is that of the route unless it is written.',
  fix: 'Write the name and the namespace of the Gateway.',
  bad: WEB + gateway(undefined, { namespace: 'edge' }) + route(),
  good:
    WEB +
    gateway('{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }', {
      namespace: 'edge',
    }) +
    route(undefined, { parent: '{ name: public, namespace: edge }' }),
  *check(examined: Examined) {
    const { cluster } = examined;
    const all = gateways(cluster);
    if (!all.length) return;
    const known = new Set(all.map(({ namespace, name }) => `${namespace}/${name}`));
    for (const { parents, namespace: own, origin } of gatewayRoutes(cluster))
      for (const [index, { kind, namespace, name }] of parents.entries()) {
        if (kind !== 'Gateway' || known.has(`${namespace}/${name}`) || examined.isRefused(kind, namespace, name))
          continue;
        // With another namespace than its own, the route says that it means one.
        const elsewhere = namespace === own ? all.find((one) => one.name === name) : undefined;
        const ofNamespace = all.filter((one) => one.namespace === namespace).map((one) => one.name);
        // A namespace of which the input has no Gateway may have this one.
        if (!elsewhere && !ofNamespace.length) continue;
        const near = nearest(name, ofNamespace);
        yield {
          on: origin,
          path: ['spec', 'parentRefs', index, elsewhere ? 'namespace' : 'name'],
          message: elsewhere
            ? `Gateway ${name} is in namespace ${elsewhere.namespace}, and is looked for in ${namespace}`
            : `namespace ${namespace} has no Gateway ${name}; it has ${ofNamespace.join(', ')}`,
          fix: elsewhere
            ? `write namespace: ${elsewhere.namespace}`
            : `write ${near ?? ofNamespace.join(' or ')}, or add the Gateway ${name}`,
        };
      }
  },
};
