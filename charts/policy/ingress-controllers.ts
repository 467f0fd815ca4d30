/** Where a controller's pods are, as its own instructions install it. */
interface IngressController {
  readonly namespace: string;
  readonly podLabels: { readonly [key: string]: string };
}

/** The pods that send requests on, which are not always those of the controller itself: Contour's are Envoy's. */
export const INGRESS_CONTROLLERS: { readonly [name: string]: IngressController } = {
  contour: { namespace: 'projectcontour', podLabels: { app: 'envoy' } },
  'envoy-gateway': {
    namespace: 'envoy-gateway-system',
    podLabels: { 'app.kubernetes.io/component': 'proxy', 'app.kubernetes.io/name': 'envoy' },
  },
  haproxy: { namespace: 'haproxy-controller', podLabels: { 'app.kubernetes.io/name': 'kubernetes-ingress' } },
  istio: { namespace: 'istio-system', podLabels: { istio: 'ingressgateway' } },
  'istio-helm': { namespace: 'istio-ingress', podLabels: { istio: 'ingress' } },
  nginx: {
    namespace: 'ingress-nginx',
    podLabels: { 'app.kubernetes.io/component': 'controller', 'app.kubernetes.io/name': 'ingress-nginx' },
  },
  traefik: { namespace: 'traefik', podLabels: { 'app.kubernetes.io/name': 'traefik' } },
};
