import { type Data, describe, isMap } from './shape';

/** What a document is to this library. */
export type Sorted = { readonly sort: 'object' | 'list'; readonly data: Data } | ({ readonly sort: 'other' } & Other);

/** What is no Kubernetes object. */
export interface Other {
  readonly what: string;
  /** It would be wrong between objects: text that got lost, or half an object. */
  readonly isSuspect: boolean;
}

const CONFIGURATION =
  /^(?:[\w.-]+\.config\.k8s\.io|config\.[\w.-]+|kubeadm\.k8s\.io|kind\.x-k8s\.io|audit\.k8s\.io|skaffold)\//;
const SIGNS = ['apiVersion', 'kind', 'metadata'];

/**
 * Two of apiVersion, kind and metadata make an object, which must then be right in all; one of them stands in many files, such as
 * Helm's Chart.yaml. Configuration of tools such as kustomize looks alike, but no API server takes it: it has no metadata.
 */
export function sortOut(data: unknown): Sorted {
  if (!isMap(data))
    return { sort: 'other', what: typeof data === 'string' ? 'plain text' : describe(data), isSuspect: true };
  const { apiVersion, kind } = data;
  const missing = SIGNS.filter((sign) => !(sign in data));
  if (missing.length > 1) {
    return { sort: 'other', what: `a map without ${missing.join(', ')}`, isSuspect: missing.length < SIGNS.length };
  }
  if (missing[0] === 'metadata' && isConfiguration(String(apiVersion), String(kind))) {
    return { sort: 'other', what: `configuration of a tool, ${apiVersion} ${kind}`, isSuspect: false };
  }
  return { sort: isList(data) ? 'list' : 'object', data };
}

/** The items of a list, each with the kind and apiVersion that a typed list (`PodList`) says only once. */
export function itemsOf({ apiVersion, kind, items }: Data): unknown[] {
  const typed = String(kind).slice(0, -'List'.length);
  const list: unknown[] = Array.isArray(items) ? items : [];
  if (typed === '') return list;
  return list.map((item) => (isMap(item) ? { apiVersion, kind: typed, ...withoutNulls(item) } : item));
}

/** A typed list has items; a custom resource that is called AllowList has a name. `items: null` is what Go writes for none. */
export function isList({ kind, metadata, items }: Data): boolean {
  if (typeof kind !== 'string' || !kind.endsWith('List')) return false;
  if (kind !== 'List' && isMap(metadata) && 'name' in metadata) return false;
  return items === null || Array.isArray(items) || (kind === 'List' && items === undefined);
}

function isConfiguration(apiVersion: string, kind: string): boolean {
  return CONFIGURATION.test(apiVersion) || (apiVersion === 'v1' && kind === 'Config');
}

function withoutNulls(map: Data): Data {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== null));
}
