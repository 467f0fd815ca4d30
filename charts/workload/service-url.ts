import { PropCheck } from '../validation/prop-check';

/** What of a Service makes its DNS name. */
export interface ServiceAddress {
  readonly name: string;
  readonly namespace?: string;
  readonly port: number;
  readonly clusterDomain: string;
}

/**
 * The address that resolves from every namespace.
 * @param owner path of the construct, for the error where the namespace is not known at synth
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#services
 */
export function clusterUrl({ name, namespace, port, clusterDomain }: ServiceAddress, owner: string): string {
  if (namespace !== undefined) return `http://${name}.${namespace}.svc.${clusterDomain}:${port}`;
  const remedy = `the URL of Service "${name}" holds its namespace: set it here, or "namespace" of the chart`;
  return PropCheck.ofCall(owner).refuse('props/missing', 'namespace', namespace, remedy);
}

/** The short address inside the Service's own namespace, the full one elsewhere. */
export function urlSeenFrom(namespace: string | undefined, service: ServiceAddress, owner: string): string {
  return namespace === service.namespace ? `http://${service.name}:${service.port}` : clusterUrl(service, owner);
}
