import { pods, policy } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const API = pods('api');
const rules = (types: string, direction: string, list = '[{}]') =>
  API + policy('api', `  policyTypes: ${types}\n  ${direction}: ${list}`);

ruleSays(
  'policy/rules-not-in-force',
  [
    [
      'egress rules of a policy for ingress',
      rules('[Ingress]', 'egress'),
      [
        'error NetworkPolicy shop/api spec.egress:9 policyTypes are [Ingress], so that the rules for egress are passed over → write policyTypes: [Ingress, Egress], after which only what the rules name gets through; or take egress away',
      ],
    ],
    [
      'ingress rules of a policy for egress',
      rules('[Egress]', 'ingress'),
      [
        'error NetworkPolicy shop/api spec.ingress:9 policyTypes are [Egress], so that the rules for ingress are passed over → write policyTypes: [Ingress, Egress], after which only what the rules name gets through; or take ingress away',
      ],
    ],
  ],
  [
    ['rules of both directions that are named', rules('[Ingress, Egress]', 'egress')],
    ['an empty list', rules('[Ingress]', 'egress', '[]')],
    ['egress rules without policyTypes', API + policy('api', '  egress: [{}]')],
  ],
);
