import { specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { DNS_RULE, deployment, policy } from './example';

const RULES = `
  egress:${DNS_RULE}`;
const TYPES = `
  policyTypes: [Egress]`;

export const typesMissing: Rule = {
  id: 'policy/types-missing',
  severity: 'warning',
  summary: 'A policy without policyTypes shuts something else than it looks like.',
  why: 'Without policyTypes a policy always isolates for ingress, and for egress only if there are egress rules. So a policy of egress rules alone also shuts out everyone who wants in, and `egress: []` alone shuts nothing.',
  fix: 'Write policyTypes.',
  bad: deployment('api') + policy('api', RULES),
  good: deployment('api') + policy('api', TYPES + RULES),
  *check(examined) {
    for (const { origin } of examined.policies) {
      const { policyTypes, ingress, egress } = specOf(examined.objectOf(origin));
      if (Array.isArray(policyTypes) && policyTypes.length) continue;
      if (Array.isArray(egress) && egress.length && !Array.isArray(ingress))
        yield {
          on: origin,
          path: ['spec', 'egress'],
          message: 'without policyTypes it shuts ingress, too: it has no rule for that, so nobody gets in',
          fix: 'write policyTypes: [Egress], or [Ingress, Egress] if nobody is to get in',
        };
      if (Array.isArray(egress) && !egress.length)
        yield {
          on: origin,
          path: ['spec', 'egress'],
          message: 'without policyTypes an empty egress shuts nothing: the pods send to everyone',
          fix: 'write policyTypes: [Ingress, Egress], after which they send to nobody; or take egress away',
        };
    }
  },
};
