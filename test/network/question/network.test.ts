import { connlist, difference, readNetwork } from '../../../network';
import { workloadConnections } from '../../../network/reach/connections';
import { formatPorts } from '../../../network/reach/port-set';

const base = `
apiVersion: v1
kind: Pod
metadata: { name: cl, namespace: q, labels: { app: cl } }
spec: { containers: [{}] }
---
apiVersion: v1
kind: Service
metadata: { name: out, namespace: q }
spec: { type: ExternalName, externalName: db.example.com }
---
apiVersion: v1
kind: Service
metadata: { name: alias, namespace: q }
spec: { type: ExternalName, externalName: web.p.svc.cluster.local }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: p, labels: { app: web } }
spec: { containers: [{ ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: p }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
`;

describe('a Service that is a name for something else', () => {
  it('leads on, whatever its own ports are', () => {
    expect(readNetwork(base).reach('q/cl', 'q/out:5432')).toMatchObject({ verdict: 'allowed', port: 'TCP 5432' });
    expect(readNetwork(base).reach('q/cl', 'q/alias:80').verdict).toBe('allowed');
    expect(readNetwork(base).reach('q/cl', 'alias:81').verdict).toBe('not applicable');
    expect(() => readNetwork(base).reach('q/cl', 'q/out')).toThrow('needs a port');
  });
});

describe('a URL', () => {
  it('may have an address for a host', () => {
    expect(readNetwork(base).reach('q/cl', 'http://1.2.3.4/')).toMatchObject({ verdict: 'allowed', port: 'TCP 80' });
    expect(readNetwork(base).reach('q/cl', 'https://[fd00::1]/')).toMatchObject({
      verdict: 'allowed',
      port: 'TCP 443',
    });
    expect(() => readNetwork(base).reach('q/cl', 'amqp://1.2.3.4/')).toThrow('no usual one');
  });
});

describe('several pods of one workload', () => {
  const set = (replicas: number) => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: minio, namespace: p }
spec: { replicas: ${replicas}, template: { metadata: { labels: { app: minio } }, spec: { containers: [{ ports: [{ containerPort: 9000 }] }] } } }
`;
  const only = (from: string) => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: minio, namespace: p }
spec: { podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: ${from} } } }], ports: [{ port: 9000 }] }] }
`;
  const pairs = (yaml: string) =>
    [...workloadConnections(readNetwork(yaml).reachability)].map(({ from, to, ports }) => [
      from.id,
      to.id,
      formatPorts(ports),
    ]);

  it('are connected with each other in the list, and not in the notation of netpol-analyzer', () => {
    expect(pairs(set(4) + only('minio'))).toEqual([['p/minio[StatefulSet]', 'p/minio[StatefulSet]', 'TCP 9000']]);
    expect(pairs(set(1) + only('minio'))).toEqual([]);
    const edges = connlist(readNetwork(set(4) + only('minio')).reachability);
    expect(edges.filter(({ dst }) => dst === 'p/minio[StatefulSet]')).toEqual([]);
  });

  it('are cut off from each other in a difference, or gone', () => {
    const states = (before: string, after: string) =>
      difference(readNetwork(before).reachability, readNetwork(after).reachability);
    expect(states(set(4) + only('minio'), set(4) + only('x')).changes).toEqual([
      { from: 'p/minio[StatefulSet]', to: 'p/minio[StatefulSet]', closed: 'TCP 9000' },
    ]);
    expect(states(set(4), set(0)).removedWorkloads).toEqual(['p/minio[StatefulSet]']);
  });
});

it('counts nobody who is scaled to 0 among those who reach', () => {
  const idle = `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: idle, namespace: p }
spec: { replicas: 0, template: { metadata: { labels: { app: idle } }, spec: { containers: [{}] } } }`;
  const { others } = readNetwork(base + idle).onlyReachedBy('p/web:8080', []);
  expect(others.map(({ port, from }) => `${port} from ${from}`)).toEqual([
    'TCP 8080 from q/cl[Pod]',
    'TCP 8080 from 0.0.0.0-255.255.255.255',
    'TCP 8080 from ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ]);
});

it('resolves names from a namespace that the input has nothing of', () => {
  expect(readNetwork(base).resolve('web.p', 'universe').verdict).toBe('resolves');
  expect(readNetwork(base).resolve('web', 'universe').verdict).toBe('no such name');
});

it('says nothing of policies for a pod and itself', () => {
  const deny =
    '---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: d, namespace: p }\nspec: { podSelector: {} }';
  const answer = readNetwork(base + deny).reach('p/web', 'p/web:8080');
  expect([answer.verdict, answer.egress, answer.ingress]).toEqual(['allowed', undefined, undefined]);
});

it.each([undefined, 5, null, {}])('refuses %p for a name, and says what would be right', (end) => {
  expect(() => readNetwork(base).reach('q/cl', end as never)).toThrow(
    'write a name such as prod/web, or give a construct',
  );
  expect(() => readNetwork(base).reach(end as never, 'p/web')).toThrow('"from" is');
});

it('refuses what is no direction, and what is no list of senders', () => {
  expect(() => readNetwork(base).isolation('p/web', 'inn' as never)).toThrow('write "ingress" or "egress"');
  expect(() => readNetwork(base).onlyReachedBy('p/web:8080', 'q/cl' as never)).toThrow('write a list');
});
