import { policyView } from '../../policy-view';
import type { Rule } from '../../rule';
import { deployment, policy } from './example';

const from = (selector: string) =>
  policy(
    'api',
    `
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector: ${selector}`,
  );
const PODS = deployment('api') + deployment('prometheus', 9090, 'monitoring');

export const everyNamespace: Rule = {
  id: 'policy/every-namespace',
  severity: 'warning',
  summary: 'A policy lets in every pod of every namespace.',
  why: 'An empty namespaceSelector selects all namespaces, those of others and those to come among them. Beside it no podSelector narrows that down. In egress rules it is common, for DNS above all, and not reported.',
  fix: 'Name the namespaces that are meant.',
  bad: PODS + from('{}'),
  good: PODS + from('{ matchLabels: { kubernetes.io/metadata.name: monitoring } }'),
  *check(examined) {
    for (const { policy, direction, peer, peerPath } of policyView(examined).peers) {
      const isWide = peer.namespaceSelector?.requirements.length === 0 && peer.podSelector.requirements.length === 0;
      if (direction !== 'ingress' || !isWide) continue;
      yield {
        on: policy.origin,
        path: [...peerPath, 'namespaceSelector'],
        message: 'an empty namespaceSelector lets in every pod of every namespace',
        fix: 'name the namespaces, such as matchLabels: { kubernetes.io/metadata.name: … }, or add a podSelector to the same list item',
      };
    }
  },
};
