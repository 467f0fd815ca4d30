import { servicesIn } from '../../../route/lookup';
import { nearest } from '../../../route/nearest';
import { serviceMayBeElsewhere } from '../../elsewhere';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { API, destinationRule, V1 } from './example';
import { destinationRules, destinations, hasServiceEntry, placeOf, serviceOf } from './istio';

export const hostMissing: Rule = {
  id: 'mesh/host-missing',
  severity: 'error',
  summary: 'A VirtualService or DestinationRule is about a host that is no Service.',
  why: 'Requests to it are answered with 503, and settings for it have no effect. A name without a dot is looked for in the namespace of the object.',
  fix: 'Write the name of the Service, with its namespace where that is another one: api.shop.svc.cluster.local.',
  bad: API + destinationRule(V1, 'apy'),
  good: API + destinationRule(V1, 'api'),
  *check(examined: Examined) {
    const written = [
      ...destinations(examined).flat(),
      ...destinationRules(examined).map((one) => ({ ...one, path: ['spec'] })),
    ];
    for (const { host, fullHost, on, path } of written) {
      const [name, namespace] = placeOf(fullHost) ?? [];
      if (name === undefined || serviceOf(examined, fullHost) || hasServiceEntry(examined, fullHost)) continue;
      if (serviceMayBeElsewhere(examined, namespace!, name)) continue;
      const names = servicesIn(examined.cluster, namespace!).map((service) => service.name);
      const near = nearest(name, names);
      yield {
        on,
        path: [...path, 'host'],
        message: `host ${host} is no Service of namespace ${namespace}, nor of a ServiceEntry`,
        fix: near
          ? `write ${near}`
          : `write the name of a Service, or add the Service ${name} to namespace ${namespace}`,
      };
    }
  },
};
