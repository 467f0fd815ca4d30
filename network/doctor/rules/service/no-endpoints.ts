import type { Cluster } from '../../../cluster/cluster';
import { meets, type Requirement, type Selector } from '../../../cluster/selector';
import type { Service } from '../../../cluster/service';
import { formatPeer, type PodsPeer } from '../../../reach/peer';
import { nearestOf, whyNoEndpoints } from '../../../route/explain-endpoints';
import { podsIn } from '../../../route/lookup';
import { nearest } from '../../../route/nearest';
import { selectedPods } from '../../../route/service-endpoints';
import { podsMayBeElsewhere } from '../../elsewhere';
import type { Examined } from '../../examined';
import type { Fault, Rule } from '../../rule';
import { VERSION_LABELS } from '../../version-labels';

export const noEndpoints: Rule = {
  id: 'service/no-endpoints',
  severity: 'error',
  summary: 'A Service selects no pods.',
  why: 'The Service gets an address and a name, and every connection to it is refused or hangs: nobody answers. Labels are compared letter by letter, and only in the namespace of the Service.',
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
      const later = givenLater(cluster, service);
      if (later && USUALLY_GIVEN_LATER.test(later.key)) continue;
      yield {
        on: origin,
        path: ['spec', 'selector'],
        message: whyNoEndpoints(cluster, service, ports[0]).replace(/^Service \S+ /, ''),
        ...(later
          ? {
              severity: 'warning',
              fix: `give the pods the label ${later.key}: ${later.values[0]}, unless something sets it while they run`,
            }
          : remedy(cluster, service)),
      };
    }
  },
};

/** Labels that pods give themselves, such as the one of them that leads. */
const USUALLY_GIVEN_LATER =
  /(^|[/-])(role|leader|master|primary|vault-(active|initialized|perf-standby|sealed|version))$/i;

/** The one label of a selector that its pods lack, and that no pod of the namespace has: they may get it while they run. */
function givenLater(cluster: Cluster, { namespace, selector }: Service): Requirement | undefined {
  const { requirements } = selector!;
  const pods = podsIn(cluster, namespace);
  const isNowhere = ({ key }: Requirement) => pods.every((peer) => !Object.hasOwn(peer.pods.labels, key));
  const [missing, ...more] = requirements.filter(isNowhere);
  if (!missing || more.length || requirements.length < 2) return undefined;
  const rest = requirements.filter((requirement) => requirement !== missing);
  return pods.some((peer) => rest.every((requirement) => meets(requirement, peer.pods.labels))) ? missing : undefined;
}

function remedy(cluster: Cluster, { namespace, selector }: Service): Pick<Fault, 'fix' | 'edits'> {
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
  if (!slip || value === undefined || !isSlip(slip, value)) return { fix: text };
  const others = pods.filter(({ workload }) => workload !== near.workload);
  if (others.some((other) => isNear(other, selector!, slip))) return { fix: text };
  return { fix: text, edits: [{ path: ['spec', 'selector', slip.key], value }] };
}

/** Whether a value is another one by a slip. Another number, or another version, mostly means another thing. */
function isSlip({ key, values: [written] }: Requirement, value: string): boolean {
  const digits = (text: string) => text.replace(/\D/g, '');
  return !VERSION_LABELS.test(key) && digits(written!) === digits(value) && nearest(written!, [value]) !== undefined;
}

/** Whether other pods differ from the selector in this one label too, so that either may be meant. */
function isNear({ pods: { labels } }: PodsPeer, { requirements }: Selector, { key }: Requirement): boolean {
  return requirements.every((requirement) =>
    requirement.key === key ? labels[key] !== undefined : meets(requirement, labels),
  );
}
