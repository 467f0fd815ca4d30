import { hasLevel } from '../../pod-security/namespace-level';
import { violationsOf } from '../../pod-security/standards';
import { faultOf, writtenPods } from '../../pod-security/verdict';
import type { Rule } from '../../rule';
import { deployment, RESTRICTED } from './example';

export const restricted: Rule = {
  id: 'pod-security/restricted',
  severity: 'info',
  summary: 'Pods lack something that the level restricted asks for.',
  why: 'Level restricted of the Pod Security Standards is what hardened clusters enforce: no root, no capabilities, no new privileges, the seccomp profile of the runtime. Most programs need nothing else. Where pods break baseline already, that rule speaks.',
  fix: 'Write the fields into the securityContext of the pod or its containers, and try whether the image runs so.',
  bad: deployment({}),
  good: deployment({ context: RESTRICTED }),
  *check(examined) {
    for (const { template, pod } of writtenPods(examined)) {
      if (hasLevel(examined, template.namespace) || violationsOf(pod, { level: 'baseline' }).length) continue;
      const violations = violationsOf(pod, { level: 'restricted' });
      if (violations.length)
        yield faultOf(template, pod, violations, ({ what, fixes }) => ({
          message: `a namespace that enforces restricted would refuse these pods: ${what}`,
          fix: fixes,
        }));
    }
  },
};
