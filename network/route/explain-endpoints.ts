/** What there is to say of a Service's endpoints: why there are none, and what to know of those there are. */
import type { Cluster } from '../cluster/cluster';
import { matches, meets, type Requirement, type Selector } from '../cluster/selector';
import type { Service, ServicePort } from '../cluster/service';
import { formatPeer, formatPort, type PodsPeer, podsPeers } from '../reach/peer';
import { handMadeEndpoints } from './hand-made-endpoints';
import { podsIn, serviceText, workloadsText } from './lookup';
import { podPort, selectedPods, targetsOf } from './service-endpoints';

/** Why a Service's port has no endpoints, in one sentence. */
export function whyNoEndpoints(cluster: Cluster, service: Service, port: ServicePort): string {
  const subject = serviceText(service);
  if (service.type === 'ExternalName')
    return `${subject} is of type ExternalName: a name for ${service.externalName}, without endpoints`;
  if (!service.selector) return `${subject} has no selector, and ${noHandMade(cluster, service, port)}`;
  const selected = selectedPods(cluster, service);
  if (!selected.length) return `${subject} selects ${service.selector.text}; ${nearestPods(cluster, service)}`;
  const targets = targetsOf(cluster, service, port);
  if (targets.length) return `${workloadsText(targets)}, which ${subject} selects, is scaled to 0 pods`;
  return `${subject} sends its port ${port.port} to the ${port.protocol} port named "${port.targetPort}", which no container of ${workloadsText(selected)} has; ${declared(selected)}`;
}

/** What to know of a Service's port, beyond its endpoints. */
export function endpointNotes(cluster: Cluster, service: Service, port: ServicePort): readonly string[] {
  const selected = selectedPods(cluster, service);
  const targets = targetsOf(cluster, service, port);
  const running = targets.filter(({ pods }) => pods.replicas !== 0);
  const scaledDown = targets.filter(({ pods }) => pods.replicas === 0);
  const nameless = selected.filter(({ pods }) => podPort(pods, port) === undefined);
  const undeclared = running.filter(({ pods, port: number }) => !declares(pods.ports, port, number));
  const onHost = running.filter(({ pods }) => pods.hostNetwork);
  const notes: string[] = [];
  if (new Set(running.map(({ workload }) => workload)).size > 1)
    notes.push(`its endpoints are of several workloads: ${workloadsText(running)}`);
  if (undeclared.length)
    notes.push(
      `no container of ${workloadsText(undeclared)} declares ${port.protocol} ${port.targetPort}; declaring is optional, so it may listen all the same`,
    );
  if (running.length && scaledDown.length) notes.push(`${workloadsText(scaledDown)} is scaled to 0 pods`);
  if (running.length && nameless.length)
    notes.push(
      `${workloadsText(nameless)} is selected but gets nothing: it has no ${port.protocol} port named "${port.targetPort}"`,
    );
  if (onHost.length) notes.push(`${workloadsText(onHost)} is on the host network: its endpoints are node addresses`);
  if (service.publishNotReadyAddresses) notes.push('pods count before they are ready (publishNotReadyAddresses)');
  return notes;
}

function declares(
  ports: PodsPeer['pods']['ports'],
  { protocol }: Pick<ServicePort, 'protocol'>,
  number: number,
): boolean {
  return ports.some((port) => port.protocol === protocol && port.port === number);
}

function noHandMade(cluster: Cluster, service: Service, { name, port }: ServicePort): string {
  const given = handMadeEndpoints(cluster, service);
  if (!given.length) return 'the input has neither Endpoints nor an EndpointSlice for it';
  const ofPort = given.filter(({ portName }) => portName === (name ?? ''));
  if (ofPort.length) return `none of its addresses for port ${port} is ready`;
  const names = [...new Set(given.map(({ portName }) => `"${portName}"`))].join(', ');
  return `its endpoints have the ports ${names}, not "${name ?? ''}" as its port ${port}`;
}

function nearestPods(cluster: Cluster, { namespace, selector }: Service): string {
  const elsewhere = cluster.workloads
    .flatMap(podsPeers)
    .filter(({ pods }) => pods.namespace !== namespace && matches(selector!, pods.labels));
  if (elsewhere.length)
    return `${workloadsText(elsewhere)} has these labels, but a Service selects in its own namespace alone`;
  const pods = podsIn(cluster, namespace);
  if (!pods.length) return `the input has no pods in namespace ${namespace}`;
  const nearest = nearestOf(pods, selector!);
  if (!nearest) return `no pods of its namespace have any of these labels${otherKey(pods, selector!)}`;
  const missing = selector!.requirements.filter((requirement) => !meets(requirement, nearest.pods.labels));
  const differs = missing.map((requirement) => difference(requirement, nearest.pods.labels[requirement.key]));
  return `no pods of its namespace have these labels; the nearest are ${formatPeer(nearest)}, where ${differs.join(' and ')}`;
}

/** Pods with the most labels in common, then with the most keys; none when they have neither. */
export function nearestOf(peers: readonly PodsPeer[], { requirements }: Selector): PodsPeer | undefined {
  let best: PodsPeer | undefined;
  let bestScore = 0;
  for (const peer of peers) {
    const { labels } = peer.pods;
    const equal = requirements.filter((requirement) => meets(requirement, labels)).length;
    const keys = requirements.filter(({ key }) => Object.hasOwn(labels, key)).length;
    const score = equal * (requirements.length + 1) + keys;
    if (score > bestScore) [best, bestScore] = [peer, score];
  }
  return best;
}

/** The value under another key is the usual slip: `run=nginx` of `kubectl run` for `app=nginx`. */
function otherKey(peers: readonly PodsPeer[], { requirements }: Selector): string {
  for (const peer of peers)
    for (const { key, values } of requirements) {
      const other = Object.entries(peer.pods.labels).find(([, value]) => value === values[0]);
      if (other) return `; ${formatPeer(peer)} has ${other[0]}=${other[1]}, not ${key}=${other[1]}`;
    }
  return '';
}

function difference({ key, values }: Requirement, label: string | undefined): string {
  return label === undefined ? `${key} is missing` : `${key} is ${label}, not ${values[0]}`;
}

function declared(peers: readonly PodsPeer[]): string {
  const ports = peers.flatMap(({ pods }) =>
    pods.ports.map((port) => `${formatPort(port)}${port.name ? ` (${port.name})` : ''}`),
  );
  return ports.length ? `they declare ${[...new Set(ports)].join(', ')}` : 'they declare no ports';
}
