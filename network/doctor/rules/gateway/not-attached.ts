import { READ_KINDS } from '../../../cluster/read-kinds';
import { whyNotAttached } from '../../../route/attachment';
import { gateways, type Listener } from '../../../route/gateway';
import { gatewayRoutes } from '../../../route/gateway-route';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { gateway, route, WEB } from './example';

export const notAttached: Rule = {
  id: 'gateway/not-attached',
  severity: 'error',
  summary: 'No listener of the Gateway takes the route.',
  why: 'A listener takes routes of its own namespace unless allowedRoutes says more, of kinds that go with its protocol, and for host names that it has in common with them. Any other route gets Accepted=False and no request.',
  fix: 'Let the listener admit the namespace, or write a host name that the two share.',
  bad:
    WEB + gateway(undefined, { namespace: 'edge' }) + route(undefined, { parent: '{ name: public, namespace: edge }' }),
  good:
    WEB +
    gateway('{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }', {
      namespace: 'edge',
    }) +
    route(undefined, { parent: '{ name: public, namespace: edge }' }),
  *check(examined: Examined) {
    const { cluster } = examined;
    const byName = new Map(gateways(cluster).map((one) => [`${one.namespace}/${one.name}`, one]));
    const labelled = new Set(examined.of(...READ_KINDS.namespaces).map(({ object }) => object.metadata.name));
    for (const one of gatewayRoutes(cluster))
      for (const [index, parent] of one.parents.entries()) {
        const gateway = parent.kind === 'Gateway' ? byName.get(`${parent.namespace}/${parent.name}`) : undefined;
        const { listeners = [] } = gateway ?? {};
        const { sectionName, port } = parent;
        const named = listeners.filter(
          (listener) => (!sectionName || listener.name === sectionName) && (!port || listener.port === port),
        );
        // Of two that differ, the other one may have the listener.
        if (!gateway || !listeners.length || examined.isRefused('Gateway', gateway.namespace, gateway.name)) continue;
        const path = ['spec', 'parentRefs', index];
        if (!named.length) {
          const asked = [...(sectionName ? [`called ${sectionName}`] : []), ...(port ? [`on port ${port}`] : [])];
          const has = listeners.map((listener) => `${listener.name} (port ${listener.port})`).join(', ');
          yield {
            on: one.origin,
            path: [...path, sectionName ? 'sectionName' : 'port'],
            message: `Gateway ${parent.name} has no listener ${asked.join(' ')}; it has ${has}`,
            fix: `name one of these: ${has}`,
          };
          continue;
        }
        if (named.some((listener) => isOpen(listener, labelled.has(one.namespace)))) continue;
        const alone = { ...one, parents: [parent] };
        const reasons = named.map((listener) => whyNotAttached(cluster, alone, gateway, listener));
        if (reasons.includes(undefined)) continue;
        yield {
          on: one.origin,
          path,
          message: [...new Set(reasons)].join('; '),
          fix: 'let the listener admit the route (allowedRoutes, hostname), or name another listener',
        };
      }
  },
};

const PROTOCOLS = ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP'];

/** Whether what the listener takes is not known: of protocols of others, and of namespaces whose labels are not in the input. */
function isOpen({ protocol, kinds, from }: Listener, knowsLabels: boolean): boolean {
  return (!kinds && !PROTOCOLS.includes(protocol)) || (typeof from !== 'string' && !knowsLabels);
}
