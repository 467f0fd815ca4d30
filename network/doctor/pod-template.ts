import { namespaceOf } from '../cluster/cluster';
import { withEmptyTexts } from '../cluster/report';
import { isWorkload, templatePath } from '../cluster/workload';
import type { FieldPath, KubeObject, Manifest } from '../manifest/manifest';

export type Fields = Readonly<Record<string, unknown>>;

/** What an object says of the pods that it makes, or is. */
export interface PodTemplate {
  readonly manifest: Manifest;
  readonly namespace: string;
  /** From the object to the template: `['spec', 'template']`; empty for a Pod. */
  readonly path: FieldPath;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Fields;
  readonly containers: readonly Container[];
}

export interface Container {
  readonly name: string;
  /** From the object to the container. */
  readonly path: FieldPath;
  readonly kind: 'container' | 'init container' | 'sidecar';
  readonly fields: Fields;
}

/** The pod template of an object; undefined for what runs no pods. */
export function podTemplateOf(manifest: Manifest): PodTemplate | undefined {
  const { object } = manifest;
  if (!isWorkload(object)) return undefined;
  const path = templatePath(object);
  const template = path.reduce<Fields>((fields, name) => asFields(fields[name]), object);
  const metadata = asFields(template.metadata);
  const spec = asFields(template.spec);
  return {
    manifest,
    namespace: namespaceOf(object),
    path,
    labels: asFields(withEmptyTexts(metadata.labels)) as Record<string, string>,
    annotations: asFields(withEmptyTexts(metadata.annotations)) as Record<string, string>,
    spec,
    containers: (['initContainers', 'containers'] as const).flatMap((list) =>
      asList(spec[list]).map((fields, index) => ({
        name: String(fields.name ?? `number ${index + 1}`),
        path: [...path, 'spec', list, index],
        kind: list === 'containers' ? 'container' : fields.restartPolicy === 'Always' ? 'sidecar' : 'init container',
        fields,
      })),
    ),
  };
}

/** A field as a map; empty where it is none. */
export function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** A field as a list of maps; what is no map counts as an empty one, so that indexes stay. */
export function asList(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(asFields) : [];
}

/** The `spec` of an object. */
export function specOf({ spec }: KubeObject): Fields {
  return asFields(spec);
}
