import { gatewayRoutes } from '../../../route/gateway-route';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { gateway, route, WEB } from './example';

export const weightsZero: Rule = {
  id: 'gateway/weights-zero',
  severity: 'warning',
  summary: 'All backends of a rule have the weight 0.',
  why: 'No backend gets a request then, and every request is answered with 500.',
  fix: 'Give one of them a weight, or take the rule away.',
  bad: WEB + gateway() + route('{ name: web, port: 80, weight: 0 }'),
  good: WEB + gateway() + route('{ name: web, port: 80, weight: 1 }'),
  *check({ cluster }: Examined) {
    for (const { rules, origin } of gatewayRoutes(cluster))
      for (const { backends, field } of rules)
        if (backends.length && backends.every(({ weight }) => weight === 0))
          yield {
            on: origin,
            path: [...field, 'backendRefs'],
            message: `${backends.length === 1 ? 'the only backend has' : 'all backends have'} the weight 0`,
            fix: 'give the backend that is to answer a weight of 1 or more',
          };
  },
};
