import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { deployment, policy } from './example';

const SHUT = `
  policyTypes: [Ingress]`;
const CILIUM = deployment('cilium', 4240, 'kube-system');

export const needsEnforcement: Rule = {
  id: 'policy/needs-enforcement',
  severity: 'info',
  summary: 'Policies hold only where the network plugin enforces them.',
  why: 'Where it does not, policies are taken and everything stays open: plain Flannel has no policies, nor have the bridge that minikube starts with and kindnet before kind 0.24. Said once for the whole input, unless a plugin that is known to enforce them is in it.',
  fix: 'Use Calico, Cilium, Antrea or kube-router, and try a connection that has to be refused.',
  bad: deployment('api') + policy('api', SHUT),
  good: deployment('api') + policy('api', SHUT) + CILIUM,
  *check(examined) {
    const [first] = examined.policies;
    if (!first || pluginOf(examined, ENFORCING)) return;
    const named = pluginOf(examined, NOT_ENFORCING);
    yield {
      on: first.origin,
      ...(named && { severity: 'warning' as const }),
      message: named
        ? `${named} does not enforce policies: everything stays open`
        : 'policies hold only where the network plugin enforces them, and Flannel, for one, does not',
      fix: 'use a plugin that does, such as Calico or Cilium, and try a connection that has to be refused',
    };
  },
};

const ENFORCING = /^(calico-node|canal|cilium|antrea-agent|kube-router|weave-net|ovnkube-node)$/;
const NOT_ENFORCING = /^kube-flannel(-ds)?$/;

function pluginOf({ cluster }: Examined, names: RegExp): string | undefined {
  return cluster.workloads.find(({ name }) => names.test(name))?.name;
}
