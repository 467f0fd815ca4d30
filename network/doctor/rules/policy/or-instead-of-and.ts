import { emptyPeers, namespaceBefore } from '../../empty-peer';
import { namesOf, policyView } from '../../policy-view';
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
        ${between} podSelector: { matchLabels: { app: prometheus } }`,
  );
const PODS =
  deployment('api') + deployment('prometheus', 9090, 'monitoring') + deployment('grafana', 3000, 'monitoring');

export const orInsteadOfAnd: Rule = {
  id: 'policy/or-instead-of-and',
  severity: 'warning',
  summary: 'Two peers look as if one was meant, and let in more than that.',
  why: 'Each list item is a peer of its own: all pods of the namespaces, or pods of the own namespace with the labels. Here only pods of those namespaces have the labels, so that the dash seems to be one too many. Where pods of the own namespace have them too, this is but a note on the reading that holds.',
  fix: 'Take the dash before podSelector away: then both have to hold for one pod.',
  bad: PODS + from('-'),
  good: PODS + from(' '),
  *check(examined) {
    const view = policyView(examined);
    for (const empty of emptyPeers(examined)) {
      if (empty.kind !== 'half') continue;
      const { policy, peer, peerPath, groups } = empty;
      yield {
        on: policy.origin,
        path: peerPath,
        message: `this item selects pods ${peer.podSelector.text} of namespace ${policy.namespace}, of which there are none; the item before admits all pods of namespaces ${namespaceBefore(empty)!.text}, where ${namesOf(groups)} has the labels`,
        fix: 'take the dash before podSelector away, so that both selectors are one item',
      };
    }
    for (const place of view.peers) {
      const { policy, peer, peerPath } = place;
      const before = namespaceBefore(place);
      if (!before || !view.groupsOf(policy, peer).length) continue;
      const both = view.groupsOf(policy, { namespaceSelector: before, podSelector: peer.podSelector });
      // With these in the own namespace it is the same whether they are named again.
      if (both.every(({ namespace }) => namespace === policy.namespace)) continue;
      yield {
        on: policy.origin,
        path: peerPath,
        severity: 'info',
        message: `two items are two peers: all pods of namespaces ${before.text}, or pods ${peer.podSelector.text} of namespace ${policy.namespace}`,
        fix: `if only ${namesOf(both)} was meant, take the dash before podSelector away`,
      };
    }
  },
};
