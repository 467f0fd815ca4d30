import { parseCidr } from '../../../network/cluster/address';
import type { Peer, Port } from '../../../network/reach/peer';
import type { Reachability } from '../../../network/reach/reachability';
import { reachabilityOf } from '../support/manifests';

const pod = (name: string, more = '', labels = `app: ${name}`, namespace = 'prod') => `
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${namespace}, labels: { ${labels} } }
spec:
  containers: [{ name: c, image: i, ports: [{ name: http, containerPort: 8080 }, { containerPort: 53, protocol: UDP }] }]
  ${more}`;

const policy = (name: string, spec: string, namespace = 'prod') => `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}`;

const http: Port = { protocol: 'TCP', port: 8080 };

function peer(reachability: Reachability, name: string): Peer {
  const range = parseCidr(name);
  if (range) return { kind: 'addresses', ranges: [range] };
  if (name === 'node') return { kind: 'node' };
  const workload = reachability.cluster.workloads.find((one) => one.name === name);
  if (!workload) throw new Error(`no workload ${name}`);
  return { kind: 'pods', workload, pods: workload.pods[0]! };
}

function ask(yaml: string, from: string, to: string, port = http) {
  const reachability = reachabilityOf(yaml);
  return reachability.reach(peer(reachability, from), peer(reachability, to), port);
}

const pods = pod('web') + pod('db') + pod('other', '', 'app: other', 'test');
const denyAll = policy('deny', '{ podSelector: {}, policyTypes: [Ingress, Egress] }');
const toDb = policy(
  'to-db',
  '{ podSelector: { matchLabels: { app: db } }, ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: http }] }] }',
);

describe('a connection between pods', () => {
  it('is allowed where no policy isolates', () => {
    const answer = ask(pods, 'web', 'db');
    expect(answer.verdict).toBe('allowed');
    expect(answer.reason).toContain('no policy isolates egress from prod/web[Pod]');
  });

  it('needs a rule on both sides once both are isolated', () => {
    const egress = policy(
      'from-web',
      '{ podSelector: { matchLabels: { app: web } }, policyTypes: [Egress], egress: [{ to: [{ podSelector: { matchLabels: { app: db } } }] }] }',
    );
    expect(ask(pods + denyAll, 'web', 'db').verdict).toBe('denied');
    expect(ask(pods + denyAll + toDb, 'web', 'db').verdict).toBe('denied');
    expect(ask(pods + denyAll + toDb + egress, 'web', 'db').verdict).toBe('allowed');
    expect(ask(pods + denyAll + toDb + egress, 'db', 'web').verdict).toBe('denied');
  });

  it('says which policies isolate, why each rule refuses, and the nearest change', () => {
    const answer = ask(pods + toDb, 'other', 'db');
    expect(answer.verdict).toBe('denied');
    expect(answer.ingress).toMatchObject({
      isolated: true,
      admitted: false,
      policies: [{ policy: 'prod/to-db' }],
      refusals: [
        {
          policy: 'prod/to-db',
          rule: 'spec.ingress[0]',
          why: 'it admits from pods app=web of its own namespace, not test/other[Pod]',
        },
      ],
    });
    expect(answer.remedy).toContain('add a rule from test/other[Pod] on TCP 8080 to NetworkPolicy prod/to-db');
  });

  it('finds the label that is missing', () => {
    const answer = ask(pods + pod('job') + toDb, 'job', 'db');
    expect(answer.remedy).toContain('label prod/job[Pod] app=web');
  });

  it('finds the port that is missing', () => {
    const answer = ask(pods + toDb, 'web', 'db', { protocol: 'UDP', port: 53 });
    expect(answer.remedy).toContain('add UDP 53 to the ports of spec.ingress[0] of NetworkPolicy prod/to-db');
  });

  it('is always open from a pod to itself, but not from one replica to another', () => {
    expect(ask(pods + denyAll, 'web', 'web')).toMatchObject({
      verdict: 'allowed',
      reason: 'a pod always reaches itself',
    });
    const set = `
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: minio, namespace: prod }
spec: { replicas: 4, template: { metadata: { labels: { app: minio } }, spec: { containers: [{ ports: [{ containerPort: 8080 }] }] } } }`;
    expect(ask(set + denyAll, 'minio', 'minio').verdict).toBe('denied');
    const among = policy(
      'among',
      '{ podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{ from: [{ podSelector: {} }] }], egress: [{ to: [{ podSelector: {} }] }] }',
    );
    expect(ask(set + denyAll + among, 'minio', 'minio').verdict).toBe('allowed');
  });

  it('does not apply to a port that no container has, or to a workload without pods', () => {
    expect(ask(pods, 'web', 'db', { protocol: 'TCP', port: 9 })).toMatchObject({
      verdict: 'not applicable',
      reason:
        'no container of prod/db[Pod] declares TCP 9, so nothing is known to listen there; they declare TCP 8080, UDP 53',
    });
    const none =
      '\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: none, namespace: prod }\nspec: { replicas: 0, template: { metadata: {}, spec: { containers: [] } } }';
    expect(ask(pods + none, 'none', 'db').verdict).toBe('not applicable');
    expect(ask(pods + none, 'web', 'none').verdict).toBe('not applicable');
  });
});

