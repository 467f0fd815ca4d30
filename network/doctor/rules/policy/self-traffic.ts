import { mayBeSeveral, type Workload } from '../../../cluster/workload';
import { formatPort, type PodsPeer } from '../../../reach/peer';
import { hasPort } from '../../../reach/port-set';
import type { Examined } from '../../examined';
import { asList, type PodTemplate } from '../../pod-template';
import { policyNames, policyView } from '../../policy-view';
import type { Rule } from '../../rule';
import { policy } from './example';

const STORE = `
apiVersion: v1
kind: Service
metadata: { name: store, namespace: shop }
spec: { clusterIP: None, selector: { app: store }, ports: [{ port: 9000 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: shop }
spec:
  serviceName: store
  replicas: 4
  selector: { matchLabels: { app: store } }
  template:
    metadata: { labels: { app: store } }
    spec:
      containers:
        - name: store
          image: registry.example/store:1.4.2
          args: [server, "http://store-{0...3}.store:9000/data"]
          ports: [{ containerPort: 9000 }]
---`;
const from = (peers: string) =>
  policy(
    'store',
    `
  policyTypes: [Ingress]
  ingress:
    - from: [${peers}]
      ports: [{ port: 9000 }]`,
  );
const CLIENTS = '{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: web } } }';

export const selfTraffic: Rule = {
  id: 'policy/self-traffic',
  severity: 'error',
  summary: 'Policies keep the pods of a StatefulSet apart that name each other.',
  why: 'The pods of a distributed store, queue or database talk to each other. A policy that lets in only clients, or lets out only elsewhere, shuts them off from their own kind, and the set never becomes ready.',
  fix: 'Add the pods themselves as a peer, for ingress and, where that is shut, for egress.',
  bad: STORE + from(CLIENTS),
  good: STORE + from(`${CLIENTS}, { podSelector: { matchLabels: { app: store } } }`),
  *check(examined) {
    const view = policyView(examined);
    for (const workload of examined.cluster.workloads) {
      const template = workload.kind === 'StatefulSet' ? examined.templateOf(workload.origin) : undefined;
      const named = template && ownPodNamed(template, workload);
      if (!named || !view.isKnown(workload.namespace)) continue;
      const [one, other] = twoPods(workload);
      if (!one || !other || !one.pods.ports.length || isReached(examined, one, other)) continue;
      const sides = (['ingress', 'egress'] as const).map((direction) => {
        const { policies } = examined.reachability.side(examined.reachability.group(one.pods), direction);
        return { direction, policies };
      });
      const shutting = sides.filter(({ policies }) => policies.length);
      const policy = shutting[0]!.policies[0]!;
      const ports = one.pods.ports.map(formatPort).join(', ');
      const labels = Object.entries(one.pods.labels).map(([key, value]) => `${key}: ${value}`);
      yield {
        on: policy.origin,
        path: ['spec', shutting[0]!.direction],
        message: `the pods of ${workload.id} name each other (${named}), and by ${policyNames([...new Set(shutting.flatMap(({ policies }) => policies))])} none of them reaches another on ${ports}`,
        fix: `add a rule for ${shutting.map(({ direction }) => direction).join(' and ')} with a podSelector of their own labels, such as ${labels[0]}, on ${ports}`,
      };
    }
  },
};

function twoPods(workload: Workload): [PodsPeer?, PodsPeer?] {
  const peers = workload.pods.map((pods): PodsPeer => ({ kind: 'pods', workload, pods }));
  if (peers.length > 1) return [peers[0], peers[1]];
  return peers[0] && mayBeSeveral(peers[0].pods) ? [peers[0], peers[0]] : [];
}

function isReached({ reachability }: Examined, one: PodsPeer, other: PodsPeer): boolean {
  const { possible } = reachability.open(one, other);
  return other.pods.ports.some(({ protocol, port }) => hasPort(possible, protocol, port));
}

/** Where a container is told of pods of its own set: `store-0.store`, `store-{0...3}.store`. */
function ownPodNamed({ containers }: PodTemplate, { name, pods }: Workload): string | undefined {
  const service = pods[0]?.subdomain;
  const own = new RegExp(`(^|[^a-z0-9-])${literal(name)}-(\\d+|\\{[^}]*\\})(\\.${literal(service)}\\b|[.:/]|$)`, 'i');
  for (const { fields } of containers) {
    const values = [...asList(fields.env).map(({ value }) => value), fields.command, fields.args].flat();
    const found = values.map((value) => (typeof value === 'string' ? own.exec(value) : null)).find(Boolean);
    if (found) return `${name}-${found[2]}`;
  }
  return undefined;
}

/** Text as a part of a regular expression. */
function literal(text: unknown): string {
  return String(text).replace(/\W/g, '\\$&');
}
