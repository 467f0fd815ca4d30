/** Plain data of one Kubernetes object, with YAML scalars read as kubectl reads them. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly [field: string]: unknown;
}

export interface ObjectMeta {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly controller?: boolean }[];
  readonly [field: string]: unknown;
}

/** The way from an object to one of its fields: `['spec', 'ingress', 0, 'ports']`. */
export type FieldPath = readonly (string | number)[];

/** A place that an answer or an error points at. */
export interface Position {
  /** File as it was given, `<stdin>`, or `app` for a cdk8s app in memory. */
  readonly source: string;
  /** From 1; absent when there is no text, or it is not kept. */
  readonly line?: number;
  readonly column?: number;
  /** Path of the construct in its cdk8s app: `app/chart/policy/Resource`. */
  readonly construct?: string;
}

/** Where an object came from. */
export interface Origin {
  /** The place of the whole object. Cheap. */
  readonly position: Position;
  /** The place of a field, or of its nearest parent that is written down. Reads the document again, with positions. */
  locate(path: FieldPath): Position;
}

/** One object with its origin: what readers give, and what the cluster is built from. */
export interface Manifest {
  readonly object: KubeObject;
  readonly origin: Origin;
}

/** `prices.yaml:12`, `<stdin>:3`, `app demo/minio/Resource (charts/app.ts:9)`. */
export function formatPosition({ source, line, construct }: Position): string {
  const place = line === undefined ? source : `${source}:${line}`;
  return construct === undefined ? place : `${construct} (${place})`;
}
