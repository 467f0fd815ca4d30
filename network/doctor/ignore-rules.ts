import type { RuleText } from './rule';

export const IGNORE_ANNOTATION = 'gridwall/ignore';

const deployment = (ignore: string) => `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
  annotations:
    ${IGNORE_ANNOTATION}: |
      ${ignore}
`;

/** What can be wrong with the annotation that silences rules for one object. */
export const UNKNOWN_RULE: RuleText = {
  id: 'ignore/unknown-rule',
  severity: 'error',
  summary: `The annotation ${IGNORE_ANNOTATION} names no rule.`,
  why: 'A rule that is spelled wrong silences nothing, and nobody notices before the rule speaks up.',
  fix: 'Write the id of a rule; `gridwall check --explain` lists them.',
  bad: deployment('service/no-endpoint: pods come from an operator'),
  good: deployment('service/no-endpoints: pods come from an operator'),
};

export const NO_REASON: RuleText = {
  id: 'ignore/no-reason',
  severity: 'error',
  summary: `The annotation ${IGNORE_ANNOTATION} gives no reason.`,
  why: 'Whoever reads the object later can not tell whether the reason still holds, so the finding stays as it was.',
  fix: 'Write a line for each rule: `rule: reason`.',
  bad: deployment('service/no-endpoints'),
  good: deployment('service/no-endpoints: pods come from an operator'),
};

export const UNUSED: RuleText = {
  id: 'ignore/unused',
  severity: 'warning',
  summary: `The annotation ${IGNORE_ANNOTATION} silences a rule that finds nothing.`,
  why: 'What it was for is mended, or has moved to another object. Left where it is, it hides the next mistake of the kind.',
  fix: 'Take the line away.',
  bad: deployment('service/no-endpoints: pods come from an operator'),
  good: `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
`,
};

export const IGNORE_RULES: readonly RuleText[] = [UNKNOWN_RULE, NO_REASON, UNUSED];
