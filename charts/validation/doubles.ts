import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { ErrorCode } from './error-codes';

const watched = new WeakSet<IConstruct>();

/**
 * Has the synth fail where two objects of an app are one to the API server: the later would overwrite the earlier. Said
 * again for the same app, it has no effect.
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
      alike = groups(constructs.filter(ApiObject.isApiObject), (object) => identity(object, object));
      seen = constructs;
    }
    return alike.flatMap((some) => groups(some, (object) => identity(object, object.toJson()))).map(told); // patches may tell them apart
  };
  root.node.addValidation({ validate });
}

interface Named {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string };
}

/** Undefined for an object that the API server names. Without a namespace it may be applied to any, with the others of its chart. */
function identity(object: ApiObject, { apiVersion, kind, metadata: { name, namespace } }: Named): string | undefined {
  if (name === undefined) return undefined;
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  const place = kind === 'Namespace' ? '' : (namespace ?? `of ${object.chart.node.path}`);
  return [group, kind, place, name].join(' ');
}

/** Those that have a key in common. */
function groups<T>(items: readonly T[], keyOf: (item: T) => string | undefined): T[][] {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = found.get(key);
    if (group) group.push(item);
    else found.set(key, [item]);
  }
  return [...found.values()].filter(({ length }) => length > 1);
}

function told(objects: readonly ApiObject[]): string {
  const code: ErrorCode = 'app/duplicate';
  const { kind, metadata } = objects[0]!.toJson();
  const what = [kind, metadata.namespace, metadata.name].filter(Boolean).join(' ');
  const paths = objects.map(({ node }) => node.path).join(' and ');
  return `${paths} are the same object, ${what}: the last to be applied would overwrite the others; give each a name of its own [${code}]`;
}
