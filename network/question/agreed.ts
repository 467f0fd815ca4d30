import type { Cluster } from '../cluster/cluster';
import type { BlockPeer, PolicyPort } from '../cluster/network-policy';
import type { Pods, Workload } from '../cluster/workload';

/** Who shall reach whom in some namespaces, and nobody else. */
export interface Agreement {
  readonly namespaces: readonly string[];
  /** Each has pods of one of the namespaces at one end at least. */
  readonly connections: readonly AgreedConnection[];
}

export interface AgreedConnection {
  readonly from: AgreedEnd;
  readonly to: AgreedEnd;
  /** None stands for every port. */
  readonly ports: readonly AgreedPort[];
}

export type AgreedPort = PolicyPort & {
  /** Whether somebody listens on it although no container declares it. */
  readonly isUndeclared?: boolean;
};

/** Pods, addresses, or everyone. */
export type AgreedEnd = AgreedPods | { readonly blocks: readonly BlockPeer[] } | 'everyone';

export interface AgreedPods {
  readonly namespace: string;
  /** All of which the pods carry. */
  readonly labels: Readonly<Record<string, string>>;
  /** Path of the construct that they belong to: where it made pods, no others are meant. */
  readonly construct?: string;
}

export function isPods(end: AgreedEnd): end is AgreedPods {
  return typeof end === 'object' && 'namespace' in end;
}

export function isSelected({ namespace, labels }: AgreedPods, pods: Pods): boolean {
  return pods.namespace === namespace && Object.entries(labels).every(([key, value]) => pods.labels[key] === value);
}

/** What the construct of an end made. */
export function madeBy({ workloads }: Cluster, { construct }: AgreedPods): Workload[] {
  if (construct === undefined) return [];
  return workloads.filter(({ origin }) => origin.position.construct?.startsWith(`${construct}/`));
}

export function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
