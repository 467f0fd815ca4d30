import { egress, ingress, pods, policy } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const API = pods('api');

ruleSays(
  'policy/empty-peers',
  [
    [
      'an empty list of senders',
      API + ingress('api', { from: [], ports: [{ port: 8080 }] }),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].from:9 an empty "from" lets in everyone, the internet among them → take the rule away if it is to admit nothing; take "from" away if it is to admit all',
      ],
    ],
    [
      'an empty list of receivers',
      API + egress('api', { to: [] }),
      [
        'warning NetworkPolicy shop/api spec.egress[0].to:9 an empty "to" lets out to everyone, the internet among them → take the rule away if it is to admit nothing; take "to" away if it is to admit all',
      ],
    ],
    [
      'an empty list of ports',
      API + ingress('api', { ports: [] }),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].ports:9 an empty "ports" opens every port → take the rule away if it is to admit nothing; take "ports" away if it is to admit all',
      ],
    ],
    [
      'a list without anything behind its name',
      API + policy('api', '  ingress:\n    - from:\n'),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].from:9 an empty "from" lets in everyone, the internet among them → take the rule away if it is to admit nothing; take "from" away if it is to admit all',
      ],
    ],
  ],
  [
    ['a rule for everything', API + ingress('api', {})],
    ['no rules', API + ingress('api')],
    ['a rule for a port of everyone', API + ingress('api', { ports: [{ port: 8080 }] })],
  ],
);
