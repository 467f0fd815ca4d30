import { everyAddress } from '../../../cluster/address';
import { type AddressPeer, formatPort } from '../../../reach/peer';
import { entryPoints } from '../../../route/entries';
import { hasOtherPolicies } from '../../admission';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';

const web = (rule: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: "registry.example/web:1.4.2", ports: [{ containerPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: NodePort
  selector: { app: web }
  ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress: [${rule}]
`;

const WAYS = ['LoadBalancer', 'NodePort', 'ExternalIP', 'HostPort'];

export const denied: Rule = {
  id: 'exposure/denied',
  severity: 'warning',
  summary: 'A Service or port is opened to clients outside of the cluster, and policies admit none of them.',
  why: 'Policies see the address of the client, or that of the node it came by: without an ipBlock, or a rule for everyone, its connection hangs. What arrives at the very node of the pod may get in all the same, so it works now and then.',
  fix: 'Admit the clients by an ipBlock, or make the Service one of type ClusterIP.',
  bad: web('{ from: [{ podSelector: { matchLabels: { app: web } } }], ports: [{ port: 8080 }] }'),
  good: web('{ from: [{ ipBlock: { cidr: 192.0.2.0/24 } }], ports: [{ port: 8080 }] }'),
  *check(examined: Examined) {
    const { cluster, reachability } = examined;
    if (hasOtherPolicies(examined)) return;
    const seen = new Set<string>();
    for (const { kind, subject, at, targets, sources, keepsClientAddress, origin } of entryPoints(cluster)) {
      if (!WAYS.includes(kind)) continue;
      const limited = keepsClientAddress && sources.length > 0;
      const clients: AddressPeer = { kind: 'addresses', ranges: limited ? sources : EVERYWHERE };
      for (const target of targets) {
        if (target.kind !== 'pods' || examined.hasRefusedPolicies(target.pods.namespace)) continue;
        const key = `${subject} ${target.workload.id} ${formatPort(target)}`;
        if (seen.has(key) || reachability.reach(clients, target, target).verdict !== 'denied') continue;
        seen.add(key);
        const { policies } = reachability.side(reachability.group(target.pods), 'ingress');
        yield {
          on: origin,
          message: `is open to clients outside (${at}), and ${policies.map(({ name }) => `NetworkPolicy ${name}`).join(', ')} of ${target.workload.id} ${policies.length === 1 ? 'admits' : 'admit'} ${limited ? 'none of its source ranges' : 'no address'} on ${formatPort(target)}`,
          fix: `admit the clients by an ipBlock, on ${formatPort(target)}, or close this way in`,
        };
      }
    }
  },
};

const EVERYWHERE = [everyAddress(4), everyAddress(6)];
