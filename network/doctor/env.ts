import type { FieldPath } from '../manifest/manifest';
import { asList, type Container } from './pod-template';

/** A variable whose value is in the manifest itself. */
export interface EnvLiteral {
  readonly name: string;
  readonly value: string;
  /** From the object to the value. */
  readonly path: FieldPath;
}

/** Those of a container that are written down; what comes from ConfigMaps and Secrets is not. */
export function envLiterals({ fields, path }: Container): EnvLiteral[] {
  return asList(fields.env).flatMap(({ name, value }, index) =>
    typeof name === 'string' && typeof value === 'string'
      ? { name, value, path: [...path, 'env', index, 'value'] }
      : [],
  );
}

/** Names of all variables that the container sets one by one. */
export function envNames({ fields }: Container): ReadonlySet<string> {
  return new Set(asList(fields.env).flatMap(({ name }) => (typeof name === 'string' ? name : [])));
}

/** Whether variables come from somewhere as a whole, so that no list of them is complete. */
export function hasEnvFrom({ fields }: Container): boolean {
  return asList(fields.envFrom).length > 0;
}

/** Whether the value is filled in later: by the kubelet, a shell or a template. */
export function isFilledIn(value: string): boolean {
  return /\$[({]|\{\{|<[^>]*>|%\w+%|__\w+__|^\$\w+$/.test(value);
}
