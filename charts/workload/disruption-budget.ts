import type { ApiObjectMetadata, ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import type { Labels } from './labels';
import { manifest } from './manifest';

/**
 * How many of some pods a drain of nodes may take away at once.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
 */
export function disruptionBudget(
  metadata: ApiObjectMetadata,
  matchLabels: Labels,
  maxUnavailable: number,
): ApiObjectProps {
  return manifest(k8s.KubePodDisruptionBudget, { metadata, spec: { maxUnavailable, selector: { matchLabels } } });
}
