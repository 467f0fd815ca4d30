import { emptyPeers } from '../../empty-peer';
import { namesOf, namespacesOf } from '../../policy-view';
import type { Rule } from '../../rule';
import { deployment, policy } from './example';

const from = (namespaceSelector: string) =>
  policy(
    'api',
    `
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector: { matchLabels: { app: prometheus } }${namespaceSelector}`,
  );

export const podsOfAnotherNamespace: Rule = {
  id: 'policy/pods-of-another-namespace',
  severity: 'warning',
  summary: 'A peer means pods of another namespace and does not name it.',
  why: 'A podSelector alone selects in the namespace of the policy. Its pods have none of these labels, so the rule lets nobody through, unless such pods come from elsewhere.',
  fix: 'Add a namespaceSelector to the same list item.',
  bad: deployment('api') + deployment('prometheus', 9090, 'monitoring') + from(''),
  good:
    deployment('api') +
    deployment('prometheus', 9090, 'monitoring') +
    from(`
          namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } }`),
  *check(examined) {
    for (const empty of emptyPeers(examined)) {
      if (empty.kind !== 'elsewhere') continue;
      const { policy, peer, peerPath, groups } = empty;
      const namespaces = namespacesOf(groups);
      yield {
        on: policy.origin,
        path: [...peerPath, 'podSelector'],
        message: `no pod of namespace ${policy.namespace} has ${peer.podSelector.text}, and a podSelector alone selects no others; those of ${namespaces.join(' and ')} have it: ${namesOf(groups)}`,
        fix: `add a namespaceSelector with kubernetes.io/metadata.name: ${namespaces.join(' or ')} beside the podSelector, in the same list item, if they are meant`,
      };
    }
  },
};
