/** Whether policies let through what Services and routes bring from outside of the cluster. */
import type { NetworkPolicy } from '../cluster/network-policy';
import { ThroughController } from '../question/through-controller';
import { formatPort, type PodsPeer, type Port } from '../reach/peer';
import { type EntryPoint, entryPoints } from '../route/entries';
import type { Examined } from './examined';
import type { Fault } from './rule';

/** Pods behind a route that the policies do not let its controller reach. */
export interface ShutOut {
  readonly entry: EntryPoint;
  readonly target: PodsPeer & Port;
  /** Pods of the controller, where the input has them. */
  readonly controllers: readonly PodsPeer[];
  /** Whether that is sure: else rules admit pods of namespaces in which the controller hardly is. */
  readonly isSure: boolean;
  /** One of those that shut it out. */
  readonly policy: NetworkPolicy;
}

/** Of routes of some kinds; each target of each route once. */
export function shutOut(examined: Examined, isMeant: (kind: string) => boolean): ShutOut[] {
  const all = known.get(examined) ?? everyShutOut(examined);
  known.set(examined, all);
  return all.filter(({ entry }) => isMeant(entry.kind));
}

/** Several rules ask for the same. */
const known = new WeakMap<Examined, readonly ShutOut[]>();

function everyShutOut(examined: Examined): ShutOut[] {
  const { cluster, reachability } = examined;
  if (hasOtherPolicies(examined)) return [];
  const through = new ThroughController(reachability);
  const seen = new Set<string>();
  return entryPoints(cluster).flatMap((entry) => {
    const { proxies: controllers, targets, subject } = entry;
    if (!controllers) return [];
    return targets.flatMap((target) => {
      if (target.kind !== 'pods' || examined.hasRefusedPolicies(target.pods.namespace)) return [];
      const key = `${subject} ${target.workload.id} ${target.pods.podName} ${formatPort(target)}`;
      if (seen.has(key)) return [];
      seen.add(key);
      const policies = shutting(examined, controllers, target);
      if (!policies.length) return [];
      const { verdict } = through.reach(controllers, target);
      if (verdict !== 'denied' && verdict !== 'undecidable') return [];
      const isSure = verdict === 'denied';
      if (!isSure && (controllers.length || !admitsOnlyOtherNamespaces(examined, policies))) return [];
      return { entry, target, controllers, isSure, policy: policies[0]! };
    });
  });
}

/** Policies that isolate the target, else those that isolate the controller. */
function shutting({ reachability }: Examined, controllers: readonly PodsPeer[], target: PodsPeer) {
  const { policies } = reachability.side(reachability.group(target.pods), 'ingress');
  return policies.length
    ? policies
    : controllers.flatMap(({ pods }) => reachability.side(reachability.group(pods), 'egress').policies);
}

/** Whether policies of network plugins may admit what those of the standard refuse. */
export function hasOtherPolicies({ cluster }: Examined): boolean {
  return cluster.notTakenIntoAccount.some((one) => /^(Cilium|\w*NetworkPolicy )/.test(one));
}

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
const HOMES_OF_CONTROLLERS = /ingress|gateway|nginx|traefik|haproxy|kong|contour|istio|envoy|edge|proxy|kube-system/;

/** Whether the rules admit only namespaces that the input has, by name, and in which no controller is usually installed. */
function admitsOnlyOtherNamespaces({ cluster }: Examined, policies: readonly NetworkPolicy[]): boolean {
  return policies
    .flatMap(({ ingress = [] }) => ingress)
    .every(({ peers }) =>
      peers?.every(
        (peer) =>
          !('block' in peer) &&
          (!peer.namespaceSelector ||
            peer.namespaceSelector.requirements.some(
              ({ key, operator, values }) =>
                key === NAMESPACE_NAME &&
                operator === 'In' &&
                values.every((name) => cluster.namespaces.has(name) && !HOMES_OF_CONTROLLERS.test(name)),
            )),
      ),
    );
}

/** For rules about what shuts a controller out. */
export function shutOutFault({ entry, target, controllers, isSure, policy }: ShutOut): Fault {
  const home = controllers[0]?.pods.namespace;
  const way = `${entry.subject} sends its requests to ${target.workload.id} on ${formatPort(target)}`;
  return {
    on: policy.origin,
    path: ['spec', policy.namespace === target.pods.namespace && policy.ingress ? 'ingress' : 'egress'],
    message: isSure
      ? `shuts out the controller${home ? ` in ${home}` : ''} through which ${way}`
      : `admits no namespace in which controllers usually are, and through one ${way}`,
    fix: `admit the controller: from a namespaceSelector with kubernetes.io/metadata.name: ${home ?? (entry.kind === 'Ingress' ? 'ingress-nginx, or wherever it is' : 'its namespace')}, on ${formatPort(target)}`,
  };
}