describe('pods on the network of their node', () => {
  const host = pod('host', 'hostNetwork: true');

  it('are undecidable once a policy would matter, on either end', () => {
    expect(ask(pods + host + denyAll, 'host', 'db').verdict).toBe('undecidable');
    expect(ask(pods + host + denyAll, 'web', 'host').verdict).toBe('undecidable');
    expect(ask(pods + host + denyAll, '10.0.0.0/8', 'host').verdict).toBe('undecidable');
    expect(ask(pods + host + denyAll, 'web', 'host').reason).toContain('prod/host[Pod] uses the network of its node');
  });

  it('are as free as anyone where a rule is for anyone', () => {
    const toAnyone = policy(
      'open',
      '{ podSelector: { matchLabels: { app: db } }, ingress: [{ ports: [{ port: 8080 }] }] }',
    );
    expect(ask(pods + host + toAnyone, 'host', 'db').verdict).toBe('allowed');
    const onHost = policy('host', '{ podSelector: { matchLabels: { app: host } }, ingress: [{}] }');
    expect(ask(pods + host + onHost, '10.0.0.0/8', 'host').verdict).toBe('allowed');
    expect(ask(pods + host + onHost, 'web', 'host').verdict).toBe('allowed');
  });

  it('reach what no policy protects', () => {
    expect(ask(pods + host, 'host', 'db').verdict).toBe('allowed');
    expect(ask(pods + host + denyAll, 'host', 'other').verdict).toBe('undecidable');
  });
});

describe('a workload that an autoscaler scales', () => {
  const deployment = (replicas: string) => `
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: scaled }
spec: { ${replicas} template: { metadata: { labels: { app: web } }, spec: { containers: [{ ports: [{ containerPort: 8080 }] }] } } }`;
  const autoscaler = `
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: scaled }
spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, minReplicas: 3, maxReplicas: 5 }`;
  const deny = policy('deny', '{ podSelector: {}, policyTypes: [Ingress, Egress] }', 'scaled');

  it.each([
    '',
    'replicas: 0,',
    'replicas: 1,',
  ])('may have any number of pods, whatever it says itself: %s', (replicas) => {
    expect(ask(deployment(replicas) + deny + autoscaler, 'web', 'web').verdict).toBe('denied');
  });
});

describe('address blocks', () => {
  it('admit a range together, each a part of it', () => {
    const halves = policy(
      'halves',
      '{ podSelector: { matchLabels: { app: db } }, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/9 } }] }, { from: [{ ipBlock: { cidr: 10.128.0.0/9 } }] }] }',
    );
    const answer = ask(pods + halves, '10.0.0.0/8', 'db');
    expect(answer).toMatchObject({ verdict: 'allowed', ingress: { admitted: true, refusals: [] } });
    expect(answer.ingress!.admittedBy.map(({ rule }) => rule)).toEqual(['spec.ingress[0]', 'spec.ingress[1]']);
    const half = ask(pods + halves, '10.0.0.0/7', 'db');
    expect(half.verdict).toBe('undecidable');
  });

  const block = (cidr: string, except = '[]') =>
    policy(
      'block',
      `{ podSelector: { matchLabels: { app: db } }, ingress: [{ from: [{ ipBlock: { cidr: ${cidr}, except: ${except} } }] }] }`,
    );

  it('admit the addresses in them and not those left out', () => {
    const yaml = pods + block('10.0.0.0/8', '[10.1.0.0/16, 10.2.3.0/24]');
    expect(ask(yaml, '10.0.0.0/16', 'db').verdict).toBe('allowed');
    expect(ask(yaml, '10.1.7.0/24', 'db').verdict).toBe('denied');
    expect(ask(yaml, '10.2.3.4/32', 'db').verdict).toBe('denied');
    expect(ask(yaml, '11.0.0.0/8', 'db').verdict).toBe('denied');
    expect(ask(yaml, 'fd00::/8', 'db').verdict).toBe('denied');
    expect(ask(yaml, '10.0.0.0/8', 'db')).toMatchObject({
      verdict: 'undecidable',
      reason: expect.stringContaining('some of these addresses'),
    });
  });

  it('of IPv6 are ranges of their own', () => {
    expect(ask(pods + block('fd00::/8'), 'fd12::/16', 'db').verdict).toBe('allowed');
    expect(ask(pods + block('fd00::/8'), '253.0.0.0/8', 'db').verdict).toBe('denied');
  });

  it('may or may not hold for the addresses of pods', () => {
    expect(ask(pods + block('0.0.0.0/0'), 'web', 'db')).toMatchObject({
      verdict: 'undecidable',
      reason: expect.stringContaining('Calico says yes, Cilium no'),
    });
    expect(ask(pods + block('169.254.169.254/32'), 'web', 'db').verdict).toBe('denied');
  });

  it('are compared with the address of a running pod where it is known', () => {
    const running = `${pod('running', '', 'app: running')}\nstatus: { podIP: 10.3.0.7 }`;
    expect(ask(pods + running + block('10.3.0.0/16'), 'running', 'db').verdict).toBe('undecidable');
    expect(ask(pods + running + block('10.4.0.0/16'), 'running', 'db').verdict).toBe('denied');
  });
});

it("lets a pod's own node in and out, whatever the policies say", () => {
  expect(ask(pods + denyAll, 'node', 'db').verdict).toBe('allowed');
  expect(ask(pods + denyAll, 'db', 'node').verdict).toBe('allowed');
});

it('names what it did not take into account', () => {
  const other = '\n---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: x, namespace: prod }';
  expect(ask(pods + other, 'web', 'db').notTakenIntoAccount).toEqual(['CiliumNetworkPolicy prod/x (cilium.io/v2)']);
});

it('names objects of the kinds it reads in versions that no server has any more', () => {
  const old = '\n---\napiVersion: extensions/v1beta1\nkind: NetworkPolicy\nmetadata: { name: x, namespace: prod }';
  expect(ask(pods + old, 'web', 'db').notTakenIntoAccount).toEqual(['NetworkPolicy prod/x (extensions/v1beta1)']);
});
