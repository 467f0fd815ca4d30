import { gateway, route, WEB } from '../../../../../network/doctor/rules/gateway/example';
import { ruleSays } from '../../support/rule-says';

const policy = (rules: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress: [${rules}]
---`;
const PODS_OF_GATEWAY = `
apiVersion: v1
kind: Pod
metadata: { name: public, namespace: shop, labels: { gateway.networking.k8s.io/gateway-name: public } }
spec: { containers: [{ name: proxy, image: "registry.example/proxy:1.4.2" }] }
`;
const shop = WEB + gateway() + route();
const FROM_GATEWAY = '{ from: [{ podSelector: { matchLabels: { gateway.networking.k8s.io/gateway-name: public } } }] }';

ruleSays(
  'gateway/controller-denied',
  [
    [
      'a policy that admits nobody',
      shop + policy(''),
      [
        'error NetworkPolicy shop/web spec.ingress:43 shuts out the controller through which HTTPRoute shop/web sends its requests to shop/web[Deployment] on TCP 8080 → admit the controller: from a namespaceSelector with kubernetes.io/metadata.name: its namespace, on TCP 8080',
      ],
    ],
    [
      'pods of the Gateway that are not admitted',
      shop + policy('{ from: [{ podSelector: { matchLabels: { app: web } } }] }') + PODS_OF_GATEWAY,
      [
        'error NetworkPolicy shop/web spec.ingress:43 shuts out the controller in shop through which HTTPRoute shop/web sends its requests to shop/web[Deployment] on TCP 8080 → admit the controller: from a namespaceSelector with kubernetes.io/metadata.name: shop, on TCP 8080',
      ],
    ],
  ],
  [
    ['pods of the Gateway that are admitted', shop + policy(FROM_GATEWAY) + PODS_OF_GATEWAY],
    ['no policy', shop],
    ['a route that no Gateway of the input has', WEB + route() + policy('')],
  ],
);
