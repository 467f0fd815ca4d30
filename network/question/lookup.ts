import type { Cluster } from '../cluster/cluster';
import type { Service } from '../cluster/service';
import type { Workload } from '../cluster/workload';
import { groupBy } from '../group-by';
import { inputError } from '../input-error';
import { perCluster } from '../route/per-cluster';
import type { Reference } from './reference';

/** A construct of a cdk8s app, as much of it as is needed to find what it made. */
export interface ConstructLike {
  readonly node: { readonly path: string };
}

export function isConstruct(value: unknown): value is ConstructLike {
  return typeof (value as ConstructLike | undefined)?.node?.path === 'string';
}

type NameReference = Extract<Reference, { kind: 'name' }>;

export interface Found {
  readonly workloads: readonly Workload[];
  readonly services: readonly Service[];
}

/** What goes by the name. Without a namespace, `home` comes first, and then the only one in the input. @throws InputError */
export function find(cluster: Cluster, reference: NameReference, home?: string): Found {
  const { namespace, name, objectKind } = reference;
  const within = (place?: string): Found => {
    const key = place === undefined ? name : `${place}/${name}`;
    return {
      workloads:
        objectKind === 'Service'
          ? []
          : (workloadsByName(cluster).get(key) ?? ofOrdinal(cluster, name, place)).filter(isOfKind),
      services: objectKind && objectKind !== 'Service' ? [] : (servicesByName(cluster).get(key) ?? []),
    };
  };
  const isOfKind = ({ kind, name: own }: Workload) => !objectKind || objectKind === (own === name ? kind : 'Pod');
  const atHome = namespace ?? home;
  const near = atHome === undefined ? undefined : within(atHome);
  const found = near && (namespace || size(near)) ? near : within();
  if (!size(found)) throw inputError('input/reference', notFound(cluster, reference));
  for (const same of [found.workloads, found.services])
    if (same.length > 1)
      throw inputError(
        'input/reference',
        `"${formatName(reference)}" is the name of ${same.map(idOf).join(', ')}; say which`,
      );
  return found;
}

/** Whether anything in the input has the name. */
export function isKnown(cluster: Cluster, { name }: NameReference): boolean {
  return (
    workloadsByName(cluster).has(name) ||
    servicesByName(cluster).has(name) ||
    ofOrdinal(cluster, name, undefined).length > 0
  );
}

/** The workload that a construct made, or else its Service. @throws InputError */
export function findMadeBy(cluster: Cluster, { node: { path } }: ConstructLike): Found {
  const isOf = ({ origin }: Workload | Service) => {
    const made = origin.position.construct;
    return made !== undefined && (made === path || made.startsWith(`${path}/`));
  };
  const workloads = cluster.workloads.filter(isOf);
  const services = workloads.length ? [] : cluster.services.filter(isOf);
  const made = [...workloads, ...services];
  if (!made.length) throw inputError('input/reference', `construct ${path} made neither a workload nor a Service`);
  if (made.length > 1)
    throw inputError('input/reference', `construct ${path} made ${made.map(idOf).join(', ')}; name one of them`);
  return { workloads, services };
}

/** Workloads by their own names and by those of their pods, each with the namespace and without. */
const workloadsByName = perCluster(({ workloads }) =>
  byNames(workloads, (workload) => [...new Set([workload.name, ...podNames(workload)])]),
);
const servicesByName = perCluster(({ services }) => byNames(services, ({ name }) => [name]));

function byNames<T extends { readonly namespace: string }>(items: readonly T[], namesOf: (item: T) => string[]) {
  const named = items.flatMap((item) =>
    namesOf(item).flatMap((name) => [name, `${item.namespace}/${name}`].map((key) => ({ key, item }))),
  );
  return new Map([...groupBy(named, ({ key }) => key)].map(([key, found]) => [key, found.map(({ item }) => item)]));
}

/** Of pods that are in the input. */
function podNames({ pods }: Workload): string[] {
  return pods.flatMap(({ podName }) => podName ?? []);
}

/** `minio-0` of a StatefulSet `minio`, whose pods are in the input as a number only. */
function ofOrdinal(cluster: Cluster, name: string, place: string | undefined): Workload[] {
  const [, set = '', ordinal] = /^(.+)-(0|[1-9]\d*)$/.exec(name) ?? [];
  return (workloadsByName(cluster).get(place === undefined ? set : `${place}/${set}`) ?? []).filter(
    ({ kind, pods: [pods] }) => {
      const index = Number(ordinal) - (pods?.firstOrdinal ?? 0);
      return kind === 'StatefulSet' && index >= 0 && index < (pods?.replicas ?? 0);
    },
  );
}

function size({ workloads, services }: Found): number {
  return workloads.length + services.length;
}

function idOf(item: Workload | Service): string {
  return 'id' in item ? item.id : `${item.namespace}/${item.name}[Service]`;
}

export function formatName({ namespace, name, objectKind }: NameReference): string {
  return `${namespace ? `${namespace}/` : ''}${name}${objectKind ? `[${objectKind}]` : ''}`;
}

function notFound({ workloads, services }: Cluster, reference: NameReference): string {
  const others = [...workloads, ...services].filter((item) => item.name === reference.name).map(idOf);
  const all = [...new Set([...workloads, ...services].map(idOf))];
  const hint = others.length ? `; the name is that of ${others.join(', ')}` : `; the input has ${list(all)}`;
  return `no workload or Service is called "${formatName(reference)}"${hint}`;
}

function list(names: readonly string[]): string {
  if (!names.length) return 'none';
  return names.length > 10 ? `${names.slice(0, 10).join(', ')} and ${names.length - 10} more` : names.join(', ');
}
