import type { KubeObject } from '../state/system';
import { DNS_ADDRESS } from './lab';

/** Addresses outside of the cluster, some on this and some on that side of the blocks of the policies below. */
export const OUTSIDE = {
  admitted: '198.51.100.10',
  excepted: '198.51.100.200',
  visitor: '203.0.113.10',
  stranger: '192.0.2.10',
} as const;

const RESTRICTED = {
  container: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  pod: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
};

interface ContainerPort {
  readonly containerPort: number;
  readonly name?: string;
  readonly protocol?: 'TCP' | 'UDP';
}

function podSpec(name: string, ports: readonly ContainerPort[]) {
  const container = { name, image: `${name}:1`, ports, securityContext: RESTRICTED.container };
  return { enableServiceLinks: false, securityContext: RESTRICTED.pod, containers: [container] };
}

function pod(namespace: string, name: string, labels: object, ...ports: ContainerPort[]): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name, labels }, spec: podSpec(name, ports) };
}

function namespace(name: string, labels = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

function policy(namespaceName: string, name: string, spec: object): KubeObject {
  const metadata = { namespace: namespaceName, name };
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec };
}

function tcp(containerPort: number): ContainerPort {
  return { containerPort };
}

/** DNS of the cluster, as installers make it: CoreDNS for all namespaces, on UDP and TCP. */
const DNS_LABELS = { 'k8s-app': 'kube-dns' };
const DNS_PORTS = [
  { name: 'dns', port: 53, protocol: 'UDP' },
  { name: 'dns-tcp', port: 53, protocol: 'TCP' },
] as const;
export const CLUSTER_DNS: readonly KubeObject[] = [
  namespace('kube-system'),
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'kube-system', name: 'coredns', labels: DNS_LABELS },
    spec: {
      replicas: 1,
      selector: { matchLabels: DNS_LABELS },
      template: {
        metadata: { labels: DNS_LABELS },
        spec: podSpec(
          'coredns',
          DNS_PORTS.map(({ name, port, protocol }) => ({ name, containerPort: port, protocol })),
        ),
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'kube-system', name: 'kube-dns', labels: DNS_LABELS },
    spec: {
      clusterIP: DNS_ADDRESS,
      selector: DNS_LABELS,
      ports: DNS_PORTS.map(({ name, port, protocol }) => ({ name, port, protocol, targetPort: name })),
    },
  },
];

/** Pods that the policies of dist/ are for or let through and dist/ itself does not have, and one stranger a namespace. */
export const NEIGHBOURS: readonly KubeObject[] = [
  namespace('ingress-nginx'),
  pod('ingress-nginx', 'controller', { 'app.kubernetes.io/name': 'ingress-nginx' }, tcp(80)),
  pod('zero-trust', 'frontend', { app: 'frontend' }, tcp(80)),
  pod('zero-trust', 'backend', { app: 'backend' }, tcp(8080)),
  pod('zero-trust', 'postgres', { app: 'postgres' }, tcp(5432)),
  ...['default', 'k8s-lab5', 'production', 'price-history-large', 'three-tier', 'zero-trust'].map((name) =>
    pod(name, 'stranger', { app: 'stranger' }, tcp(7777)),
  ),
];

const DNS_PEER = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
  podSelector: { matchLabels: DNS_LABELS },
};
const UDP_DNS = { port: 53, protocol: 'UDP' };
const only = (app: string) => ({ matchLabels: { app } });

/** What the policies of dist/ have no example of: blocks, ranges and names of ports, UDP, expressions, no way to the DNS. */
export const EDGES: readonly KubeObject[] = [
  namespace('edges', { team: 'edges' }),
  pod('edges', 'walled', { app: 'walled' }, tcp(80)),
  pod('edges', 'udp-only', { app: 'udp-only' }, tcp(80)),
  pod('edges', 'client', { app: 'client' }, tcp(80)),
  pod('edges', 'by-block', { app: 'by-block' }, tcp(80)),
  pod(
    'edges',
    'server',
    { app: 'server' },
    ...[8079, 8080, 8085, 8090, 8091].map(tcp),
    { containerPort: 9100, name: 'metrics' },
    { containerPort: 5353, name: 'mdns', protocol: 'UDP' },
  ),
  policy('edges', 'walled', { podSelector: only('walled'), policyTypes: ['Ingress', 'Egress'] }),
  policy('edges', 'udp-only', {
    podSelector: only('udp-only'),
    policyTypes: ['Egress'],
    egress: [{ to: [DNS_PEER], ports: [UDP_DNS] }],
  }),
  policy('edges', 'client', {
    podSelector: only('client'),
    policyTypes: ['Egress'],
    egress: [
      { to: [{ podSelector: {} }] },
      { to: [DNS_PEER], ports: [UDP_DNS, { ...UDP_DNS, protocol: 'TCP' }] },
      {
        to: [{ ipBlock: { cidr: '198.51.100.0/24', except: ['198.51.100.128/25'] } }],
        ports: [{ port: 443 }],
      },
    ],
  }),
  policy('edges', 'by-block', {
    podSelector: only('by-block'),
    policyTypes: ['Egress'],
    egress: [{ to: [{ ipBlock: { cidr: '10.244.0.0/16' } }] }],
  }),
  policy('edges', 'server', {
    podSelector: only('server'),
    policyTypes: ['Ingress'],
    ingress: [
      { from: [{ podSelector: only('client') }], ports: [{ port: 8080, endPort: 8090 }] },
      { from: [{ podSelector: {} }], ports: [{ port: 'metrics' }, { port: 'mdns', protocol: 'UDP' }] },
      {
        from: [{ namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'DoesNotExist' }] } }],
        ports: [{ port: 8079 }],
      },
      { from: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ port: 8080 }] },
    ],
  }),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: 'edges', name: 'server' },
    spec: {
      selector: { app: 'server' },
      ports: [
        { name: 'metrics', port: 80, targetPort: 'metrics' },
        { name: 'mdns', port: 53, protocol: 'UDP', targetPort: 'mdns' },
      ],
    },
  },
];

/** Lets the fetcher of price-history out to the DNS, the history server and the admitted address: no further. */
export const FETCHER_POLICY = policy('production', 'price-fetcher', {
  podSelector: { matchLabels: { microservice: 'price-fetcher' } },
  policyTypes: ['Egress'],
  egress: [
    { to: [DNS_PEER], ports: [UDP_DNS, { ...UDP_DNS, protocol: 'TCP' }] },
    { to: [{ podSelector: { matchLabels: { microservice: 'history-server' } } }], ports: [{ port: 8080 }] },
    { to: [{ ipBlock: { cidr: `${OUTSIDE.admitted}/32` } }], ports: [{ port: 80 }] },
  ],
});

/**
 * A pod as a Job of the CronJob has it. kwok lets those of Jobs complete at once; this one stays, so that it can be connected
 * from.
 */
export function podOfJob({ metadata, spec }: KubeObject): KubeObject {
  const { template } = spec.jobTemplate.spec;
  const { namespace: home, name } = metadata;
  const labels = template.metadata.labels;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: home, name: `${name}-run`, labels },
    spec: template.spec,
  };
}
