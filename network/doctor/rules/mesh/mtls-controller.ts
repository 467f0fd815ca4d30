import { namespaceOf } from '../../../cluster/cluster';
import { READ_KINDS } from '../../../cluster/read-kinds';
import type { Labels } from '../../../cluster/selector';
import { groupBy } from '../../../group-by';
import { formatPort, type PodsPeer, type Port } from '../../../reach/peer';
import { entryPoints } from '../../../route/entries';
import type { Examined } from '../../examined';
import { asFields, specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { istio } from './istio';

const example = (controllerLabels: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Namespace
metadata: { name: edge${controllerLabels} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: controller, namespace: edge }
spec:
  selector: { matchLabels: { app: ingress-nginx } }
  template:
    metadata: { labels: { app: ingress-nginx } }
    spec:
      containers:
        - { name: controller, image: "registry.example/controller:1.4.2", ports: [{ containerPort: 8443 }] }
---
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
  selector: { app: web }
  ports: [{ name: http, port: 80, targetPort: 8080 }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: shop }
spec: { mtls: { mode: STRICT } }
`;

export const mtlsController: Rule = {
  id: 'mesh/mtls-controller',
  severity: 'warning',
  summary: 'Strict mutual TLS shuts out the controller of an Ingress, which is not in the mesh.',
  why: 'A pod without sidecar has no certificate of the mesh: its connections are reset, and the controller answers 502.',
  fix: 'Bring the pods of the controller into the mesh, or make the port PERMISSIVE.',
  bad: example(''),
  good: example(', labels: { istio-injection: enabled }'),
  *check(examined: Examined) {
    const strict = strictRules(examined);
    if (!strict.size) return;
    const namespaces = new Map(
      examined.of(...READ_KINDS.namespaces).map(({ object }) => [object.metadata.name, object.metadata.labels ?? {}]),
    );
    const seen = new Set<string>();
    for (const { proxies = [], targets, subject } of entryPoints(examined.cluster))
      for (const target of targets) {
        if (target.kind !== 'pods' || !isInMesh(target, namespaces)) continue;
        const outsider = proxies.find((peer) => namespaces.has(peer.pods.namespace) && !isInMesh(peer, namespaces));
        const rule = outsider && strictFor(strict, target);
        const key = `${subject} ${target.workload.id}`;
        if (!outsider || !rule || seen.has(key)) continue;
        seen.add(key);
        yield {
          on: rule.on,
          path: ['spec', 'mtls', 'mode'],
          message: `${outsider.workload.id} has no sidecar, and ${subject} sends its requests through it to ${target.workload.id} on ${formatPort(target)}`,
          fix: `label the pods of ${outsider.workload.id} sidecar.istio.io/inject: "true", or set portLevelMtls of ${target.port} to PERMISSIVE`,
        };
      }
  },
};

interface Mtls {
  readonly selector: readonly [string, unknown][];
  readonly isStrict: (port: Port) => boolean;
  readonly on: Parameters<Examined['manifestOf']>[0];
}

/** By namespace: those of a namespace with a selector first, since the narrower one holds. */
function strictRules(examined: Examined): Map<string, Mtls[]> {
  const rules = istio(examined, 'security', 'PeerAuthentication').map(({ object, origin: on }) => {
    const { mtls, selector, portLevelMtls } = specOf(object);
    const ports = asFields(portLevelMtls);
    const isStrict = ({ port }: Port) => (asFields(ports[port]).mode ?? asFields(mtls).mode) === 'STRICT';
    const labels = Object.entries(asFields(asFields(selector).matchLabels));
    return { namespace: namespaceOf(object), selector: labels, isStrict, on };
  });
  return groupBy(
    [...rules].sort((one, other) => other.selector.length - one.selector.length),
    ({ namespace }) => namespace,
  );
}

/** The one that holds for the pods, if it is strict. */
function strictFor(rules: Map<string, Mtls[]>, target: PodsPeer & Port): Mtls | undefined {
  const { namespace, labels } = target.pods;
  const holds = [...(rules.get(namespace) ?? []), ...(rules.get('istio-system') ?? [])].find(({ selector }) =>
    selector.every(([key, value]) => labels[key] === value),
  );
  return holds?.isStrict(target) ? holds : undefined;
}

/** Whether the pods get a sidecar, or are a gateway of Istio's own. */
function isInMesh({ pods }: PodsPeer, namespaces: ReadonlyMap<string, Labels>): boolean {
  const { labels } = pods;
  const inject = labels['sidecar.istio.io/inject'];
  if (inject !== undefined || pods.hostNetwork) return inject === 'true';
  if (labels.istio || labels['gateway.networking.k8s.io/gateway-name']) return true;
  const of = namespaces.get(pods.namespace) ?? {};
  return (
    of['istio-injection'] === 'enabled' || Boolean(of['istio.io/rev']) || of['istio.io/dataplane-mode'] === 'ambient'
  );
}
