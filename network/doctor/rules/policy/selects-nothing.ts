import { hasOperatedPods } from '../../elsewhere';
import { namesOf, namespacesOf, policyView } from '../../policy-view';
import type { Rule } from '../../rule';
import { deployment, policy } from './example';

const TYPES = `
  policyTypes: [Ingress]`;

export const selectsNothing: Rule = {
  id: 'policy/selects-nothing',
  severity: 'warning',
  summary: 'A policy selects no pods.',
  why: 'The policy is taken and does nothing: the pods that it was written for stay open. A podSelector is compared with the labels of the pod template, and in the namespace of the policy alone; a policy that names no namespace is in `default`, or where kubectl is told.',
  fix: 'Write labels that the pod template has, and the namespace of the pods.',
  bad: deployment('api') + policy('api', TYPES, '{ matchLabels: { app: apii } }'),
  good: deployment('api') + policy('api', TYPES),
  *check(examined) {
    const view = policyView(examined);
    for (const policy of examined.policies) {
      const { namespace, podSelector, origin } = policy;
      if (view.selected(policy).length || hasOperatedPods(examined, namespace)) continue;
      const selects = podSelector.text;
      // A namespace that is written is meant, and its pods may be somewhere else.
      const isForgotten = !examined.objectOf(origin).metadata.namespace && !view.hasPods(namespace);
      const elsewhere = isForgotten && podSelector.requirements.length ? view.anywhere(podSelector) : [];
      if (elsewhere.length) {
        const namespaces = namespacesOf(elsewhere).join(' or ');
        yield {
          on: origin,
          path: ['metadata', 'namespace'],
          message: `it names no namespace, and ${namespace} has no pods; the pods ${selects} (${namesOf(elsewhere)}) are in ${namespaces}, and a policy selects in its own namespace alone`,
          fix: `write namespace: ${namespaces}`,
        };
      } else if (view.hasPods(namespace)) {
        const meant = view.labelsIn([namespace]).meantBy(podSelector);
        yield {
          on: origin,
          path: ['spec', 'podSelector'],
          message: `it selects ${selects}, and no pod of namespace ${namespace} has that${meant ? `; there is ${meant}` : ''}`,
          fix: meant ? `write ${meant}` : 'write labels that the pods have, or take the policy away',
        };
      }
    }
  },
};
