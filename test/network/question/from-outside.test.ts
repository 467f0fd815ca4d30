import { readNetwork } from '../../../network';

const app = (service: string, policy = '') => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: prod, labels: { app: web } }
spec: { containers: [{ ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: front, namespace: prod }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }], ${service} }
${policy}`;

const isolated = (cidr: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: prod }
spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: ${cidr} } }] }] }
`;

const ask = (yaml: string, from: string, to: string) => readNetwork(yaml).reach(from, to);

describe('from outside of the cluster', () => {
  it('a cluster IP is no way in', () => {
    expect(ask(app('type: ClusterIP'), 'internet', 'prod/front:80')).toMatchObject({
      verdict: 'not applicable',
      reason: 'Service prod/front has only a cluster IP, which is reached from inside of the cluster',
    });
  });

  it('a NodePort is on the nodes, not on the port of the Service', () => {
    expect(ask(app('type: NodePort'), 'internet', 'node:30080')).toMatchObject({ verdict: 'allowed', port: 'TCP 80' });
    expect(ask(app('type: NodePort'), 'internet', 'prod/front:80')).toMatchObject({
      verdict: 'not applicable',
      reason: expect.stringContaining('on the ports of the nodes (30080)'),
    });
  });

  it('a load balancer admits its source ranges only', () => {
    const limited = app('type: LoadBalancer, loadBalancerSourceRanges: [203.0.113.0/24]');
    expect(ask(limited, '203.0.113.7', 'prod/front:80').verdict).toBe('allowed');
    expect(ask(limited, '198.51.100.1', 'prod/front:80')).toMatchObject({
      verdict: 'denied',
      reason: 'loadBalancerSourceRanges admit only 203.0.113.0-203.0.113.255',
    });
    expect(ask(limited, 'internet', 'prod/front:80').verdict).toBe('undecidable');
    // The nodes know nothing of the load balancer's ranges.
    expect(ask(limited, '198.51.100.1', 'node:30080').verdict).toBe('allowed');
  });

  it('policies may see a node instead of the client, unless the Service keeps its address', () => {
    const block = isolated('203.0.113.0/24');
    expect(ask(app('type: LoadBalancer', block), '203.0.113.7', 'prod/front:80')).toMatchObject({
      verdict: 'undecidable',
      reason: expect.stringContaining('externalTrafficPolicy Cluster'),
    });
    const local = app('type: LoadBalancer, externalTrafficPolicy: Local', block);
    expect(ask(local, '203.0.113.7', 'prod/front:80').verdict).toBe('allowed');
    expect(ask(local, '198.51.100.1', 'prod/front:80').verdict).toBe('denied');
  });
});

it('takes the address of a pod or a Service of a running cluster for what it is', () => {
  const running = `${app('type: ClusterIP, clusterIP: 10.96.0.7')}
---
apiVersion: v1
kind: Pod
metadata: { name: db, namespace: prod, labels: { app: db } }
spec: { containers: [{ ports: [{ containerPort: 5432 }] }] }
status: { podIP: 10.0.0.5 }`;
  expect(ask(running, 'prod/web', '10.0.0.5:5432')).toMatchObject({ verdict: 'allowed', to: 'prod/db[Pod]' });
  expect(ask(running, 'prod/db', '10.96.0.7:80')).toMatchObject({ verdict: 'allowed', to: 'Service prod/front' });
});

it('asks twice for pods that are not there, and for two of one namespace', () => {
  const network = readNetwork(app('type: ClusterIP', isolated('203.0.113.0/24')));
  for (const _ of [1, 2]) expect(network.reach('prod/{app=job}', 'prod/front:80').verdict).toBe('undecidable');
  expect(network.reach('prod/{app=a}', 'prod/{app=b}:80').to).toBe('prod/{app=b}[Pod]');
});

it('has an internet of two families, of which one is enough to come in', () => {
  expect(ask(app('type: ClusterIP', isolated('"::/0"')), 'internet', 'prod/web:8080').verdict).toBe('allowed');
  expect(ask(app('type: ClusterIP', isolated('0.0.0.0/0')), 'internet', 'prod/web:8080').verdict).toBe('allowed');
  expect(ask(app('type: ClusterIP', isolated('8.0.0.0/8')), 'internet', 'prod/web:8080').verdict).toBe('undecidable');
  expect(ask(app('type: ClusterIP', isolated('10.0.0.0/8')), 'internet', 'prod/web:8080').verdict).toBe('denied');
});
