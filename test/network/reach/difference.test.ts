import { difference } from '../../../network/reach/difference';
import { reachabilityOf } from '../support/manifests';

const pod = (name: string) => `
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: prod, labels: { app: ${name} } }
spec: { containers: [{ ports: [{ containerPort: 80 }] }] }`;

const policy = (rules: string, direction = 'ingress') => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: db, namespace: prod }
spec: { podSelector: { matchLabels: { app: db } }, policyTypes: [${direction === 'ingress' ? 'Ingress' : 'Egress'}], ${direction}: ${rules} }`;

const pods = pod('web') + pod('db');
const fromWeb = (port: number) =>
  `[{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: ${port} }] }]`;

function changes(before: string, after: string) {
  return difference(reachabilityOf(before), reachabilityOf(after)).changes;
}

it('finds nothing between equal states', () => {
  expect(changes(pods + policy(fromWeb(80)), pods + policy(fromWeb(80)))).toEqual([]);
});

it('names what a policy closes and opens, of other workloads and of the outside', () => {
  expect(changes(pods, pods + policy(fromWeb(80)))).toEqual([
    { from: '0.0.0.0-255.255.255.255', to: 'prod/db[Pod]', closed: 'All Connections' },
    { from: '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', to: 'prod/db[Pod]', closed: 'All Connections' },
    { from: 'prod/web[Pod]', to: 'prod/db[Pod]', closed: 'SCTP 1-65535,TCP 1-79,81-65535,UDP 1-65535' },
  ]);
});

it('tells ports that were opened from those that were closed', () => {
  expect(changes(pods + policy(fromWeb(80)), pods + policy(fromWeb(81)))).toEqual([
    { from: 'prod/web[Pod]', to: 'prod/db[Pod]', opened: 'TCP 81', closed: 'TCP 80' },
  ]);
});

it('cuts addresses only where they differ', () => {
  const out = (block: string) => policy(`[{ to: [{ ipBlock: ${block} }] }]`, 'egress');
  expect(
    changes(pods + out('{ cidr: 10.0.0.0/8 }'), pods + out('{ cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.2.0.0/16] }')),
  ).toEqual([{ from: 'prod/db[Pod]', to: '10.1.0.0-10.2.255.255', closed: 'All Connections' }]);
});

it('names the workloads that came and went', () => {
  const found = difference(reachabilityOf(pods), reachabilityOf(pod('db') + pod('job')));
  expect(found).toMatchObject({ addedWorkloads: ['prod/job[Pod]'], removedWorkloads: ['prod/web[Pod]'] });
  expect(found.changes).toContainEqual({ from: 'prod/job[Pod]', to: 'prod/db[Pod]', opened: 'All Connections' });
  expect(found.changes).toContainEqual({ from: 'prod/web[Pod]', to: 'prod/db[Pod]', closed: 'All Connections' });
});
