import { asList, specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { deployment, policy } from './example';

const ingress = (rules: string) =>
  policy(
    'api',
    `
  policyTypes: [Ingress]
  ingress: ${rules}`,
  );

export const emptyPeersOrPorts: Rule = {
  id: 'policy/empty-peers',
  severity: 'warning',
  summary: 'A rule has an empty list of peers or ports.',
  why: 'An empty list is read as if it was not there: everyone, or every port. It looks like the opposite. A rule `{}` says the same on purpose and is not reported.',
  fix: 'Take the rule away to admit nothing; take the list away to admit everything.',
  bad: deployment('api') + ingress('[{ from: [] }]'),
  good: deployment('api') + ingress('[]'),
  *check(examined) {
    for (const { origin } of examined.policies) {
      const spec = specOf(examined.objectOf(origin));
      for (const [direction, list, all] of [
        ['ingress', 'from', 'lets in everyone, the internet among them'],
        ['egress', 'to', 'lets out to everyone, the internet among them'],
        ['ingress', 'ports', 'opens every port'],
        ['egress', 'ports', 'opens every port'],
      ] as const)
        for (const [index, rule] of asList(spec[direction]).entries())
          if (isEmpty(rule, list))
            yield {
              on: origin,
              path: ['spec', direction, index, list],
              message: `an empty "${list}" ${all}`,
              fix: `take the rule away if it is to admit nothing; take "${list}" away if it is to admit all`,
            };
    }
  },
};

function isEmpty(rule: Readonly<Record<string, unknown>>, list: string): boolean {
  const value = rule[list];
  return value === null || (Array.isArray(value) && !value.length);
}
