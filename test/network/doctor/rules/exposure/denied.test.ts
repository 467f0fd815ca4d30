import { ruleSays } from '../../support/rule-says';

const POD = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: "registry.example/web:1.4.2", ports: [{ containerPort: 8080HOST }] }] }
---`;

function web({
  service = 'type: NodePort',
  rules = '',
  hostPort = '',
}: {
  service?: string;
  rules?: string;
  hostPort?: string;
}): string {
  return `${POD.replace('HOST', hostPort)}
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ${service}, selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress: [${rules}]
`;
}

const block = (cidr: string) => `{ from: [{ ipBlock: { cidr: ${cidr} } }] }`;

ruleSays(
  'exposure/denied',
  [
    [
      'ports of the nodes that nobody comes through',
      web({}),
      [
        'warning Service shop/web:7 is open to clients outside (a TCP port that the cluster picks of every node), and NetworkPolicy web of shop/web[Pod] admits no address on TCP 8080 → admit the clients by an ipBlock, on TCP 8080, or close this way in',
      ],
    ],
    [
      'a load balancer',
      web({ service: 'type: LoadBalancer' }),
      [
        'warning Service shop/web:7 is open to clients outside (TCP 80 of its load balancer), and NetworkPolicy web of shop/web[Pod] admits no address on TCP 8080 → admit the clients by an ipBlock, on TCP 8080, or close this way in',
      ],
    ],
    [
      'a policy for the port of the Service',
      web({ rules: '{ ports: [{ port: 80 }] }' }),
      [
        'warning Service shop/web:7 is open to clients outside (a TCP port that the cluster picks of every node), and NetworkPolicy web of shop/web[Pod] admits no address on TCP 8080 → admit the clients by an ipBlock, on TCP 8080, or close this way in',
      ],
    ],
    [
      'a port of the node',
      web({ service: 'type: ClusterIP', hostPort: ', hostPort: 80' }),
      [
        'warning Pod shop/web:2 is open to clients outside (TCP 80 of its node), and NetworkPolicy web of shop/web[Pod] admits no address on TCP 8080 → admit the clients by an ipBlock, on TCP 8080, or close this way in',
      ],
    ],
    [
      'source ranges that the policy does not admit',
      web({
        service:
          'type: LoadBalancer, externalTrafficPolicy: Local, allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: [192.0.2.0/24]',
        rules: block('198.51.100.0/24'),
      }),
      [
        'warning Service shop/web:7 is open to clients outside (TCP 80 of its load balancer), and NetworkPolicy web of shop/web[Pod] admits none of its source ranges on TCP 8080 → admit the clients by an ipBlock, on TCP 8080, or close this way in',
      ],
    ],
  ],
  [
    ['a rule for everyone', web({ rules: '{ ports: [{ port: 8080 }] }' })],
    ['a block of clients', web({ rules: block('192.0.2.0/24') })],
    [
      'source ranges that the policy admits',
      web({
        service:
          'type: LoadBalancer, externalTrafficPolicy: Local, allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: [192.0.2.0/24]',
        rules: block('192.0.2.0/24'),
      }),
    ],
    ['a Service that is for the cluster alone', web({ service: 'type: ClusterIP' })],
  ],
);
