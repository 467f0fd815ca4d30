import type { Cluster } from '../../network/cluster/cluster';
import type { Protocol } from '../../network/cluster/port';
import type { Service, ServicePort } from '../../network/cluster/service';
import { supposedPod } from '../../network/cluster/supposed-pod';
import type { Pods } from '../../network/cluster/workload';
import { type AgreedPods, isSelected, labelText, madeBy } from '../../network/question/agreed';
import { formatPeer, type PodsPeer, podsPeers } from '../../network/reach/peer';
import { podPort, selectedPods } from '../../network/route/service-endpoints';
import type { ErrorCode } from '../validation/error-codes';
import type { PlannedEnd } from './connection';
import type { NetworkEndPort } from './network-end';

/** What an end of a plan says of itself and the app does not bear out. */
export interface EndProblem {
  readonly code: Extract<ErrorCode, 'plan/nobody' | 'plan/service'>;
  readonly text: string;
}

/** Problems of the ends that are pods: that nobody is meant, or that their Service leads elsewhere. */
export function endProblems(cluster: Cluster, walled: readonly string[], ends: readonly PlannedEnd[]): EndProblem[] {
  return ends
    .filter(({ blocks, everyone }) => !blocks && !everyone)
    .flatMap((end) => [...unknown(cluster, walled, end), ...misled(cluster, end)]);
}

/** Labels of pods in a walled namespace that no pod of the app carries. */
function unknown({ workloads }: Cluster, walled: readonly string[], end: PlannedEnd): EndProblem[] {
  const { construct, madeElsewhere, podLabels } = end;
  if (construct || madeElsewhere || !podLabels || !walled.includes(end.namespace!)) return [];
  const pods = agreedPods(end);
  const there = workloads.filter(({ namespace }) => namespace === pods.namespace).flatMap(podsPeers);
  if (there.some((peer) => isSelected(pods, peer.pods))) return [];
  const remedy = "correct the labels, or say that the pods are somebody else's: Peer.pods(…).madeElsewhere()";
  const text = `no pod of the app in namespace ${pods.namespace} carries ${labelText(pods.labels)}; there are ${listed(there)}; ${remedy}`;
  return [{ code: 'plan/nobody', text }];
}

/** What clients of the Service would get, against what the policies of the plan open. */
function misled(cluster: Cluster, end: PlannedEnd): EndProblem[] {
  const { serviceName, namespace, construct, name, ports = [] } = end;
  if (serviceName === undefined) return [];
  const meant = meantBy(cluster, end);
  if (meant.length === 0) return []; // told as a connection that does not get through
  const service = cluster.services.find((one) => one.name === serviceName && one.namespace === namespace);
  const subject = construct?.node.path ?? name;
  const told = (text: string): EndProblem => ({ code: 'plan/service', text: `${subject}: ${text}` });
  const id = `Service ${namespace}/${serviceName}`;
  if (!service) {
    const isOfApp = construct !== undefined && madeBy(cluster, agreedPods(end)).length > 0;
    return isOfApp ? [told(`its pods are reached through ${id}, which the app does not have`)] : [];
  }
  const selected = selectedBy(cluster, service, meant);
  if (selected.length !== meant.length || selected.some((pods) => !meant.includes(pods))) {
    const selects = service.selector
      ? `selects ${service.selector.text}, which is ${listed(selected)}`
      : 'selects no pods';
    return [told(`${id} ${selects}; the plan means ${listed(meant)}; it must select exactly these`)];
  }
  return ports.flatMap((port) => misledPort(service, port, meant).map((text) => told(`${id} ${text}`)));
}

function misledPort({ ports }: Service, end: NetworkEndPort, meant: readonly PodsPeer[]): string[] {
  const { servicePort, port, protocol = 'TCP' } = end;
  if (servicePort === undefined) return [];
  const found = ports.find((one) => one.port === servicePort && one.protocol === (protocol as Protocol));
  if (!found) {
    const there = ports.map((one) => `${one.protocol} ${one.port}`).join(', ') || 'none';
    return [`has no port ${protocol} ${servicePort}, which the plan means; there is ${there}`];
  }
  return meant
    .filter(({ pods }) => podPort(pods, found) !== port)
    .map((peer) => {
      const leads = `leads from port ${servicePort} to ${targetText(peer.pods, found)} of ${formatPeer(peer)}`;
      return `${leads}; the plan opens ${protocol} ${port}: targetPort must be ${port}`;
    });
}

function targetText(pods: Pods, port: ServicePort): string {
  const number = podPort(pods, port);
  if (number === undefined) return `no port, as there is none called "${port.targetPort}",`;
  return `${port.protocol} ${number}`;
}

/** The pods of the end: those that its construct made, else those of the app with its labels, else one that is supposed. */
function meantBy(cluster: Cluster, end: PlannedEnd): PodsPeer[] {
  const pods = agreedPods(end);
  const made = madeBy(cluster, pods);
  const all = (made.length > 0 ? made : cluster.workloads).flatMap(podsPeers);
  const found = all.filter((peer) => isSelected(pods, peer.pods));
  return found.length > 0 || made.length > 0 ? found : podsPeers(supposed(pods, end));
}

function supposed({ namespace, labels }: AgreedPods, { ports = [] }: PlannedEnd) {
  const declared = ports.map(({ name, port, protocol = 'TCP' }) => ({ name, port, protocol: protocol as Protocol }));
  return supposedPod(namespace, `{${labelText(labels)}}`, labels, declared);
}

/** Among the pods of the app and those that are only supposed. */
function selectedBy(cluster: Cluster, service: Service, meant: readonly PodsPeer[]): PodsPeer[] {
  const workloads = [...new Set([...cluster.workloads, ...meant.map(({ workload }) => workload)])];
  const selected = selectedPods({ ...cluster, workloads }, service);
  return selected.map((peer) => meant.find(({ pods }) => pods === peer.pods) ?? peer);
}

function agreedPods({ namespace, podLabels = {}, construct }: PlannedEnd): AgreedPods {
  return { namespace: namespace!, labels: podLabels, ...(construct && { construct: construct.node.path }) };
}

function listed(peers: readonly PodsPeer[]): string {
  return peers.map((peer) => `${formatPeer(peer)} (${labelText(peer.pods.labels)})`).join(', ') || 'none';
}
