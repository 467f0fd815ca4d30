import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dump } from 'js-yaml';

const FEWEST_NAMESPACES = 4;
const WORKLOADS_A_NAMESPACE = 50;
const TEAMS = 5;
const APPS = 10;
const TIERS = ['web', 'api', 'db'];
const HTTP_PORTS = [8080, 8000];
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
const DNS_NAMESPACE = 'kube-system';
const DNS_LABELS = { 'k8s-app': 'kube-dns' };

/**
 * Writes a cluster of Deployments and NetworkPolicies, a file a namespace: for the same numbers the same bytes.
 * The first policy of each namespace denies everything; the others take turns between what people write, see `KINDS`.
 * @param size `{ workloads, policies }`; DNS comes on top
 */
export function writeCluster(folder, { workloads, policies }) {
  const namespaces = Math.max(FEWEST_NAMESPACES, Math.floor(workloads / WORKLOADS_A_NAMESPACE));
  const files = Array.from({ length: namespaces }, (_, n) => [teamNamespace(n)]);
  for (let i = 0; i < workloads; i++) files[i % namespaces].push(workload(i % namespaces, Math.floor(i / namespaces)));
  for (let i = 0; i < policies; i++) {
    const [n, turn] = [i % namespaces, Math.floor(i / namespaces)];
    const spec = turn === 0 ? denyAll() : KINDS[(n + turn) % KINDS.length]({ n, turn, next: (n + 1) % namespaces });
    files[n].push(policy(n, `policy-${turn}`, spec));
  }
  mkdirSync(folder, { recursive: true });
  for (const objects of [dns(), ...files]) {
    const text = objects.map((object) => `---\n${dump(object, { noRefs: true })}`).join('');
    writeFileSync(join(folder, `${objects[0].metadata.name}.yaml`), text);
  }
}

function namespaceName(n) {
  return `ns-${n}`;
}

function workloadName(i) {
  return `workload-${i}`;
}

function dns() {
  const ports = ['UDP', 'TCP'].map((protocol) => ({ containerPort: 53, protocol }));
  return [
    namespace(DNS_NAMESPACE, { [NAMESPACE_NAME]: DNS_NAMESPACE }),
    deployment(DNS_NAMESPACE, 'coredns', DNS_LABELS, ports),
  ];
}

function teamNamespace(n) {
  return namespace(namespaceName(n), { [NAMESPACE_NAME]: namespaceName(n), team: `team-${n % TEAMS}` });
}

function namespace(name, labels) {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

function workload(n, i) {
  const labels = { app: `app-${i % APPS}`, tier: TIERS[i % TIERS.length], instance: workloadName(i) };
  const ports = [
    { name: 'http', containerPort: HTTP_PORTS[i % HTTP_PORTS.length] },
    { name: 'metrics', containerPort: 9090 },
  ];
  return deployment(namespaceName(n), workloadName(i), labels, ports);
}

function deployment(namespace, name, labels, ports) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app:1', ports }] } },
    },
  };
}

function policy(n, name, spec) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: namespaceName(n) },
    spec,
  };
}

function denyAll() {
  return { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
}

/** What people write, each `{ n, turn, next }`: number of the namespace, of its policies so far, and of the next namespace. */
const KINDS = [
  function appIngressFromTierOfTeam({ next, turn }) {
    const from = { namespaceSelector: team(next), podSelector: labels({ tier: 'web' }) };
    return {
      podSelector: app(turn),
      policyTypes: ['Ingress'],
      ingress: [{ from: [from], ports: [{ protocol: 'TCP', port: HTTP_PORTS[0] }] }],
    };
  },
  function tierEgressAndDns({ turn }) {
    const tiers = turn % 2 === 0 ? { of: 'web', to: 'api' } : { of: 'api', to: 'db' };
    const dns = {
      namespaceSelector: labels({ [NAMESPACE_NAME]: DNS_NAMESPACE }),
      podSelector: labels(DNS_LABELS),
    };
    return {
      podSelector: labels({ tier: tiers.of }),
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ namespaceSelector: {}, podSelector: labels({ tier: tiers.to }) }],
          ports: [{ protocol: 'TCP', port: 8000, endPort: 8999 }],
        },
        { to: [dns], ports: ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 })) },
      ],
    };
  },
  function namedPortByExpressions({ turn }) {
    const apps = [turn, turn + 3].map(appName);
    const from = { podSelector: expression({ key: 'tier', operator: 'NotIn', values: ['db'] }) };
    return {
      podSelector: expression({ key: 'app', operator: 'In', values: apps }),
      policyTypes: ['Ingress'],
      ingress: [{ from: [from], ports: [{ protocol: 'TCP', port: 'http' }] }],
    };
  },
  function outsideButSomeBlocks({ n, turn }) {
    const block = `${100 + (turn % 50)}.${n % 256}`;
    const to = { ipBlock: { cidr: `${block}.0.0/16`, except: [`${block}.8.0/24`, `${block}.64.0/18`] } };
    return {
      podSelector: app(turn),
      policyTypes: ['Egress'],
      egress: [{ to: [to], ports: [{ protocol: 'TCP', port: 443 }] }],
    };
  },
  function metricsForMonitoring() {
    const from = { namespaceSelector: labels({ [NAMESPACE_NAME]: namespaceName(0) }), podSelector: app(0) };
    return {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ from: [from], ports: [{ protocol: 'TCP', port: 'metrics' }] }],
    };
  },
  function appToApp({ next, turn }) {
    const peer = { namespaceSelector: labels({ [NAMESPACE_NAME]: namespaceName(next) }), podSelector: app(turn + 1) };
    const rule = { ports: [{ protocol: 'TCP', port: HTTP_PORTS[0] }] };
    return {
      podSelector: app(turn),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [peer], ...rule }],
      egress: [{ to: [peer], ...rule }, { to: [{ podSelector: {} }] }],
    };
  },
];

function appName(number) {
  return `app-${number % APPS}`;
}

function app(number) {
  return labels({ app: appName(number) });
}

function team(n) {
  return labels({ team: `team-${n % TEAMS}` });
}

function labels(matchLabels) {
  return { matchLabels };
}

function expression(...matchExpressions) {
  return { matchExpressions };
}
