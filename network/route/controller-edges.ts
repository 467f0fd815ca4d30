import type { Cluster } from '../cluster/cluster';
import type { Pods, Workload } from '../cluster/workload';
import { type BackendRef, referredPorts } from './backend';
import { ingresses } from './ingress';
import { openShiftRoutes } from './openshift-route';
import { targetsOf } from './service-endpoints';

/** Ports of pods that the controllers of Ingresses and OpenShift Routes send requests to. */
export interface ControllerEdge {
  readonly workload: Workload;
  readonly pods: Pods;
  /** TCP ports that the pods declare, ascending. */
  readonly ports: readonly number[];
}

/**
 * What netpol-analyzer draws from its `{ingress-controller}`, before policies have their say. Like there, a port that
 * no container declares gives no edge.
 * @throws InputError for routes that the API server would refuse
 */
export function ingressControllerEdges(cluster: Cluster): readonly ControllerEdge[] {
  const edges = new Map<Pods, { workload: Workload; ports: Set<number> }>();
  for (const ref of backendRefs(cluster)) {
    const found = referredPorts(cluster, ref);
    if (typeof found === 'string') continue;
    for (const target of found.ports.flatMap((port) => targetsOf(cluster, found.service, port))) {
      const { workload, pods, port } = target;
      if (!pods.ports.some((declared) => declared.protocol === 'TCP' && declared.port === port)) continue;
      const edge = edges.get(pods) ?? { workload, ports: new Set() };
      edges.set(pods, edge);
      edge.ports.add(port);
    }
  }
  return [...edges].map(([pods, { workload, ports }]) => ({
    workload,
    pods,
    ports: [...ports].sort((one, other) => one - other),
  }));
}

function backendRefs(cluster: Cluster): BackendRef[] {
  return [
    ...ingresses(cluster).flatMap(({ rules, defaultBackend }) => [
      ...rules.flatMap(({ backends }) => backends),
      ...(defaultBackend ? [defaultBackend] : []),
    ]),
    ...openShiftRoutes(cluster).flatMap(({ backends }) => backends),
  ].filter(({ weight }) => weight !== 0);
}
