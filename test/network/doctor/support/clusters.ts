import fc from 'fast-check';

type Direction = 'Ingress' | 'Egress';

/** A server with what it listens on, and which of the servers before it it calls. */
interface App {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly port: number;
  readonly portName: string | undefined;
  readonly servicePort: number;
  /** Whether policies and the Service say the name of the port. */
  readonly byName: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly isPublic: boolean;
  /** Of the apps before it, in whatever namespace. */
  readonly calls: readonly number[];
}

interface Team {
  readonly isolates: readonly Direction[];
  readonly apps: readonly App[];
}

const PORTS = [80, 3000, 5432, 8080, 8443, 9090];
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

const app = fc.record<App>({
  kind: fc.constantFrom('Deployment', 'StatefulSet', 'DaemonSet'),
  port: fc.constantFrom(...PORTS),
  portName: fc.constantFrom(undefined, 'http', 'main'),
  servicePort: fc.constantFrom(...PORTS),
  byName: fc.boolean(),
  labels: fc.dictionary(fc.constantFrom('tier', 'release'), fc.constantFrom('a', 'b')),
  isPublic: fc.boolean(),
  calls: fc.array(fc.nat({ max: 9 }), { maxLength: 3 }),
});

const team = fc.record<Team>({
  isolates: fc.constantFrom<readonly Direction[]>([], ['Ingress'], ['Ingress', 'Egress']),
  apps: fc.array(app, { minLength: 1, maxLength: 4 }),
});

interface Placed extends App {
  readonly name: string;
  readonly namespace: string;
  readonly isolates: readonly Direction[];
  readonly callees: readonly Placed[];
}

/**
 * Namespaces of apps in which all that is said is so: Services lead to their pods, calls are let out and in, and DNS is open. They go
 * with the DNS and the Ingress controller of the clean application.
 */
export const validObjects: fc.Arbitrary<readonly object[]> = fc
  .array(team, { minLength: 1, maxLength: 3 })
  .map((teams) => {
    const placed: Placed[] = [];
    for (const [n, { isolates, apps }] of teams.entries())
      for (const one of apps) {
        const callees = [...new Set(one.calls)].flatMap((index) => placed[index] ?? []);
        placed.push({ ...one, name: `app-${placed.length}`, namespace: `team-${n}`, isolates, callees });
      }
    return [
      ...teams.flatMap(({ isolates }, n) => [...namespaceOf(n, isolates)]),
      ...placed.flatMap((one) => [...objectsOf(one, placed)]),
    ];
  });

function* namespaceOf(n: number, isolates: readonly Direction[]): Generator<object> {
  const name = `team-${n}`;
  yield { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  if (isolates.length) yield policy(name, 'deny-all', { podSelector: {}, policyTypes: isolates });
  if (isolates.includes('Egress'))
    yield policy(name, 'allow-dns', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: 'kube-system' } },
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            },
          ],
          ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 })),
        },
      ],
    });
}

function* objectsOf(one: Placed, all: readonly Placed[]): Generator<object> {
  const { name, namespace, kind, labels, callees, isolates } = one;
  const isSet = kind === 'StatefulSet';
  const metadata = { name, namespace };
  const podLabels = { ...labels, app: name };
  const env = callees.map((callee) => ({
    name: `${callee.name.replace('-', '_').toUpperCase()}_URL`,
    value: urlOf(callee, one),
  }));
  const ports = [{ containerPort: one.port, ...(one.portName && { name: one.portName }) }];
  const containers = [{ name: 'main', image: `registry.example/${name}:1.4.2`, ports, ...(env.length && { env }) }];
  yield {
    apiVersion: 'apps/v1',
    kind,
    metadata,
    spec: {
      ...(isSet && { serviceName: name }),
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: podLabels }, spec: { containers } },
    },
  };
  yield {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      ...(isSet && { clusterIP: 'None' }),
      selector: { app: name },
      ports: [{ port: isSet ? one.port : one.servicePort, targetPort: portOf(one) }],
    },
  };
  if (isPublic(one)) yield ingressTo(one);
  const callers = all.filter((other) => other.callees.includes(one));
  const peers = [...callers.map((caller) => peerOf(caller, one)), ...(isPublic(one) ? [CONTROLLER] : [])];
  if (isolates.includes('Ingress') && peers.length)
    yield policy(namespace, `${name}-in`, {
      podSelector: { matchLabels: { app: name } },
      policyTypes: ['Ingress'],
      ingress: [{ from: peers, ports: [{ port: portOf(one) }] }],
    });
  if (isolates.includes('Egress') && callees.length)
    yield policy(namespace, `${name}-out`, {
      podSelector: { matchLabels: { app: name } },
      policyTypes: ['Egress'],
      egress: callees.map((callee) => ({ to: [peerOf(callee, one)], ports: [{ port: portOf(callee) }] })),
    });
}

const CONTROLLER = {
  namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: 'ingress-nginx' } },
  podSelector: { matchLabels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
};

/** Headless Services have no address that a controller would need. */
function isPublic({ isPublic, kind }: App): boolean {
  return isPublic && kind === 'Deployment';
}

function ingressTo({ name, namespace, servicePort }: Placed): object {
  const backend = { service: { name, port: { number: servicePort } } };
  const http = { paths: [{ path: '/', pathType: 'Prefix', backend }] };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace },
    spec: { ingressClassName: 'nginx', rules: [{ host: `${name}.${namespace}.example.com`, http }] },
  };
}

function urlOf({ name, namespace, kind, port, servicePort }: Placed, from: Placed): string {
  const host = namespace === from.namespace ? name : `${name}.${namespace}.svc.cluster.local`;
  return `http://${host}:${kind === 'StatefulSet' ? port : servicePort}`;
}

function peerOf({ name, namespace }: Placed, from: Placed): object {
  const podSelector = { matchLabels: { app: name } };
  if (namespace === from.namespace) return { podSelector };
  return { namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: namespace } }, podSelector };
}

function portOf({ byName, portName, port }: App): number | string {
  return byName && portName ? portName : port;
}

function policy(namespace: string, name: string, spec: object): object {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace }, spec };
}
