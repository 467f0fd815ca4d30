import { groupBy } from '../../../group-by';
import { type GatewayRoute, gatewayRoutes } from '../../../route/gateway-route';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { gateway, route, WEB } from './example';

const other = (match: string) => route(undefined, { name: 'other', match });

export const matchTwice: Rule = {
  id: 'gateway/match-twice',
  severity: 'warning',
  summary: 'Two rules of a Gateway take the very same requests.',
  why: 'The rule of the oldest route wins, or the first one within a route; the other never gets a request. Which route is the oldest differs from cluster to cluster.',
  fix: 'Take one of them away, or let them differ; shares of the requests are weights of the backends of one rule.',
  bad: WEB + gateway() + route() + other('/'),
  good: WEB + gateway() + route() + other('/other'),
  *check({ cluster }: Examined) {
    const all = gatewayRoutes(cluster).filter(({ kind }) => kind === 'HTTPRoute');
    const matches = all.flatMap((one) => one.rules.flatMap((rule) => matchesOf(one, rule)));
    for (const same of groupBy(matches, ({ key }) => key).values()) {
      const [first, ...others] = same;
      const reported = new Set<unknown>();
      for (const { route: one, rule, text } of others) {
        if (rule === first!.rule || reported.has(rule)) continue;
        reported.add(rule);
        yield {
          on: one.origin,
          path: [...rule.field, 'matches'],
          message: `${first!.route === one ? 'an earlier rule of the route' : first!.route.subject} takes ${text}, too`,
          fix: 'leave one of the two out, or let them differ in host, path, method or headers',
        };
      }
    }
  },
};

function matchesOf(one: GatewayRoute, rule: GatewayRoute['rules'][number]) {
  const hosts = one.hostnames.length ? one.hostnames : [undefined];
  return one.parents.flatMap((parent) =>
    hosts.flatMap((host) =>
      rule.matches.map((match) => ({
        key: JSON.stringify([parent, host, match]),
        text: `${host ?? 'any host'} with ${match.method ? `${match.method} ` : ''}${match.pathType} ${match.path}`,
        route: one,
        rule,
      })),
    ),
  );
}
