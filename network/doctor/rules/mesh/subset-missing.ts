import { groupBy } from '../../../group-by';
import { hostMatches } from '../../../route/attachment';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { API, destinationRule, V1, V2, virtualService } from './example';
import { destinationRules, destinations, serviceOf } from './istio';

const ROUTES = virtualService(
  '{ destination: { host: api, subset: v1 }, weight: 80 }',
  '{ destination: { host: api, subset: v2 }, weight: 20 }',
);

export const subsetMissing: Rule = {
  id: 'mesh/subset-missing',
  severity: 'error',
  summary: 'A VirtualService names a subset that no DestinationRule has.',
  why: 'Subsets are made by the DestinationRule of the host; requests for one that is not there are answered with 503 (no healthy upstream, flag NC).',
  fix: 'Add the subset, with the labels of its pods, to the DestinationRule of the host.',
  bad: API + ROUTES + destinationRule(V1),
  good: API + ROUTES + destinationRule(`${V1}, ${V2}`),
  *check(examined: Examined) {
    const rules = groupBy(destinationRules(examined), ({ fullHost }) => fullHost);
    const wide = [...rules.values()].flat().filter(({ fullHost }) => fullHost.startsWith('*'));
    for (const { host, fullHost, subset, on, path } of destinations(examined).flat()) {
      if (subset === undefined) continue;
      const known = [...(rules.get(fullHost) ?? []), ...wide.filter((one) => hostMatches(one.fullHost, fullHost))];
      const names = known.flatMap(({ subsets }) =>
        subsets.flatMap(({ name }) => (typeof name === 'string' ? name : [])),
      );
      // Where the input has neither, both are somewhere else.
      if (names.includes(subset) || (!known.length && !serviceOf(examined, fullHost))) continue;
      const has = known.length
        ? `its DestinationRule has ${names.join(', ') || 'no subsets'}`
        : 'the input has no DestinationRule for it';
      yield {
        on,
        path: [...path, 'subset'],
        message: `host ${host} has no subset ${subset}: ${has}`,
        fix: `add the subset ${subset} to the DestinationRule of ${host}${names.length ? `, or write ${names.join(' or ')}` : ''}`,
      };
    }
  },
};
