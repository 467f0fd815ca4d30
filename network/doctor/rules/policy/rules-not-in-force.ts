import { asList, specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { DNS_RULE, deployment, policy } from './example';

const egress = (types: string) =>
  policy(
    'api',
    `
  policyTypes: ${types}
  egress:${DNS_RULE}`,
  );

export const rulesNotInForce: Rule = {
  id: 'policy/rules-not-in-force',
  severity: 'error',
  summary: 'A policy has rules for a direction that its policyTypes leave out.',
  why: 'The rules are taken and passed over: what they were to shut stays open.',
  fix: 'Add the direction to policyTypes, or take the rules away.',
  bad: deployment('api') + egress('[Ingress]'),
  good: deployment('api') + egress('[Ingress, Egress]'),
  *check(examined) {
    for (const policy of examined.policies) {
      const spec = specOf(examined.objectOf(policy.origin));
      for (const direction of ['ingress', 'egress'] as const) {
        if (policy[direction] || !asList(spec[direction]).length) continue;
        yield {
          on: policy.origin,
          path: ['spec', direction],
          message: `policyTypes are [${(spec.policyTypes as readonly unknown[]).join(', ')}], so that the rules for ${direction} are passed over`,
          fix: `write policyTypes: [Ingress, Egress], after which only what the rules name gets through; or take ${direction} away`,
        };
      }
    }
  },
};
