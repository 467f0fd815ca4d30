import { type Cluster, namespaceLabels } from '../cluster/cluster';
import type { PodPeer } from '../cluster/network-policy';
import { type Labels, meets, type Selector } from '../cluster/selector';
import { supposedPod } from '../cluster/supposed-pod';
import type { Workload } from '../cluster/workload';
import { type Agreement, isPods, isSelected, labelText, madeBy } from './agreed';

/** A namespace that nobody knows. */
export const ELSEWHERE = '(elsewhere)';

/** A pod without labels, which no policy means by name. */
export function stranger(namespace: string): Workload {
  const id = namespace === ELSEWHERE ? 'any pod of another namespace' : `any other pod of ${namespace}`;
  return { ...supposedPod(namespace, '(any)', {}), id };
}

/** Pods for the ends of an agreement that the cluster has none of: those that others run. */
export function standIns(cluster: Cluster, { namespaces, connections }: Agreement): Workload[] {
  const pods = cluster.workloads.flatMap((workload) => workload.pods);
  const missing = connections
    .flatMap(({ from, to }) => [from, to])
    .filter(isPods)
    .filter((end) => madeBy(cluster, end).length === 0 && !pods.some((some) => isSelected(end, some)))
    // Of the namespaces there is a stranger.
    .filter(({ namespace, labels }) => Object.keys(labels).length > 0 || !namespaces.includes(namespace))
    .map(({ namespace, labels }) => supposedPod(namespace, `{${labelText(labels)}}`, labels));
  return [...new Map(missing.map((workload) => [workload.id, workload])).values()];
}

/**
 * Pods for the peers of the namespaces' policies that match no pod so far, so that what such a rule opens shows.
 * @returns them, and the cluster with their namespaces
 */
export function strangersOf(
  cluster: Cluster,
  supposed: readonly Workload[],
  namespaces: readonly string[],
): { cluster: Cluster; workloads: Workload[] } {
  const labels = new Map(cluster.namespaces);
  const workloads: Workload[] = [];
  const pods = [...cluster.workloads, ...supposed].flatMap((workload) => workload.pods);
  for (const { namespace: home, ingress = [], egress = [] } of cluster.policies) {
    if (!namespaces.includes(home)) continue;
    for (const peer of [...ingress, ...egress].flatMap(({ peers = [] }) => peers)) {
      if ('block' in peer || pods.some((some) => isMeant(peer, home, some.namespace, some.labels, labels))) continue;
      const made = meantBy(peer, home);
      if (!labels.has(made.namespace)) labels.set(made.namespace, made.namespaceLabels);
      const workload = supposedPod(made.namespace, `{${peer.podSelector.text}}`, made.labels);
      workloads.push(workload);
      pods.push(...workload.pods);
    }
  }
  return { cluster: { ...cluster, namespaces: labels }, workloads };
}

function isMeant(
  { namespaceSelector, podSelector }: PodPeer,
  home: string,
  namespace: string,
  podLabels: Labels,
  labels: ReadonlyMap<string, Labels>,
): boolean {
  const isThere = namespaceSelector
    ? namespaceSelector.requirements.every((wanted) => meets(wanted, labels.get(namespace)!))
    : namespace === home;
  return isThere && podSelector.requirements.every((wanted) => meets(wanted, podLabels));
}

function meantBy({ namespaceSelector, podSelector }: PodPeer, home: string) {
  const wanted = namespaceSelector && labelsFor(namespaceSelector);
  const namespace = wanted ? (wanted[NAMESPACE_NAME] ?? `(${namespaceSelector!.text})`) : home;
  return {
    namespace,
    namespaceLabels: { ...wanted, ...namespaceLabels(namespace) },
    labels: labelsFor(podSelector),
  };
}

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** What a selector asks for: what it forbids is not there. */
function labelsFor({ requirements }: Selector): Record<string, string> {
  const asked = requirements.filter(({ operator }) => operator === 'In' || operator === 'Exists');
  return Object.fromEntries(asked.map(({ key, values }) => [key, values[0] ?? '']));
}
