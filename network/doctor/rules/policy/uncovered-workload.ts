import { hasNoPods, type Workload } from '../../../cluster/workload';
import { groupBy } from '../../../group-by';
import { selectedPods } from '../../../route/service-endpoints';
import type { Examined } from '../../examined';
import { policyView } from '../../policy-view';
import type { Rule } from '../../rule';
import { deployment, policy } from './example';

const SHUT = `
  policyTypes: [Ingress]`;
const PODS = deployment('api') + deployment('web') + deployment('db', 5432);
const POLICIES = policy('api', SHUT) + policy('web', SHUT);

export const uncoveredWorkload: Rule = {
  id: 'policy/uncovered-workload',
  severity: 'warning',
  summary: 'Most workloads of a namespace are shut by policies, and this one is open to everyone.',
  why: 'Pods that no policy selects take connections from everyone, of all namespaces and from outside. One that was forgotten is easily overlooked. Workloads without ports are passed over, and so are namespaces where few are shut.',
  fix: 'Add a policy that selects its pods, or one for the whole namespace: podSelector: {}.',
  bad: PODS + POLICIES,
  good: PODS + POLICIES + policy('db', SHUT),
  *check(examined) {
    const view = policyView(examined);
    const withPolicies = new Set(examined.policies.map(({ namespace }) => namespace));
    const served = servedWorkloads(examined, withPolicies);
    for (const [namespace, workloads] of groupBy(examined.cluster.workloads, (workload) => workload.namespace)) {
      if (!withPolicies.has(namespace) || !view.isKnown(namespace)) continue;
      const [open, shut] = [false, true].map((isShut) =>
        workloads.filter((workload) => isIsolated(examined, workload) === isShut),
      );
      if (shut!.length < 2 || open!.length >= shut!.length) continue;
      for (const workload of open!) {
        const takesConnections = served.has(workload) || workload.pods.some(({ ports }) => ports.length);
        const isOnHost = workload.pods.some((pods) => pods.hostNetwork);
        if (!takesConnections || isOnHost || hasNoPods(workload)) continue;
        yield {
          on: workload.origin,
          message: `no policy shuts ingress to its pods, as policies do for most others of namespace ${namespace}: everyone reaches them`,
          fix: `add a NetworkPolicy that selects them, or one for all pods of namespace ${namespace}: podSelector: {}, policyTypes: [Ingress]`,
        };
      }
    }
  },
};

function isIsolated({ reachability }: Examined, { pods }: Workload): boolean {
  return pods.every((some) => reachability.side(reachability.group(some), 'ingress').policies.length > 0);
}

/** Those that some Service leads to. */
function servedWorkloads({ cluster }: Examined, namespaces: ReadonlySet<string>): ReadonlySet<Workload> {
  const services = cluster.services.filter(({ namespace }) => namespaces.has(namespace));
  return new Set(services.flatMap((service) => selectedPods(cluster, service).map(({ workload }) => workload)));
}
