import type { Kubectl } from './kubectl';

const VOLUMES = 60;
const LABELS = { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' };

/** What a cluster comes with: nodes, and volumes of a default class for those who claim one. Resolves when nodes are Ready. */
export async function furnish(kubectl: Kubectl, nodes: number): Promise<void> {
  const resources = { cpu: '64', memory: '256Gi', pods: '250' };
  const items = [
    ...numbered(nodes, (i) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: `node-${i}`, labels: { 'kubernetes.io/hostname': `node-${i}`, ...LABELS } },
      status: { allocatable: resources, capacity: resources },
    })),
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'kubernetes.io/no-provisioner',
    },
    ...numbered(VOLUMES, (i) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `volume-${i}` },
      spec: {
        storageClassName: 'standard',
        capacity: { storage: '20Gi' },
        accessModes: ['ReadWriteOnce'],
        hostPath: { path: `/volumes/${i}` },
      },
    })),
  ];
  await kubectl.run(['apply', '--server-side', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await kubectl.run(['wait', '--for=condition=Ready', 'node', '--all', '--timeout=300s']);
  await kubectl.created('serviceaccount/default', 'default');
}

/** Pods that others run in most clusters, and that policies of dist/ let through: the cluster's DNS, an Ingress controller. */
export async function addNeighbours(kubectl: Kubectl): Promise<void> {
  const pod = (namespace: string, name: string, labels: object) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name, labels },
    spec: { containers: [{ name, image: `${name}:1` }] },
  });
  const controller = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' };
  const items = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ingress-nginx' } },
    pod('ingress-nginx', 'controller', controller),
    pod('kube-system', 'coredns', { 'k8s-app': 'kube-dns' }),
  ];
  await kubectl.run(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}

function numbered<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}
