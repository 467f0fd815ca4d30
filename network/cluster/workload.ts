import type { KubeObject, Manifest, Origin } from '../manifest/manifest';
import { parseAddress } from './address';
import { type PodDns, readPodDns } from './pod-dns';
import { isPortNumber, isProtocol, LAST_PORT, type Protocol } from './port';
import type { Report } from './report';
import type { Labels } from './selector';

/** What runs pods: one object, or the pods of one owner that is not in the input itself. */
export interface Workload {
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
  /** `namespace/name[Kind]` */
  readonly id: string;
  /** More than one where pods of one owner differ in labels or ports. */
  readonly pods: readonly Pods[];
  readonly origin: Origin;
}

/** Pods that no policy can tell apart by what the input says of them. */
export interface Pods {
  readonly namespace: string;
  /** Name of the pod, where the input has the pod itself. */
  readonly podName?: string;
  readonly labels: Labels;
  readonly ports: readonly PodPort[];
  readonly hostNetwork: boolean;
  /** How many; undefined where something else decides, such as a DaemonSet's nodes. */
  readonly replicas?: number;
  /** Addresses of running pods, from the status. */
  readonly addresses: readonly string[];
  readonly hostname?: string;
  /** The Service whose names the pods have a part in; a StatefulSet's `serviceName`. */
  readonly subdomain?: string;
  /** Number of the first pod of a StatefulSet. */
  readonly firstOrdinal?: number;
  /** Absent: names are resolved the usual way. */
  readonly dns?: PodDns;
  readonly origin: Origin;
}

export interface PodPort {
  readonly name?: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly hostPort?: number;
}

/** Kinds that run pods, with the way to their pod template; a Pod is its own. */
const TEMPLATE_PATHS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    'v1/Pod': [],
    'v1/ReplicationController': ['spec', 'template'],
    'apps/v1/Deployment': ['spec', 'template'],
    'apps/v1/ReplicaSet': ['spec', 'template'],
    'apps/v1/StatefulSet': ['spec', 'template'],
    'apps/v1/DaemonSet': ['spec', 'template'],
    'batch/v1/Job': ['spec', 'template'],
    'batch/v1/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
    'batch/v1beta1/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  }),
);

/** Labels that a controller gives each pod of its own. */
const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index';

/** Of a StatefulSet; the largest that are run have some hundreds. */
const MOST_SINGLE_PODS = 10_000;
/** The API has 32 bits for it. */
const MOST_REPLICAS = 2 ** 31 - 1;

export function isWorkload({ apiVersion, kind }: KubeObject): boolean {
  return TEMPLATE_PATHS.has(`${apiVersion}/${kind}`);
}

/** The way from a workload to its pod template. */
export function templatePath({ apiVersion, kind }: KubeObject): readonly string[] {
  return TEMPLATE_PATHS.get(`${apiVersion}/${kind}`)!;
}

/** Whether it is scaled to 0. */
export function hasNoPods({ pods }: Workload): boolean {
  return pods.every(({ replicas }) => replicas === 0);
}

/** Whether it may have pods that reach each other, and not only themselves. */
export function hasSeveralPods({ pods }: Workload): boolean {
  return pods.length > 1 || pods.some(mayBeSeveral);
}

export function mayBeSeveral({ replicas }: Pods): boolean {
  return replicas !== 1 && replicas !== 0;
}

export function workloadId(namespace: string, name: string, kind: string): string {
  return `${namespace}/${name}[${kind}]`;
}

/** The owner that made the object and looks after it: a ReplicaSet of its pods, a Deployment of that. */
export function controllerOf({ metadata }: KubeObject): { readonly kind: string; readonly name: string } | undefined {
  return metadata.ownerReferences?.find(({ controller }) => controller);
}

/** Pods that are done, as those of Jobs: nobody sends or listens any more. */
export function isFinished({ kind, status }: KubeObject): boolean {
  const { phase } = (status ?? {}) as { phase?: unknown };
  return kind === 'Pod' && (phase === 'Succeeded' || phase === 'Failed');
}

/** The pods that the object makes or is; a StatefulSet's one by one when a selector names single pods. */
export function readPods({ object, origin }: Manifest, namespace: string, report: Report, byName: boolean): Pods[] {
  const path = templatePath(object);
  let at = report;
  let template: Readonly<Record<string, unknown>> = object;
  for (const field of path) {
    at = at.at(field);
    template = at.fields(template[field]);
  }
  const labels = at.at('metadata').fields(template.metadata).labels as Labels | undefined;
  const spec = at.at('spec').fields(template.spec);
  const pods: Pods = {
    namespace,
    podName: object.kind === 'Pod' ? object.metadata.name : undefined,
    labels: { ...readLabels(labels, at.at('metadata', 'labels')), ...controllerLabels(object) },
    ports: readPorts(spec, at.at('spec')),
    hostNetwork: spec.hostNetwork === true,
    replicas: readReplicas(object, report),
    addresses: object.kind === 'Pod' ? statusAddresses(object) : [],
    hostname: spec.hostname as string | undefined,
    subdomain: spec.subdomain as string | undefined,
    dns: readPodDns(spec, at.at('spec')),
    ...statefulNames(object),
    origin,
  };
  return byName && object.kind === 'StatefulSet' ? onePerOrdinal(object, pods, report) : [pods];
}

