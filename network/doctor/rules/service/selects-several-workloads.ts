import type { Service } from '../../../cluster/service';
import type { Workload } from '../../../cluster/workload';
import { groupBy } from '../../../group-by';
import type { Origin } from '../../../manifest/manifest';
import type { PodsPeer } from '../../../reach/peer';
import { workloadsText } from '../../../route/lookup';
import { selectedPods } from '../../../route/service-endpoints';
import type { Examined } from '../../examined';
import { repositoryOf } from '../../image';
import { asFields } from '../../pod-template';
import type { Rule } from '../../rule';
import { VERSION_LABELS } from '../../version-labels';

const DEPLOYMENT = (name: string, port: number) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: shop, part: ${name} } }
  template:
    metadata: { labels: { app: shop, part: ${name} } }
    spec:
      containers:
        - { name: ${name}, image: "registry.example/${name}:1.4.2", ports: [{ containerPort: ${port} }] }
---`;

/** Labels that change with each release, so that no selector may name them. */
const RELEASE_LABELS = /(^|[/.-])(version|chart|revision|pod-template-hash|controller-uid|job-name)$/i;

export const selectsSeveralWorkloads: Rule = {
  id: 'service/selects-several-workloads',
  severity: 'warning',
  summary: 'A Service selects pods of several workloads that do not do the same.',
  why: 'Its connections are shared out among all pods that have the labels: some go to pods that serve something else, or nothing, and only now and then. Where a port name leaves the others out, it works by luck. Two versions of one thing behind a Service are no mistake, and are not found.',
  fix: 'Add a label to the selector that only the pods of one workload have.',
  bad: `${DEPLOYMENT('api', 8080)}${DEPLOYMENT('worker', 9090)}
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec:
  selector: { app: shop }
  ports: [{ port: 80, targetPort: 8080 }]
`,
  good: `${DEPLOYMENT('api', 8080)}${DEPLOYMENT('worker', 9090)}
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec:
  selector: { app: shop, part: api }
  ports: [{ port: 80, targetPort: 8080 }]
`,
  *check(examined) {
    const { cluster } = examined;
    for (const service of cluster.services) {
      const byWorkload = groupBy(
        selectedPods(cluster, service).filter(({ pods }) => pods.replicas !== 0 && !isHook(examined, pods.origin)),
        ({ workload }) => workload,
      );
      if (byWorkload.size < 2) continue;
      const [why] = differences(examined, service, byWorkload);
      if (!why) continue;
      yield {
        on: service.origin,
        path: ['spec', 'selector'],
        message: `${service.selector!.text} selects ${workloadsText([...byWorkload.values()].flat())}, and ${why}`,
        fix: `add a label that only one of them has${labelsText(byWorkload)}`,
      };
    }
  },
};

/** Helm makes hooks, tests among them, for a moment, and takes them away again. */
function isHook(examined: Examined, origin: Origin): boolean {
  return 'helm.sh/hook' in asFields(examined.objectOf(origin).metadata.annotations);
}

type ByWorkload = ReadonlyMap<Workload, readonly PodsPeer[]>;

function* differences(examined: Examined, { ports }: Service, byWorkload: ByWorkload): Generator<string> {
  const workloads = [...byWorkload.keys()];
  const isBatch = ({ kind }: Workload) => kind === 'Job' || kind === 'CronJob';
  const batch = workloads.filter(isBatch);
  if (batch.length && batch.length < workloads.length)
    yield `${batch.map(({ id }) => id).join(', ')} runs to its end and serves nobody`;
  for (const { protocol, targetPort } of ports) {
    const declaring = workloads.filter((workload) =>
      byWorkload
        .get(workload)!
        .some(({ pods }) =>
          pods.ports.some(
            (port) =>
              port.protocol === protocol && targetPort === (typeof targetPort === 'string' ? port.name : port.port),
          ),
        ),
    );
    const others = workloads.filter((workload) => !declaring.includes(workload));
    if (declaring.length && others.length)
      yield `${protocol} ${targetPort} is declared by ${idsText(declaring)} alone, not by ${idsText(others)}`;
  }
  if (!isOneThing(examined, byWorkload)) yield 'their images and labels say that they are different things';
}

/** Versions of one thing have the same image repository, or labels that differ in the version alone. */
function isOneThing(examined: Examined, byWorkload: ByWorkload): boolean {
  const images = [...byWorkload.keys()].map((workload) => {
    const containers = examined.templateOf(workload.origin)?.containers ?? [];
    return containers
      .filter(({ kind }) => kind === 'container')
      .map(({ fields }) => repositoryOf(String(fields.image)))
      .sort()
      .join();
  });
  if (new Set(images).size === 1) return true;
  const pods = [...byWorkload.values()].flat().map((peer) => peer.pods.labels);
  const keys = new Set(pods.flatMap((labels) => Object.keys(labels)));
  const differing = [...keys].filter((key) => new Set(pods.map((labels) => labels[key])).size > 1);
  return differing.every((key) => VERSION_LABELS.test(key));
}

function idsText(workloads: readonly Workload[]): string {
  return workloads.map(({ id }) => id).join(', ');
}

/** Labels that the pods of each workload have, and the other workloads have not: `, such as part: api`. */
function labelsText(byWorkload: ByWorkload): string {
  const own = [...byWorkload].flatMap(([workload, peers]) => {
    const others = [...byWorkload].filter(([other]) => other !== workload).flatMap(([, some]) => some);
    const label = Object.entries(peers[0]!.pods.labels).find(
      ([key, value]) => !RELEASE_LABELS.test(key) && others.every(({ pods }) => pods.labels[key] !== value),
    );
    return label ? `${label[0]}: ${label[1]}` : [];
  });
  return own.length ? `: ${own.join(' or ')}` : '';
}
