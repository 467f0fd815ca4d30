import { PropCheck } from '../validation/prop-check';

/** What of a Service makes its DNS name. */
export interface ServiceName {
  readonly name: string;
  readonly namespace?: string;
  readonly clusterDomain: string;
}

/** The same with a port, which makes an address. */
export interface ServiceAddress extends ServiceName {
  readonly port: number;
}

/**
 * The name that resolves in every namespace.
 * @param owner path of the construct, for the error where the namespace is not known at synth
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#services
 */
export function serviceDnsName({ name, namespace, clusterDomain }: ServiceName, owner: string): string {
  if (namespace !== undefined) return `${name}.${namespace}.svc.${clusterDomain}`;
  const remedy = `the DNS name of Service "${name}" holds its namespace: set it here, or "namespace" of the chart`;
  return PropCheck.ofCall(owner).refuse('props/missing', 'namespace', namespace, remedy);
}

/** The short address inside the Service's own namespace, the full one elsewhere. */
export function urlSeenFrom(namespace: string | undefined, service: ServiceAddress, owner: string): string {
  const host = namespace === service.namespace ? service.name : serviceDnsName(service, owner);
  return `http://${host}:${service.port}`;
}
