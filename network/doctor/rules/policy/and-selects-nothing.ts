import { emptyPeers } from '../../empty-peer';
import { namesOf, namespacesOf } from '../../policy-view';
import type { Rule } from '../../rule';
import { deployment, policy } from './example';

const from = (between: string) =>
  policy(
    'api',
    `
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } }
        ${between} podSelector: { matchLabels: { app: web } }`,
  );
const PODS = deployment('api') + deployment('web') + deployment('prometheus', 9090, 'monitoring');

export const andSelectsNothing: Rule = {
  id: 'policy/and-selects-nothing',
  severity: 'error',
  summary: 'One peer asks for a namespace and for pods that are not in it.',
  why: 'Both selectors in one list item have to hold for the same pod, and none is like that: the rule lets nobody through. Written as two items, either of them is enough.',
  fix: 'Put a dash before the second selector, which makes two peers of it, or name the namespace of the pods.',
  bad: PODS + from(' '),
  good: PODS + from('-'),
  *check(examined) {
    for (const empty of emptyPeers(examined)) {
      if (empty.kind !== 'both') continue;
      const { policy, peer, peerPath, groups, namespaces } = empty;
      const where = namespacesOf(groups);
      const isOwn = where.includes(policy.namespace);
      yield {
        on: policy.origin,
        path: peerPath,
        message: `both have to hold for one pod, and no pod ${peer.podSelector.text} is in namespace ${namespaces.join(' or ')}; there are some in ${where.join(' and ')}: ${namesOf(groups)}`,
        fix: isOwn
          ? 'write "- podSelector" as a list item of its own, if either of them is to be let through'
          : `write kubernetes.io/metadata.name: ${where.join(' or ')}`,
      };
    }
  },
};
