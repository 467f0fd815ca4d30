import type { Rule } from '../../rule';
import { gatewayBackends } from '../../written-backends';
import { servicesElsewhere } from '../../wrong-backends';
import { gateway, route, WEB } from './example';

export const backendElsewhere: Rule = {
  id: 'gateway/backend-elsewhere',
  severity: 'error',
  summary: 'A route looks for a Service in a namespace that does not have it, and another one does.',
  why: 'Without a namespace, a backend is looked for in the namespace of the route; the share of the requests that it gets is answered with 500.',
  fix: 'Put the route into the namespace of the Service, or name that namespace and let a ReferenceGrant there allow it.',
  bad: WEB + gateway(undefined, { namespace: 'edge' }) + route(undefined, { namespace: 'edge' }),
  good:
    WEB +
    gateway('{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }', {
      namespace: 'edge',
    }) +
    route(undefined, { parent: '{ name: public, namespace: edge }' }),
  check: (examined) => servicesElsewhere(examined, gatewayBackends(examined.cluster)),
};
