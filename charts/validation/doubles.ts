import { isDeepStrictEqual } from 'node:util';
import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { isClusterWide } from './cluster-wide';
import type { ErrorCode } from './error-codes';
import { clusterOf } from './same-cluster';

const watched = new WeakSet<IConstruct>();

/**
 * Has the synth fail where two objects of an app that differ are one to the API server: the later would overwrite the earlier.
 * Said again for the same app, it has no effect.
 * @param inside any construct of the app
 */
export function refuseDoubles(inside: IConstruct): void {
  const { root } = inside.node;
  if (watched.has(root)) return;
  watched.add(root);
  let seen: readonly IConstruct[] = [];
  let alike: ApiObject[][] = [];
  const validate = () => {
    const constructs = root.node.findAll();
    // cdk8s validates an app again for each of its charts: what has not changed is not compared again
    if (constructs.length !== seen.length || constructs.some((construct, i) => construct !== seen[i])) {
      alike = groups(constructs.filter(ApiObject.isApiObject));
      seen = constructs;
    }
    return alike.flatMap(groups).filter(differ).map(told); // patches may have come since
  };
  root.node.addValidation({ validate });
}

interface Plain {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string };
}

/** Objects that are one to the API server, two and more together. */
function groups(objects: readonly ApiObject[]): ApiObject[][] {
  const found = new Map<string, ApiObject[]>();
  for (const object of objects) {
    const key = identity(object);
    if (key === undefined) continue;
    const group = found.get(key);
    if (group) group.push(object);
    else found.set(key, [object]);
  }
  return [...found.values()].filter(({ length }) => length > 1);
}

/** Undefined for an object that the API server names. Without a namespace it may be applied to any, with the others of its chart. */
function identity(object: ApiObject): string | undefined {
  const { apiVersion, kind, metadata } = rendered(object);
  if (metadata?.name === undefined) return undefined;
  const group = groupOf(apiVersion);
  const place = isClusterWide(group, kind) ? '' : (metadata.namespace ?? `of ${object.chart.node.path}`);
  return JSON.stringify([clusterOf(object), group, kind, place, metadata.name]);
}

/** As it will be written, patches included; as it was made where it can't be, which cdk8s tells when it writes it. */
function rendered(object: ApiObject): Plain {
  try {
    return object.toJson();
  } catch {
    return object;
  }
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
}

/** What is the same to the letter may be applied as often as one likes. */
function differ([first, ...others]: readonly ApiObject[]): boolean {
  return others.some((other) => !isDeepStrictEqual(written(other), written(first!)));
}

function written(object: ApiObject): unknown {
  const plain = rendered(object);
  if (!isClusterWide(groupOf(plain.apiVersion), plain.kind)) return plain;
  const { namespace: _, ...metadata } = plain.metadata;
  return { ...plain, metadata };
}

function told(objects: readonly ApiObject[]): string {
  const code: ErrorCode = 'app/duplicate';
  const { kind, metadata } = rendered(objects[0]!);
  const what = [kind, metadata.namespace, metadata.name].filter(Boolean).join(' ');
  const paths = objects.map(({ node }) => node.path).join(' and ');
  return `${paths} are the same object, ${what}, and differ: the last to be applied would overwrite the others; give each a name of its own, or say with TargetCluster.set(…) which charts are for another cluster [${code}]`;
}
