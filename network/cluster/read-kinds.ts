/** The versions of a kind of the Gateway API. */
function gatewayApi(kind: string, ...versions: string[]): string[] {
  return versions.map((version) => `gateway.networking.k8s.io/${version}/${kind}`);
}

/** What is read beside workloads, as `apiVersion/Kind`. Every reader has its kinds from here, so that the rest can be counted. */
export const READ_KINDS = {
  namespaces: ['v1/Namespace'],
  policies: ['networking.k8s.io/v1/NetworkPolicy'],
  services: ['v1/Service'],
  autoscalers: ['v1', 'v2', 'v2beta2'].map((version) => `autoscaling/${version}/HorizontalPodAutoscaler`),
  endpoints: ['v1/Endpoints'],
  endpointSlices: ['discovery.k8s.io/v1/EndpointSlice'],
  ingresses: ['networking.k8s.io/v1/Ingress'],
  ingressClasses: ['networking.k8s.io/v1/IngressClass'],
  openShiftRoutes: ['route.openshift.io/v1/Route'],
  gateways: gatewayApi('Gateway', 'v1', 'v1beta1'),
  gatewayClasses: gatewayApi('GatewayClass', 'v1', 'v1beta1'),
  gatewayRoutes: ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].flatMap((kind) =>
    gatewayApi(kind, 'v1', 'v1beta1', 'v1alpha3', 'v1alpha2'),
  ),
  referenceGrants: gatewayApi('ReferenceGrant', 'v1', 'v1beta1', 'v1alpha2'),
} satisfies Readonly<Record<string, readonly string[]>>;

const read: ReadonlySet<string> = new Set(Object.values(READ_KINDS).flat());

export function isRead(kind: string): boolean {
  return read.has(kind);
}
