import { policyNames, policyView } from '../../policy-view';
import type { Rule } from '../../rule';
import { deployment, policy } from './example';

const ON_HOST = `
      hostNetwork: true
      dnsPolicy: ClusterFirstWithHostNet`;
const POLICY = policy(
  'agent',
  `
  policyTypes: [Ingress]`,
);
const good = deployment('agent');

export const hostNetwork: Rule = {
  id: 'policy/host-network',
  severity: 'warning',
  summary: 'A policy selects pods that are on the network of their node.',
  why: 'Such pods have the address of their node, and the standard leaves out what policies do with them: most network plugins let everything through. Where only policies for all pods of the namespace select them, this is but a note.',
  fix: 'Take hostNetwork away, or keep others from the node by its own firewall.',
  bad: good.replace('\n      containers:', `${ON_HOST}\n      containers:`) + POLICY,
  good: good + POLICY,
  consequences: ['pod-security/baseline'],
  *check(examined) {
    const view = policyView(examined);
    const selecting = new Map<number, typeof examined.policies>();
    for (const policy of examined.policies)
      for (const { id, hostNetwork } of view.selected(policy))
        if (hostNetwork) selecting.set(id, [...(selecting.get(id) ?? []), policy]);
    for (const [id, policies] of selecting) {
      const group = examined.reachability.groups[id]!;
      const meant = policies.filter(({ podSelector }) => podSelector.requirements.length);
      for (const origin of new Set(group.members.map(({ pods }) => pods.origin))) {
        const template = examined.templateOf(origin);
        yield {
          on: origin,
          path: template ? [...template.path, 'spec', 'hostNetwork'] : [],
          ...(!meant.length && { severity: 'info' }),
          message: `${policyNames(meant.length ? meant : policies)} can not be relied on for pods on the network of their node`,
          fix: 'take hostNetwork away, or keep others out by the firewall of the node',
        };
      }
    }
  },
};
