import type { PodTemplate } from './pod-template';

/**
 * Whether it is but a part of an object, such as a patch of kustomize: no container has an image. What it leaves out is somewhere
 * else.
 */
export function isPatch({ containers }: PodTemplate): boolean {
  return containers.every(({ fields }) => fields.image === undefined);
}
