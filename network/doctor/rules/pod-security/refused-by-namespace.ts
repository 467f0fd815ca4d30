import { enforcedIn } from '../../pod-security/namespace-level';
import { violationsOf } from '../../pod-security/standards';
import { faultOf, writtenPods } from '../../pod-security/verdict';
import type { Rule } from '../../rule';
import { deployment, RESTRICTED } from './example';

const ENFORCED = 'pod-security.kubernetes.io/enforce: restricted';

export const refusedByNamespace: Rule = {
  id: 'pod-security/refused-by-namespace',
  severity: 'error',
  summary: 'The namespace refuses the pods.',
  why: 'A namespace with the label pod-security.kubernetes.io/enforce takes only pods that keep to that level of the Pod Security Standards, as of the version in enforce-version or the latest (here 1.37). A Pod is refused at once; a Deployment is taken with a warning, and never gets a pod.',
  fix: 'Write the fields into the securityContext of the pod or its containers, or run the pods in a namespace of another level.',
  bad: deployment({ labels: ENFORCED }),
  good: deployment({ labels: ENFORCED, context: RESTRICTED }),
  *check(examined) {
    for (const { template, pod } of writtenPods(examined)) {
      const standard = enforcedIn(examined, template.namespace);
      if (!standard) continue;
      const violations = violationsOf(pod, standard);
      if (!violations.length) continue;
      const version = standard.version === undefined ? '' : ` of 1.${standard.version}`;
      const isBaseline = violationsOf(pod, { ...standard, level: 'baseline' }).length === 0;
      const isMendable = violations.every(({ value }) => value !== undefined);
      yield {
        ...faultOf(template, pod, violations, ({ what, fixes }) => ({
          message: `namespace ${template.namespace} enforces ${standard.level}${version} and refuses these pods: ${what}`,
          fix: `${fixes}; or run them in a namespace that enforces ${isBaseline ? 'baseline' : 'privileged'}`,
        })),
        // Without these fields no pod runs there at all, so they can do no harm.
        ...(isMendable && {
          edits: violations.map(({ path, value }) => ({ path: [...template.path, ...path], value })),
        }),
      };
    }
  },
};
