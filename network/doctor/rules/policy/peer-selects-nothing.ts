import { emptyPeers } from '../../empty-peer';
import { namesDns, policyView } from '../../policy-view';
import type { Rule } from '../../rule';
import { deployment, policy } from './example';

const from = (app: string) =>
  policy(
    'api',
    `
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector: { matchLabels: { app: ${app} } }`,
  );

export const peerSelectsNothing: Rule = {
  id: 'policy/peer-selects-nothing',
  severity: 'warning',
  summary: 'A peer of a policy selects no pods.',
  why: 'The rule lets nobody through. Pods are known by the labels of their template, letter by letter. Labels such as `api-client: "true"`, which pods are to be given later, are passed over, and so are namespaces of which the input has no pods.',
  fix: 'Write labels that the pods have, or take the peer away.',
  bad: deployment('api') + deployment('web') + from('wbe'),
  good: deployment('api') + deployment('web') + from('web'),
  *check(examined) {
    const view = policyView(examined);
    for (const empty of emptyPeers(examined)) {
      const { kind, policy, peer, peerPath } = empty;
      // DNS under a wrong label has a rule of its own.
      if (kind !== 'nothing' || namesDns(empty) || isInvitation(peer.podSelector.requirements)) continue;
      const meant = view.labelsIn(empty.namespaces).meantBy(peer.podSelector);
      yield {
        on: policy.origin,
        path: peerPath,
        message: `no pod of namespace ${empty.namespaces.join(' or ')} has ${peer.podSelector.text}${meant ? `; there is ${meant}` : ''}`,
        fix: meant ? `write ${meant}` : 'write labels that the pods have, or take the peer away',
      };
    }
  },
};

/** Whether a label asks for pods that want to be let in, not for certain ones. */
function isInvitation(
  requirements: readonly { readonly operator: string; readonly values: readonly string[] }[],
): boolean {
  return requirements.some(({ operator, values }) => operator === 'Exists' || values.includes('true'));
}
