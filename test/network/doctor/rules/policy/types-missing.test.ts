import { pods, policy } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const API = pods('api');

ruleSays(
  'policy/types-missing',
  [
    [
      'an empty egress, which shuts nothing',
      API + policy('api', '  ingress: [{}]\n  egress: []'),
      [
        'warning NetworkPolicy shop/api spec.egress:9 without policyTypes an empty egress shuts nothing: the pods send to everyone → write policyTypes: [Ingress, Egress], after which they send to nobody; or take egress away',
      ],
    ],
    [
      'egress rules alone, which shut ingress',
      API + policy('api', '  egress: [{}]'),
      [
        'warning NetworkPolicy shop/api spec.egress:8 without policyTypes it shuts ingress, too: it has no rule for that, so nobody gets in → write policyTypes: [Egress], or [Ingress, Egress] if nobody is to get in',
      ],
    ],
    [
      'an empty list of types, which is as good as none',
      API + policy('api', '  policyTypes: []\n  egress: [{}]'),
      [
        'warning NetworkPolicy shop/api spec.egress:9 without policyTypes it shuts ingress, too: it has no rule for that, so nobody gets in → write policyTypes: [Egress], or [Ingress, Egress] if nobody is to get in',
      ],
    ],
  ],
  [
    ['ingress rules alone', API + policy('api', '  ingress: [{}]')],
    ['rules for both', API + policy('api', '  ingress: [{}]\n  egress: [{}]')],
    ['an ingress that is empty on purpose', API + policy('api', '  ingress: []\n  egress: [{}]')],
    ['types that are written', API + policy('api', '  policyTypes: [Egress]\n  egress: []')],
  ],
);
