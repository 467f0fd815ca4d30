import { hasLevel } from '../../pod-security/namespace-level';
import { violationsOf } from '../../pod-security/standards';
import { faultOf, writtenPods } from '../../pod-security/verdict';
import type { PodTemplate } from '../../pod-template';
import type { Rule } from '../../rule';
import { deployment } from './example';

export const baseline: Rule = {
  id: 'pod-security/baseline',
  severity: 'warning',
  summary: 'Pods have what even the level baseline refuses, and their namespace does not say that they may.',
  why: 'Level baseline of the Pod Security Standards keeps pods from known ways to take over a node: hostNetwork, hostPath, privileged containers, great capabilities. Agents of nodes need some of them; other pods hardly do. Pods of kube-system, and those of a system priority class, are agents.',
  fix: 'Take the fields away; where pods need them, say so with the label pod-security.kubernetes.io/enforce: privileged on a namespace of their own.',
  bad: deployment({ context: 'privileged: true' }),
  good: deployment({ labels: 'pod-security.kubernetes.io/enforce: privileged', context: 'privileged: true' }),
  *check(examined) {
    for (const { template, pod } of writtenPods(examined)) {
      if (hasLevel(examined, template.namespace) || isAgent(template)) continue;
      const violations = violationsOf(pod, { level: 'baseline' });
      if (violations.length)
        yield faultOf(template, pod, violations, ({ what, fixes }) => ({
          message: `a namespace that enforces baseline would refuse these pods: ${what}`,
          fix: `${fixes}; or write pod-security.kubernetes.io/enforce: privileged on namespace ${template.namespace}, if they need it`,
        }));
    }
  },
};

function isAgent({ namespace, spec: { priorityClassName } }: PodTemplate): boolean {
  return namespace === 'kube-system' || /^system-(node|cluster)-critical$/.test(String(priorityClassName));
}
