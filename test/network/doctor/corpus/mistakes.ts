/** One slip in the clean application. */
export interface Mistake {
  readonly name: string;
  /** New values by `Kind name path`; undefined takes the field away, and without a path the whole object. */
  readonly changes: Readonly<Record<string, unknown>>;
  /** The rules that name it. */
  readonly finds: readonly string[];
  /** Rules that may well see what follows from it. */
  readonly also?: readonly string[];
}

const CONTROLLER = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } },
  podSelector: {
    matchLabels: { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' },
  },
};
const FETCHER = { podSelector: { matchLabels: { app: 'fetcher' } } };
const API_CONTAINER = 'Deployment api spec.template.spec.containers.0';
const INGRESS_PATHS = 'Ingress prices spec.rules.0.http.paths';
const BACKEND = `${INGRESS_PATHS}.0.backend.service`;
const FROM_CONTROLLER = 'NetworkPolicy api spec.ingress.0';
const FROM_FETCHER = 'NetworkPolicy api spec.ingress.1';
const TO_DNS = 'NetworkPolicy api spec.egress.1';

/** The same 44 for every tool. */
export const MISTAKES: readonly Mistake[] = [
  {
    name: '01 the selector of a Service fits no pod',
    changes: { 'Service api spec.selector': { app: 'apii' } },
    finds: ['service/no-endpoints'],
  },
  {
    name: '02 a targetPort that no container declares',
    changes: { 'Service api spec.ports.0.targetPort': 8081 },
    finds: ['service/target-port-undeclared'],
    also: ['policy/one-sided', 'ingress/controller-denied', 'env/service-denied'],
  },
  {
    name: '03 a targetPort of a name that no container has',
    changes: { 'Service api spec.ports.0.targetPort': 'web' },
    finds: ['service/target-port-unknown-name'],
  },
  {
    name: '04 an Ingress to a Service that is not there',
    changes: { [`${BACKEND}.name`]: 'history' },
    finds: ['ingress/backend-missing'],
  },
  {
    name: '05 an Ingress to a port that the Service has not',
    changes: { [`${BACKEND}.port`]: { number: 8080 } },
    finds: ['ingress/backend-pod-port'],
  },
  {
    name: '06 an Ingress to a port name that the Service has not',
    changes: { [`${BACKEND}.port`]: { name: 'web' } },
    finds: ['ingress/backend-port-missing'],
  },
  {
    name: '07 an Ingress to a Service of another namespace',
    changes: { 'Ingress prices metadata.namespace': 'monitoring' },
    finds: ['ingress/backend-missing'],
  },
  {
    name: "08 a policy that opens the Service's port",
    changes: { [`${FROM_CONTROLLER}.ports.0.port`]: 80 },
    finds: ['policy/service-port-instead-of-pod-port'],
    also: ['ingress/controller-denied'],
  },
  {
    name: '09 egress admitted, ingress not',
    changes: { 'NetworkPolicy minio spec.ingress.0.from': [FETCHER] },
    finds: ['policy/one-sided'],
    also: ['env/service-denied'],
  },
  {
    name: '10 ingress admitted, egress not',
    changes: { 'NetworkPolicy api spec.egress.0': undefined },
    finds: ['policy/one-sided'],
    also: ['env/service-denied'],
  },
  {
    name: '11 the two sides open different ports',
    changes: { 'NetworkPolicy minio spec.ingress.0.ports.0.port': 9001 },
    finds: ['policy/one-sided'],
    also: ['env/service-denied'],
  },
  {
    name: '12 no DNS for pods that are shut in',
    changes: { [TO_DNS]: undefined },
    finds: ['policy/no-dns'],
  },
  {
    name: '13 DNS over UDP alone',
    changes: { [`${TO_DNS}.ports.1`]: undefined },
    finds: ['policy/dns-over-udp-only'],
  },
  {
    name: '14 DNS pods under a label that they have not',
    changes: { [`${TO_DNS}.to.0.podSelector`]: { matchLabels: { 'k8s-app': 'coredns' } } },
    finds: ['policy/no-dns'],
  },
  {
    name: '15 a policy that selects no pod',
    changes: { 'NetworkPolicy api spec.podSelector': { matchLabels: { app: 'apii' } } },
    finds: ['policy/selects-nothing'],
    also: ['policy/uncovered-workload'],
  },
  {
    name: '16 a policy in the wrong namespace',
    changes: { 'NetworkPolicy minio metadata.namespace': undefined },
    finds: ['policy/selects-nothing'],
    also: ['policy/uncovered-workload'],
  },
  {
    name: '17 a peer that selects no pod',
    changes: { [`${FROM_FETCHER}.from.1.podSelector`]: { matchLabels: { app: 'fetch' } } },
    finds: ['policy/peer-selects-nothing'],
    also: ['policy/one-sided', 'env/service-denied'],
  },
  {
    name: '18 two peers where one was meant',
    changes: {
      [`${FROM_CONTROLLER}.from`]: [
        { namespaceSelector: CONTROLLER.namespaceSelector },
        { podSelector: CONTROLLER.podSelector },
      ],
    },
    finds: ['policy/or-instead-of-and'],
  },
  {
    name: '19 one peer where two were meant',
    changes: {
      [`${FROM_FETCHER}.from`]: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
          podSelector: FETCHER.podSelector,
        },
      ],
    },
    finds: ['policy/and-selects-nothing'],
    also: ['policy/one-sided', 'env/service-denied'],
  },
  {
    name: '20 pods of another namespace without their namespace',
    changes: { [`${FROM_CONTROLLER}.from`]: [{ podSelector: CONTROLLER.podSelector }] },
    finds: ['policy/pods-of-another-namespace'],
    also: ['ingress/controller-denied'],
  },
  {
    name: '21 a label that the namespace has not',
    changes: { [`${FROM_CONTROLLER}.from.0.namespaceSelector`]: { matchLabels: { name: 'ingress-nginx' } } },
    finds: ['policy/unknown-namespace-label'],
    also: ['ingress/controller-denied'],
  },
  {
    name: '22 every namespace let in',
    changes: { [`${FROM_CONTROLLER}.from`]: [{ namespaceSelector: {} }] },
    finds: ['policy/every-namespace'],
  },
  {
    name: '23 an empty list of senders lets everyone in',
    changes: { [`${FROM_CONTROLLER}.from`]: [] },
    finds: ['policy/empty-peers'],
  },
  {
    name: '24 the cluster IP of a Service as a block',
    changes: { 'NetworkPolicy api spec.egress.0.to': [{ ipBlock: { cidr: '10.96.44.12/32' } }] },
    finds: ['policy/block-holds-cluster-ip'],
    also: ['policy/one-sided', 'env/service-denied'],
  },
  {
    name: '25 egress rules of a policy for ingress alone',
    changes: { 'NetworkPolicy fetcher spec.policyTypes': ['Ingress'] },
    finds: ['policy/rules-not-in-force'],
  },
  {
    name: '26 an empty egress without policyTypes',
    changes: { 'NetworkPolicy minio spec.policyTypes': undefined },
    finds: ['policy/types-missing'],
  },
  {
    name: '27 a port name that no pod has',
    changes: { [`${FROM_FETCHER}.ports.0.port`]: 'web' },
    finds: ['policy/unknown-port-name'],
    also: ['policy/one-sided', 'env/service-denied'],
  },
  {
    name: '28 another protocol than the pods speak',
    changes: { 'NetworkPolicy minio spec.ingress.0.ports.0.protocol': 'UDP' },
    finds: ['policy/one-sided'],
    also: ['env/service-denied'],
  },
  {
    name: '29 the Ingress controller shut out',
    changes: { [FROM_CONTROLLER]: undefined },
    finds: ['ingress/controller-denied'],
  },
  {
    name: '30 a workload whose selector is not of its pods',
    changes: { 'Deployment api spec.selector': { matchLabels: { app: 'apii' } } },
    finds: ['workload/selector-mismatch'],
  },
  {
    name: '31 a Service over pods of several workloads',
    changes: { 'Service api spec.selector': { 'part-of': 'prices' } },
    finds: ['service/selects-several-workloads'],
    also: ['ingress/controller-denied', 'env/service-denied', 'service/target-port-unknown-name'],
  },
  {
    name: '32 two ports of a Service with one name',
    changes: { 'Service minio spec.ports.1.name': 's3' },
    finds: ['service/duplicate-port-name'],
  },
  {
    name: '33 several ports of a Service without names',
    changes: { 'Service minio spec.ports.0.name': undefined, 'Service minio spec.ports.1.name': undefined },
    finds: ['service/unnamed-ports'],
  },
  {
    name: '34 a URL of a Service that is not there',
    changes: { [`${API_CONTAINER}.env.0.value`]: 'http://minoi:9000' },
    finds: ['env/service-missing'],
  },
  {
    name: '35 a URL with a port that the Service has not',
    changes: { [`${API_CONTAINER}.env.0.value`]: 'http://minio:9090' },
    finds: ['env/service-port'],
  },
  {
    name: '36 an exception outside of its block',
    changes: {
      'NetworkPolicy fetcher spec.egress.2.to': [{ ipBlock: { cidr: '203.0.113.0/24', except: ['10.0.0.0/8'] } }],
    },
    finds: ['input/cidr'],
  },
  {
    name: '37 port 0',
    changes: { [`${FROM_CONTROLLER}.ports.0.port`]: 0 },
    finds: ['input/port'],
  },
  {
    name: '38 a range of ports that ends before it begins',
    changes: { [`${FROM_CONTROLLER}.ports.0.endPort`]: 8000 },
    finds: ['input/port'],
  },
  {
    name: '39 a policy for pods on the network of their node',
    changes: { 'Deployment minio spec.template.spec.hostNetwork': true },
    finds: ['policy/host-network'],
    also: ['workload/host-network-dns', 'pod-security/baseline'],
  },
  {
    name: '40 the same host and path twice',
    changes: {
      [`${INGRESS_PATHS}.1`]: {
        path: '/',
        pathType: 'Prefix',
        backend: { service: { name: 'minio', port: { number: 9000 } } },
      },
    },
    finds: ['ingress/duplicate-path'],
    also: ['ingress/controller-denied'],
  },
  {
    name: '41 an Ingress to a port of UDP',
    changes: { 'Service api spec.ports.0.protocol': 'UDP', 'Service api spec.ports.0.targetPort': 8080 },
    finds: ['ingress/backend-port-udp'],
    also: ['service/target-port-undeclared', 'env/service-port'],
  },
  {
    name: '42 a selector one step too far to the right',
    changes: {
      [`${FROM_CONTROLLER}.from.0`]: {
        namespaceSelector: { ...CONTROLLER.namespaceSelector, podSelector: CONTROLLER.podSelector },
      },
    },
    finds: ['input/selector'],
  },
  {
    name: '43 pods that no policy covers',
    changes: { 'NetworkPolicy minio': undefined },
    finds: ['policy/uncovered-workload'],
  },
  {
    name: '44 a probe of a port that nothing listens on',
    changes: { [`${API_CONTAINER}.readinessProbe.httpGet.port`]: 8081 },
    finds: ['workload/probe-port-undeclared'],
  },
];
