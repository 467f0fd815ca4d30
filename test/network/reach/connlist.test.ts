import { connlist } from '../../../network/reach/connlist';
import { reachabilityOf } from '../support/manifests';

const edges = (yaml: string) =>
  connlist(reachabilityOf(yaml)).map(({ src, dst, conn }) => `${src} -> ${dst} : ${conn}`);

it('folds pods into their owner, of which some may have other labels', () => {
  const pod = (name: string, label: string) => `
---
apiVersion: v1
kind: Pod
metadata:
  { name: ${name}, namespace: prod, labels: { app: ${label} }, ownerReferences: [{ kind: ReplicaSet, name: web-1, controller: true }] }
spec: { containers: [{}] }`;
  const db = `
---
apiVersion: v1
kind: Pod
metadata: { name: db, namespace: prod, labels: { app: db } }
spec: { containers: [{}] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: all, namespace: prod }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress:
    - { from: [{ podSelector: { matchLabels: { app: one } } }], ports: [{ port: 80 }] }
    - { from: [{ podSelector: { matchLabels: { app: two } } }], ports: [{ port: 81 }] }
  egress: [{ to: [{ podSelector: { matchLabels: { app: db } } }] }]`;
  expect(edges(pod('web-1-a', 'one') + pod('web-1-b', 'one') + pod('web-1-c', 'two') + db)).toEqual([
    'prod/web-1[ReplicaSet] -> prod/db[Pod] : TCP 80-81',
  ]);
});

it('writes the outside as ranges of IPv4 addresses', () => {
  const yaml = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec: { template: { metadata: { labels: { app: agent } }, spec: { containers: [{}] } } }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: agent }
spec:
  podSelector: { matchLabels: { app: agent } }
  policyTypes: [Ingress, Egress]
  egress:
    - { to: [{ ipBlock: { cidr: 0.0.0.0/0, except: [10.0.0.0/8] } }], ports: [{ port: 443 }] }
    - { to: [{ ipBlock: { cidr: 10.3.0.0/16 } }, { ipBlock: { cidr: "fd00::/8" } }], ports: [{ protocol: UDP, port: 53 }] }`;
  expect(edges(yaml)).toEqual([
    'default/agent[DaemonSet] -> 0.0.0.0-9.255.255.255 : TCP 443',
    'default/agent[DaemonSet] -> 10.3.0.0-10.3.255.255 : UDP 53',
    'default/agent[DaemonSet] -> 11.0.0.0-255.255.255.255 : TCP 443',
  ]);
});
