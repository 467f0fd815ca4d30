import type { FieldPath } from '../../manifest/manifest';
import { asFields, asList, type Fields } from '../pod-template';

/** What the standards look at. */
export interface Pod {
  readonly annotations: Fields;
  readonly spec: Fields;
  /** All that have a security context: the pod itself, then its containers. */
  readonly holders: readonly Holder[];
  readonly containers: readonly PodContainer[];
  readonly isWindows: boolean;
  /** Whether root in it is nobody on the node. */
  readonly hasUserNamespace: boolean;
}

export interface Holder {
  /** Absent: the pod itself. */
  readonly container?: string;
  /** From the pod template. */
  readonly path: FieldPath;
  readonly securityContext: Fields;
}

export interface PodContainer extends Holder {
  readonly container: string;
  readonly fields: Fields;
}

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'];

/** @param template a Pod, or what is in place of one in a workload */
export function podOf(template: { readonly annotations: Fields; readonly spec: Fields }): Pod {
  const { annotations, spec } = template;
  const containers = LISTS.flatMap((list) =>
    asList(spec[list]).map((fields, index) => ({
      container: String(fields.name),
      path: ['spec', list, index],
      fields,
      securityContext: asFields(fields.securityContext),
    })),
  );
  return {
    annotations,
    spec,
    holders: [{ path: ['spec'], securityContext: asFields(spec.securityContext) }, ...containers],
    containers,
    isWindows: asFields(spec.os).name === 'windows',
    hasUserNamespace: spec.hostUsers === false,
  };
}

/** The place of a field of a security context. */
export function inContext({ container, path }: Holder, ...fields: FieldPath) {
  return { ...(container !== undefined && { container }), path: [...path, 'securityContext', ...fields] };
}

/** A list of texts; empty where there is none. */
export function asTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
