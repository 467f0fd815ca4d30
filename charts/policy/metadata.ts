import type { ApiObjectMetadata } from 'cdk8s';
import { inNamespace } from '../workload/namespace';

export function policyMetadata(
  name: string,
  namespace: string | undefined,
  labels: { readonly [key: string]: string },
): ApiObjectMetadata {
  return { name, ...inNamespace(namespace), ...(Object.keys(labels).length > 0 && { labels }) };
}
