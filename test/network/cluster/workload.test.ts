import { readNetwork } from '../../../network';
import { clusterOf } from '../support/manifests';

const template = (labels: string, container = '{ ports: [{ containerPort: 80 }] }') =>
  `template: { metadata: { labels: { ${labels} } }, spec: { containers: [${container}] } }`;

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: prod }
spec: { replicas: 2, ${template('app: web')} }`;

const replicaSet = (name: string, replicas: number) => `
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: { name: ${name}, namespace: prod, ownerReferences: [{ kind: Deployment, name: web, controller: true }] }
spec: { replicas: ${replicas}, ${template(`app: web, pod-template-hash: "${name.slice(-1)}"`)} }`;

const pod = (name: string, owner: string, status = '') => `
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: prod, labels: { app: web, pod-template-hash: "2" }, ownerReferences: [${owner}] }
spec: { containers: [{ ports: [{ containerPort: 80 }] }] }
${status}`;

const ofSet = '{ kind: ReplicaSet, name: web-2, controller: true }';
const denyAll = `
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: deny, namespace: prod }
spec: { podSelector: {}, policyTypes: [Ingress, Egress] }`;

describe('the workloads of a running cluster', () => {
  const dump =
    deployment + replicaSet('web-1', 0) + replicaSet('web-2', 2) + pod('web-2-a', ofSet) + pod('web-2-b', ofSet);

  it('are one for a Deployment, its ReplicaSets and their pods', () => {
    expect(clusterOf(dump).workloads.map(({ id, pods }) => [id, pods.map(({ podName }) => podName)])).toEqual([
      ['prod/web[Deployment]', ['web-2-a', 'web-2-b']],
    ]);
  });

  it('reach themselves only where one pod reaches another', () => {
    expect(readNetwork(dump + denyAll).reach('prod/web', 'prod/web:80').verdict).toBe('denied');
    const alone = pod('db-0', '{ kind: StatefulSet, name: db, controller: true }') + denyAll;
    expect(readNetwork(alone).reach('prod/db', 'prod/db:80').verdict).toBe('allowed');
  });

  it('are named by their owner where it is not in the input', () => {
    expect(clusterOf(pod('web-2-a', ofSet)).workloads.map(({ id }) => id)).toEqual(['prod/web-2[ReplicaSet]']);
  });

  it('have no pods that are done', () => {
    expect(clusterOf(pod('done', ofSet, 'status: { phase: Succeeded }')).workloads).toEqual([]);
  });

  it.each([
    '{ podIP: "" }',
    '{ podIP: soon }',
    '{ podIPs: true }',
    '{ podIPs: [null, { ip: 10.0.0.1 }] }',
  ])('may have odd addresses in their status: %s', (status) => {
    const [workload] = clusterOf(pod('web-2-a', ofSet, `status: ${status}`)).workloads;
    expect(workload!.pods[0]!.addresses).toEqual(status.includes('10.0.0.1') ? ['10.0.0.1'] : []);
  });
});

it('is one object whether its namespace is written down or not', () => {
  const other = deployment.replace(', namespace: prod', '').replace('replicas: 2', 'replicas: 3');
  const same = deployment.replace('namespace: prod', 'namespace: default');
  expect(() => clusterOf(`${other}\n---${same}`)).toThrow('Deployment web is there twice and differs');
});

it('takes the port that Kubernetes takes for a name: of the containers, before the sidecars', () => {
  const spec = `{ initContainers: [{ restartPolicy: Always, ports: [{ name: http, containerPort: 15000 }] }], containers: [{ ports: [{ name: http, containerPort: 8080 }] }] }`;
  const { workloads } = clusterOf(`apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec: ${spec}`);
  expect(workloads[0]!.pods[0]!.ports.map(({ port }) => port)).toEqual([8080, 15000]);
});

it('reads null as not given, as the API server does', () => {
  const container = '{ ports: [{ containerPort: 80, protocol: null, name: null }] }';
  const { workloads } = clusterOf(deployment.replace('{ ports: [{ containerPort: 80 }] }', container));
  expect(workloads[0]!.pods[0]!.ports).toEqual([{ port: 80, protocol: 'TCP' }]);
});

describe('a StatefulSet whose pods are named one by one', () => {
  const set = (replicas: number) => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: prod }
spec: { replicas: ${replicas}, ${template('app: db')} }
---
apiVersion: v1
kind: Service
metadata: { name: first, namespace: prod }
spec: { selector: { statefulset.kubernetes.io/pod-name: db-0 }, ports: [{ port: 80 }] }`;

  it('has each of them', () => {
    expect(clusterOf(set(3)).workloads[0]!.pods.map(({ podName }) => podName)).toEqual(['db-0', 'db-1', 'db-2']);
  });

  it('is there with no pods too', () => {
    expect(clusterOf(set(0)).workloads[0]!.pods).toMatchObject([{ replicas: 0 }]);
  });

  it('has not more than can be told apart', () => {
    expect(() => clusterOf(set(300_000))).toThrow('at most 10000 are told apart');
    expect(() => clusterOf(set(2 ** 40))).toThrow('is not a number of pods');
  });

  it('answers for a pod that is known as a number only', () => {
    const yaml = set(3).replace('statefulset.kubernetes.io/pod-name: db-0', 'app: db');
    expect(readNetwork(yaml).reach('prod/db-0', 'prod/db-2:80').verdict).toBe('allowed');
    expect(() => readNetwork(yaml).reach('prod/db-0', 'prod/db-3:80')).toThrow('"prod/db-3"');
  });
});

it.each(['constructor', '__proto__', 'toString'])('passes over a kind and version called %s', (word) => {
  expect(clusterOf(JSON.stringify({ apiVersion: word, kind: word, metadata: { name: 'x' } })).workloads).toEqual([]);
  expect(
    readNetwork(JSON.stringify({ apiVersion: 'v1', kind: word, metadata: { name: 'x' } })).cluster.workloads,
  ).toEqual([]);
});
