import { findService } from '../../../route/lookup';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { API, destinationRule, V1 } from './example';
import { destinationRules, destinations, hasServiceEntry } from './istio';

export const hostHalfNamed: Rule = {
  id: 'mesh/host-half-named',
  severity: 'warning',
  summary: 'A host is written with its namespace, but not in full.',
  why: 'Pods find api.shop by their search domains; Istio takes each name with a dot for a full one, and knows no host of that name.',
  fix: 'Write the full name: api.shop.svc.cluster.local.',
  bad: API + destinationRule(V1, 'api.shop'),
  good: API + destinationRule(V1, 'api.shop.svc.cluster.local'),
  *check(examined: Examined) {
    const written = [
      ...destinations(examined).flat(),
      ...destinationRules(examined).map((one) => ({ ...one, path: ['spec'] })),
    ];
    for (const { host, on, path } of written) {
      const [, name, namespace] = /^([^.]+)\.([^.]+)(\.svc)?$/.exec(host) ?? [];
      if (name === undefined || !findService(examined.cluster, namespace!, name) || hasServiceEntry(examined, host))
        continue;
      const full = `${name}.${namespace}.svc.cluster.local`;
      const at = [...path, 'host'];
      yield {
        on,
        path: at,
        message: `${host} is taken for a full name, and Service ${name} of namespace ${namespace} is not meant`,
        fix: `write ${full}`,
        edits: [{ path: at, value: full }],
      };
    }
  },
};
