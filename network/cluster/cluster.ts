import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../group-by';
import { InputError, type Problem } from '../input-error';
import { formatPosition, type KubeObject, type Manifest } from '../manifest/manifest';
import { type NetworkPolicy, readNetworkPolicy } from './network-policy';
import { changesReachability } from './other-kinds';
import { isRead, READ_KINDS } from './read-kinds';
import { Report } from './report';
import type { Labels, Selector } from './selector';
import { readService, type Service } from './service';
import {
  controllerOf,
  isFinished,
  isWorkload,
  namesSinglePods,
  type Pods,
  readPods,
  type Workload,
  workloadId,
} from './workload';

/** What the input says of a cluster, read and checked, ready to be asked. */
export interface Cluster {
  /** Labels of each namespace that the input has or names. */
  readonly namespaces: ReadonlyMap<string, Labels>;
  readonly workloads: readonly Workload[];
  readonly services: readonly Service[];
  readonly policies: readonly NetworkPolicy[];
  /** Every manifest by `apiVersion/Kind`: what routes, names and rules are read from. */
  readonly manifests: ReadonlyMap<string, readonly Manifest[]>;
  /** Objects that change who reaches whom and that no answer takes into account: `CiliumNetworkPolicy prod/deny`. */
  readonly notTakenIntoAccount: readonly string[];
  /** How many objects there are of each `apiVersion/Kind` that nothing here reads. */
  readonly passedOver: ReadonlyMap<string, number>;
}

/** How a name ends that the API server has still to give, from `generateName`. */
const GENERATED = '*';
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
/** Where the API server puts what names no namespace. */
const DEFAULT_NAMESPACE = 'default';

/** @throws InputError naming everything in the input that the API server would refuse. */
export function buildCluster(manifests: readonly Manifest[]): Cluster {
  const problems: Problem[] = [];
  const unique = withoutRepeats(manifests, problems);
  const byKind = groupBy(unique, ({ object }) => `${object.apiVersion}/${object.kind}`);
  const of = (kinds: readonly string[]) => kinds.flatMap((kind) => byKind.get(kind) ?? []);
  const report = ({ object, origin }: Manifest) => new Report(subjectOf(object), origin, problems);

  const policies = of(READ_KINDS.policies).map((manifest) =>
    readNetworkPolicy(manifest, namespaceOf(manifest.object), report(manifest)),
  );
  const services = of(READ_KINDS.services).map((manifest) =>
    readService(manifest, namespaceOf(manifest.object), report(manifest)),
  );
  const workloads = readWorkloads(
    unique.filter(({ object }) => isWorkload(object)),
    [...policies.flatMap(selectorsOf), ...services.flatMap(({ selector }) => selector ?? [])].some(({ requirements }) =>
      requirements.some(({ key }) => namesSinglePods(key)),
    ),
    report,
  );
  const scaled = withoutScaledNumbers(workloads, of(READ_KINDS.autoscalers));
  const namespaces = readNamespaces(of(READ_KINDS.namespaces), [...policies, ...services, ...scaled]);
  if (problems.length) throw new InputError(problems);
  const notTakenIntoAccount = unique
    .filter(({ object }) => changesReachability(object))
    .map(({ object }) => `${subjectOf(object)} (${object.apiVersion})`);
  const isPassedOver = (object: KubeObject, kind: string) =>
    !isRead(kind) && !isWorkload(object) && !changesReachability(object);
  const passedOver = new Map(
    [...byKind]
      .filter(([kind, [first]]) => isPassedOver(first!.object, kind))
      .map(([kind, some]) => [kind, some.length]),
  );
  return { namespaces, workloads: scaled, services, policies, manifests: byKind, notTakenIntoAccount, passedOver };
}

export function namespaceOf({ metadata }: KubeObject): string {
  return metadata.namespace || DEFAULT_NAMESPACE;
}

