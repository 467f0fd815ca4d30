import type { Cluster } from '../../../cluster/cluster';
import { matches, meets, type Requirement, type Selector } from '../../../cluster/selector';
import type { Service } from '../../../cluster/service';
import { formatPeer, type PodsPeer } from '../../../reach/peer';
import { nearestOf, whyNoEndpoints } from '../../../route/explain-endpoints';
import { podsIn } from '../../../route/lookup';
import { isSlip } from '../../../route/nearest';
import { selectedPods } from '../../../route/service-endpoints';
import { podsMayBeElsewhere } from '../../elsewhere';
import type { Examined } from '../../examined';
import type { Fault, Rule } from '../../rule';

export const noEndpoints: Rule = {
  id: 'service/no-endpoints',
  severity: 'error',
  summary: 'A Service selects no pods.',
  why: 'The Service gets an address and a name, and every connection to it is refused or hangs: nobody answers. Labels are compared letter by letter, and only in the namespace of the Service. Where the pods have all labels but one that no pod of the input has, such as that of who leads, a controller may set it at run time, and this is a warning; for labels that are known for it, such as `vault-active` and `role`, it is nothing.',
  fix: 'Write the labels of the pod template into the selector.',
  bad: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - { name: api, image: "registry.example/api:1.4.2", ports: [{ containerPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec:
  selector: { app: apii }
  ports: [{ port: 80, targetPort: 8080 }]
`,
  good: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - { name: api, image: "registry.example/api:1.4.2", ports: [{ containerPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec:
  selector: { app: api }
  ports: [{ port: 80, targetPort: 8080 }]
`,
  *check(examined: Examined) {
    const { cluster } = examined;
    for (const service of cluster.services) {
      const { namespace, selector, type, ports, origin } = service;
      if (!selector || type === 'ExternalName' || !ports[0] || podsMayBeElsewhere(examined, namespace)) continue;
      if (selectedPods(cluster, service).length > 0) continue;
      const atRunTime = keysOfRunTime(podsIn(cluster, namespace), selector);
      if (atRunTime.length && atRunTime.every((key) => RUN_TIME_LABELS.test(key))) continue;
      yield {
        on: origin,
        path: ['spec', 'selector'],
        message: whyNoEndpoints(cluster, service, ports[0]).replace(/^Service \S+ /, ''),
        ...(atRunTime.length ? unlessSet(atRunTime) : remedy(cluster, service)),
      };
    }
  },
};

/** Labels that controllers and the programs in the pods themselves set, as those of who leads. */
const RUN_TIME_LABELS =
  /^(vault-(active|sealed|initialized|perf-standby|version)|role|spilo-role|cnpg\.io\/instanceRole|(statefulset|apps)\.kubernetes\.io\/pod-(name|index)|pod-template-hash|rollouts-pod-template-hash|controller-revision-hash)$/;

/** What keeps the selector from pods, where it is but labels that no pods of the input have, whatever their value. */
function keysOfRunTime(pods: readonly PodsPeer[], { requirements }: Selector): readonly string[] {
  const isNew = new Map(
    requirements.map(({ key }) => [key, pods.every((peer) => !Object.hasOwn(peer.pods.labels, key))]),
  );
  const others = requirements.filter(({ key }) => !isNew.get(key));
  const isMet = (peer: PodsPeer) => others.every((requirement) => meets(requirement, peer.pods.labels));
  if (!others.length || !pods.some(isMet)) return [];
  return requirements.map(({ key }) => key).filter((key) => isNew.get(key));
}

function unlessSet(keys: readonly string[]): Pick<Fault, 'fix' | 'severity'> {
  const labels = keys.join(' and ');
  return {
    severity: 'warning',
    fix: `write ${labels} into the labels of the pods, or take ${labels} away, unless a controller sets it at run time`,
  };
}

function remedy(cluster: Cluster, service: Service): Pick<Fault, 'fix' | 'edits'> {
  const { namespace, selector } = service;
  const pods = podsIn(cluster, namespace);
  const near = nearestOf(pods, selector!);
  if (!near) return { fix: 'write labels that the pods have, or apply the pods that have these' };
  const wrong = selector!.requirements.filter((requirement) => !meets(requirement, near.pods.labels));
  const fix = wrong.map(({ key }) => {
    const value = near.pods.labels[key];
    return value === undefined ? `take ${key} away` : `write ${key}: ${value}`;
  });
  const of = `to select ${formatPeer(near)}`;
  const text = `${fix.join(' and ')} ${of}`;
  const slip = wrong.length === 1 ? wrong[0]! : undefined;
  const value = slip && near.pods.labels[slip.key];
  if (!slip || value === undefined || !isSlip(slip.values[0]!, value)) return { fix: text };
  const others = pods.filter(({ workload }) => workload !== near.workload);
  if (others.some((other) => isNear(other, selector!, slip)) || isServed(cluster, near)) return { fix: text };
  return { fix: text, edits: [{ path: ['spec', 'selector', slip.key], value }] };
}

/** Whether other pods differ from the selector in this one label too, so that either may be meant. */
function isNear({ pods: { labels } }: PodsPeer, { requirements }: Selector, { key }: Requirement): boolean {
  return requirements.every((requirement) =>
    requirement.key === key ? labels[key] !== undefined : meets(requirement, labels),
  );
}

/** Whether the pods have a Service already, so that this one may be meant for others. */
function isServed(cluster: Cluster, { pods: { namespace, labels } }: PodsPeer): boolean {
  return cluster.services.some(
    (service) => service.namespace === namespace && service.selector && matches(service.selector, labels),
  );
}
