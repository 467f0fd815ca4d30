import { ingress, WEB } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const policy = (ingressRules: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress: [${ingressRules}]
`;
const controller = (namespace: string) => `
apiVersion: v1
kind: Pod
metadata: { name: controller, namespace: ${namespace}, labels: { app: ingress-nginx } }
spec: { containers: [{ name: controller, image: "registry.example/controller:1.4.2" }] }
---`;
const from = (peer: string, port = 8080) => `{ from: [${peer}], ports: [{ port: ${port} }] }`;
const namespace = (name: string) => `{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${name} } } }`;
const OWN = '{ podSelector: { matchLabels: { app: web } } }';
const shop = WEB + ingress();
const CILIUM = `---
apiVersion: cilium.io/v2
kind: CiliumNetworkPolicy
metadata: { name: web, namespace: shop }
`;

ruleSays(
  'ingress/controller-denied',
  [
    [
      'a policy that admits nobody',
      shop + policy(''),
      [
        'error NetworkPolicy shop/web spec.ingress:39 shuts out the controller through which Ingress shop/web sends its requests to shop/web[Deployment] on TCP 8080 → admit the controller: from a namespaceSelector with kubernetes.io/metadata.name: ingress-nginx, or wherever it is, on TCP 8080',
      ],
    ],
    [
      'a policy that admits pods of its own namespace',
      shop + policy(from(OWN)),
      [
        'error NetworkPolicy shop/web spec.ingress:39 shuts out the controller through which Ingress shop/web sends its requests to shop/web[Deployment] on TCP 8080 → admit the controller: from a namespaceSelector with kubernetes.io/metadata.name: ingress-nginx, or wherever it is, on TCP 8080',
      ],
    ],
    [
      'the port of the Service in place of that of the pods',
      controller('edge') + shop + policy(from(namespace('edge'), 80)),
      [
        'error NetworkPolicy shop/web spec.ingress:44 shuts out the controller in edge through which Ingress shop/web sends its requests to shop/web[Deployment] on TCP 8080 → admit the controller: from a namespaceSelector with kubernetes.io/metadata.name: edge, on TCP 8080',
      ],
    ],
    [
      'a controller of another namespace than the one admitted',
      controller('edge') + shop + policy(from(namespace('ingress-nginx'))),
      [
        'error NetworkPolicy shop/web spec.ingress:44 shuts out the controller in edge through which Ingress shop/web sends its requests to shop/web[Deployment] on TCP 8080 → admit the controller: from a namespaceSelector with kubernetes.io/metadata.name: edge, on TCP 8080',
      ],
    ],
  ],
  [
    ['no policy', shop],
    ['a controller that is admitted', controller('edge') + shop + policy(from(namespace('edge')))],
    [
      'a controller that is not in the input, and may be in the namespace admitted',
      shop + policy(from(namespace('ingress-nginx'))),
    ],
    ['a rule for everyone', shop + policy('{ ports: [{ port: 8080 }] }')],
    ['a block that a load balancer may be in', shop + policy(from('{ ipBlock: { cidr: 10.0.0.0/8 } }'))],
    ['a policy of a network plugin, which may admit it', shop + policy('') + CILIUM],
  ],
);