/** `NetworkPolicy prod/deny-all` */
export function subjectOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`;
}

/** The labels that the API server gives a namespace by itself. */
export function namespaceLabels(name: string): Labels {
  return { [NAMESPACE_NAME]: name };
}

/** Of objects that are there twice, the last to be applied is what the cluster has. */
function withoutRepeats(manifests: readonly Manifest[], problems: Problem[]): Manifest[] {
  const seen = new Map<string, Manifest>();
  for (const manifest of manifests) {
    const { apiVersion, kind, metadata } = manifest.object;
    // Versions of one group show the same object.
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    const key = `${group} ${kind} ${namespaceOf(manifest.object)} ${metadata.name}`;
    if (metadata.name.endsWith(GENERATED)) {
      seen.set(`${key} ${seen.size}`, manifest);
      continue;
    }
    const before = seen.get(key);
    if (before && isDeepStrictEqual(before.object, manifest.object)) continue;
    seen.set(key, manifest);
    if (before)
      problems.push({
        code: 'input/duplicate',
        message: `${subjectOf(before.object)} is there twice and differs; the one in ${placeBeside(before, manifest)} is the last to be applied, and wins`,
        position: before.origin.position,
        at: { origin: before.origin, path: [] },
      });
  }
  return [...seen.values()];
}

/** Where the other one is; of two files with the same objects it is the same for all. */
function placeBeside(one: Manifest, { origin: { position } }: Manifest): string {
  return position.source === one.origin.position.source ? formatPosition(position) : position.source;
}

function selectorsOf({ podSelector, ingress = [], egress = [] }: NetworkPolicy): Selector[] {
  const peers = [...ingress, ...egress].flatMap((rule) => rule.peers ?? []);
  return [podSelector, ...peers.flatMap((peer) => ('block' in peer ? [] : [peer.podSelector]))];
}

function readWorkloads(
  manifests: readonly Manifest[],
  byName: boolean,
  report: (manifest: Manifest) => Report,
): Workload[] {
  const idOf = ({ metadata, kind }: KubeObject, namespace: string) => workloadId(namespace, metadata.name, kind);
  const there = new Map(manifests.map((manifest) => [idOf(manifest.object, namespaceOf(manifest.object)), manifest]));
  const found = new Map<string, { workload: Omit<Workload, 'pods'>; templates: Pods[]; running: Pods[] }>();
  for (const manifest of manifests.filter(({ object }) => !isFinished(object))) {
    const namespace = namespaceOf(manifest.object);
    const { kind, name } = topOwner(manifest.object, namespace, there);
    const id = workloadId(namespace, name, kind);
    const { origin } = there.get(id) ?? manifest;
    const entry = found.get(id) ?? { workload: { namespace, name, kind, id, origin }, templates: [], running: [] };
    found.set(id, entry);
    const pods = readPods(manifest, namespace, report(manifest), byName);
    if (manifest.object.kind === 'Pod') entry.running.push(...pods);
    else if (idOf(manifest.object, namespace) === id) entry.templates.push(...pods);
  }
  // Of a running cluster the pods themselves are known, and are what policies see.
  return [...found.values()].map(({ workload, templates, running }) => ({
    ...workload,
    pods: running.length ? running : templates,
  }));
}

/** Who is in charge: up from controller to controller, as far as they are in the input. */
function topOwner(object: KubeObject, namespace: string, there: ReadonlyMap<string, Manifest>) {
  let top: { readonly kind: string; readonly name: string } = { kind: object.kind, name: object.metadata.name };
  const passed = new Set<string>();
  for (let next: KubeObject | undefined = object; next; ) {
    const owner = controllerOf(next);
    if (!owner) return top;
    const id = workloadId(namespace, owner.name, owner.kind);
    const above: KubeObject | undefined = there.get(id)?.object;
    // Of a pod the owner is named even where it is not in the input.
    if (passed.has(id) || (!above && next.kind !== 'Pod')) return top;
    passed.add(id);
    top = owner;
    next = above;
  }
  return top;
}

/** How many pods an autoscaled workload has is the autoscaler's affair. */
function withoutScaledNumbers(workloads: readonly Workload[], autoscalers: readonly Manifest[]): readonly Workload[] {
  const scaled = new Set(
    autoscalers.map(({ object }) => {
      const { scaleTargetRef } = (object.spec ?? {}) as { scaleTargetRef?: { kind?: string; name?: string } };
      return workloadId(namespaceOf(object), String(scaleTargetRef?.name), String(scaleTargetRef?.kind));
    }),
  );
  if (!scaled.size) return workloads;
  return workloads.map((workload) =>
    scaled.has(workload.id)
      ? {
          ...workload,
          pods: workload.pods.map((pods) => (pods.podName === undefined ? { ...pods, replicas: undefined } : pods)),
        }
      : workload,
  );
}

function readNamespaces(
  manifests: readonly Manifest[],
  namespaced: readonly { readonly namespace: string }[],
): Map<string, Labels> {
  const namespaces = new Map<string, Labels>();
  for (const { namespace } of namespaced) namespaces.set(namespace, namespaceLabels(namespace));
  for (const { object } of manifests) {
    const { name, labels } = object.metadata;
    namespaces.set(name, { ...labels, [NAMESPACE_NAME]: name });
  }
  return namespaces;
}