function readLabels(labels: Labels | undefined, report: Report): Labels {
  const given = report.texts(labels);
  for (const [key, value] of Object.entries(given))
    if (typeof value !== 'string')
      report.at(key).problem('input/shape', `${JSON.stringify(value)} is not a string; write it in quotes`);
  return given as Labels;
}

function controllerLabels({ kind, metadata }: KubeObject): Labels {
  return kind === 'Job' ? { 'job-name': metadata.name, 'batch.kubernetes.io/job-name': metadata.name } : {};
}

/** What a StatefulSet's controller writes into its pods for their names. */
function statefulNames({ kind, spec }: KubeObject): Pick<Pods, 'subdomain' | 'firstOrdinal'> {
  if (kind !== 'StatefulSet') return {};
  const { serviceName, ordinals } = (spec ?? {}) as { serviceName?: string; ordinals?: { start?: number } };
  return { subdomain: serviceName || undefined, firstOrdinal: ordinals?.start ?? 0 };
}

function onePerOrdinal({ metadata }: KubeObject, pods: Pods, report: Report): Pods[] {
  const first = pods.firstOrdinal!;
  if ((pods.replicas ?? 1) > MOST_SINGLE_PODS) {
    const most = `selectors name pods one by one, and at most ${MOST_SINGLE_PODS} are told apart`;
    report.at('spec', 'replicas').problem('input/size', `${pods.replicas} pods: ${most}`);
    return [pods];
  }
  if (pods.replicas === 0) return [pods];
  return Array.from({ length: pods.replicas ?? 1 }, (_, index) => {
    const podName = `${metadata.name}-${first + index}`;
    const labels = { ...pods.labels, [POD_NAME_LABEL]: podName, [POD_INDEX_LABEL]: String(first + index) };
    return { ...pods, podName, labels, replicas: 1 };
  });
}

export function namesSinglePods(labelKey: string): boolean {
  return labelKey === POD_NAME_LABEL || labelKey === POD_INDEX_LABEL;
}

function readReplicas({ kind, spec }: KubeObject, report: Report): number | undefined {
  if (kind === 'Pod') return 1;
  if (kind === 'DaemonSet' || kind === 'CronJob') return undefined;
  const field = kind === 'Job' ? 'parallelism' : 'replicas';
  const replicas = (spec as Record<string, unknown> | undefined)?.[field] ?? 1;
  const isNumber = Number.isInteger(replicas) && (replicas as number) >= 0 && (replicas as number) <= MOST_REPLICAS;
  if (isNumber) return replicas as number;
  report.at('spec', field).problem('input/shape', `${JSON.stringify(replicas)} is not a number of pods`);
  return undefined;
}

/** Ports of the containers that run with the pod: native sidecars are among the init containers. */
function readPorts(spec: Readonly<Record<string, unknown>>, report: Report): PodPort[] {
  const ports: PodPort[] = [];
  // In the order in which Kubernetes looks for the name of a port.
  for (const field of ['containers', 'initContainers']) {
    for (const [index, container] of report.at(field).list(spec[field]).entries()) {
      const at = report.at(field, index);
      const { restartPolicy, ports: given } = at.fields(container);
      if (field === 'initContainers' && restartPolicy !== 'Always') continue;
      for (const [portIndex, port] of at.at('ports').list(given).entries()) {
        const read = readPort(port, at.at('ports', portIndex));
        if (read) ports.push(read);
      }
    }
  }
  return ports;
}

function readPort(value: unknown, report: Report): PodPort | undefined {
  const { name, containerPort, protocol = 'TCP', hostPort } = report.fields(value);
  if (!isPortNumber(containerPort))
    return report
      .at('containerPort')
      .problem('input/port', `${JSON.stringify(containerPort) ?? 'nothing'} is not a port; write 1 to ${LAST_PORT}`);
  if (!isProtocol(protocol))
    return report.at('protocol').problem('input/port', `${JSON.stringify(protocol)} is no protocol; write TCP`);
  return {
    port: containerPort,
    protocol,
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    ...(isPortNumber(hostPort) ? { hostPort } : {}),
  };
}

function statusAddresses({ status }: KubeObject): string[] {
  const { podIP, podIPs } = (status ?? {}) as { podIP?: unknown; podIPs?: unknown };
  const more = Array.isArray(podIPs) ? podIPs.map((item: { ip?: unknown } | null) => item?.ip) : [];
  // A pod that has not started yet has none, or an empty one.
  return [...new Set([podIP, ...more])].filter((ip): ip is string => typeof ip === 'string' && !!parseAddress(ip));
}
