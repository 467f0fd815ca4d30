import type { Problem } from '../input-error';
import { siteOf } from './construct-trace';
import type { Origin, Position } from './manifest';
import { type Reading, ReadingBuilder, type Scan, withoutProblems } from './reading';
import { describe, isMap, readObject } from './shape';

/** A cdk8s App, Chart or any other construct, of whatever version and copy of the packages. */
export interface ConstructScope {
  readonly node: { readonly path: string; findAll(): readonly unknown[] };
}

/** A construct that becomes one object of the manifest, such as `ApiObject` and all of `k8s.Kube*`. */
interface ApiObjectLike extends ConstructScope {
  readonly apiVersion: string;
  readonly kind: string;
  toJson(): unknown;
}

export function isConstructScope(value: unknown): value is ConstructScope {
  const node = (value as Partial<ConstructScope> | null | undefined)?.node;
  return typeof node?.findAll === 'function' && typeof node.path === 'string';
}

/**
 * Every API object below a construct, as `app.synth()` would write it, but without a file. Positions name the construct; also file and line
 * when constructs are traced.
 * @see traceConstructs
 * @throws InputError when an object can't be rendered or is not one that a cluster takes
 */
export function readApp(scope: ConstructScope): Reading {
  return withoutProblems(scanApp(scope));
}

/** As {@link readApp}, and goes on behind what is wrong. */
export function scanApp(scope: ConstructScope): Scan {
  const builder = new ReadingBuilder();
  for (const construct of scope.node.findAll()) if (isApiObject(construct)) read(construct, builder);
  return builder.scan();
}

function read(construct: ApiObjectLike, builder: ReadingBuilder): void {
  const origin = new ConstructOrigin(construct);
  const data = render(construct, origin, builder.problems);
  const object = data === undefined ? undefined : readObject(data, origin, builder.problems);
  if (object !== undefined) builder.manifests.push({ object, origin });
}

/** A copy, free of what JSON leaves out. */
function render(
  construct: ApiObjectLike,
  { position }: Origin,
  problems: Problem[],
): Record<string, unknown> | undefined {
  const fail = (message: string) => void problems.push({ code: 'input/shape', message, position });
  let data: unknown;
  try {
    data = JSON.parse(JSON.stringify(construct.toJson()));
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  return isMap(data) ? data : fail(`renders ${describe(data)}, must be a Kubernetes object`);
}

class ConstructOrigin implements Origin {
  constructor(private readonly construct: ApiObjectLike) {}

  get position(): Position {
    return { source: 'app', ...siteOf(this.construct), construct: this.construct.node.path };
  }

  /** A field has no place of its own: the construct's. */
  locate(): Position {
    return this.position;
  }
}

function isApiObject(value: unknown): value is ApiObjectLike {
  const { apiVersion, kind, toJson } = value as Partial<ApiObjectLike>;
  return typeof toJson === 'function' && typeof apiVersion === 'string' && typeof kind === 'string';
}
