import fc from 'fast-check';
import type { KubeObject } from '../../network/manifest/manifest';
import { addressAt, rangeOf } from './address';

/** A cluster as its objects, all of them valid by the rules of the API server. */
export interface Cluster {
  readonly namespaces: readonly KubeObject[];
  readonly pods: readonly Pod[];
  readonly policies: readonly NetworkPolicy[];
}

export interface Pod extends KubeObject {
  readonly spec: { readonly initContainers?: readonly Container[]; readonly containers: readonly Container[] };
  readonly status: { readonly podIP: string };
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly restartPolicy?: 'Always';
  readonly ports: readonly ContainerPort[];
}

interface ContainerPort {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: Protocol;
}

export type Protocol = 'TCP' | 'UDP' | 'SCTP';

export interface NetworkPolicy extends KubeObject {
  readonly spec: {
    readonly podSelector: object;
    readonly policyTypes?: readonly ('Ingress' | 'Egress')[];
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly PolicyPort[];
}

interface Peer {
  readonly podSelector?: object;
  readonly namespaceSelector?: object;
  readonly ipBlock?: IpBlock;
}

interface IpBlock {
  readonly cidr: string;
  readonly except?: readonly string[];
}

interface PolicyPort {
  readonly port?: number | string;
  readonly endPort?: number;
  readonly protocol?: Protocol;
}

/** What is asked of a cluster: all pairs of pods, and pods with addresses, at every port. */
export interface Probes {
  readonly addresses: readonly string[];
  readonly ports: readonly { readonly port: number; readonly protocol: Protocol }[];
}

export const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
const HIGHEST_PORT = 65535;
// Not all, so that names of policies and pods meet.
const NAMED_PROTOCOLS: readonly Protocol[] = ['TCP', 'TCP', 'UDP'];
const NAMESPACES = ['default', 'shop', 'lab'];
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
// Few of everything, so that selectors hit, blocks overlap and port names coincide.
const VALUES = ['a', 'b', ''];
const POD_LABELS = { app: VALUES, tier: VALUES, env: VALUES };
const NAMESPACE_LABELS = { team: VALUES, env: VALUES };
const PORT_NAMES = ['http', 'dns'];
const PORT_NUMBERS = [1, 53, 80, 82, 8080, HIGHEST_PORT];
/** Pods have their addresses in here, `10.244.0.1` and `fd00:244::1` up, which some of the blocks cover. */
const POD_NETWORKS = { IPv4: '10.244.0.', IPv6: 'fd00:244::' };
const IPV4_BASES = ['0.0.0.0', '10.0.0.0', '10.244.0.0', '192.0.2.77', '203.0.113.64', '255.255.255.0'];
const IPV6_BASES = ['::', 'fd00:244::', '2001:db8::', '2001:db8:0:1::7', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff00'];

const protocol = fc.constantFrom(...PROTOCOLS);
const namespaceName = fc.constantFrom(...NAMESPACES);

/** Objects with some of the fields, or none. */
function some<T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
  return fc.record(fields, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Partial<T>>;
}

function labels(alphabet: Record<string, string[]>): fc.Arbitrary<Record<string, string>> {
  return some(
    Object.fromEntries(Object.entries(alphabet).map(([key, values]) => [key, fc.constantFrom(...values)])),
  ) as fc.Arbitrary<Record<string, string>>;
}

function selector(alphabet: Record<string, string[]>): fc.Arbitrary<object> {
  const expression = fc.constantFrom(...Object.entries(alphabet)).chain(([key, values]) =>
    fc.oneof(
      fc.record({
        key: fc.constant(key),
        operator: fc.constantFrom('In', 'NotIn'),
        values: fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
      }),
      fc.record({ key: fc.constant(key), operator: fc.constantFrom('Exists', 'DoesNotExist') }),
    ),
  );
  const one = fc
    .constantFrom(...Object.entries(alphabet))
    .chain(([key, values]) => fc.constantFrom(...values).map((value) => ({ matchLabels: { [key]: value } })));
  return fc.oneof(
    fc.constant({}),
    one,
    some({ matchLabels: labels(alphabet), matchExpressions: fc.array(expression, { maxLength: 2 }) }),
  );
}

const podSelector = selector(POD_LABELS);
const namespaceSelector = selector({ ...NAMESPACE_LABELS, [NAMESPACE_NAME]: NAMESPACES });

function ipBlock(bases: string[], prefixes: number[], bits: 32 | 128): fc.Arbitrary<IpBlock> {
  const within = fc.record({ longer: fc.integer({ min: 1, max: 8 }), index: fc.nat(255) });
  return fc
    .record({
      base: fc.constantFrom(...bases),
      prefix: fc.constantFrom(...prefixes),
      except: fc.option(fc.array(within, { maxLength: 3 }), { nil: undefined }),
    })
    .map(({ base, prefix, except }) => {
      const cidr = `${base}/${prefix}`;
      const subnets = except
        ?.filter(({ longer }) => prefix + longer <= bits)
        .map(({ longer, index }) => {
          const size = 1n << BigInt(bits - prefix - longer);
          const start = rangeOf(cidr).first + (BigInt(index) % (1n << BigInt(longer))) * size;
          return `${addressAt(start, bits)}/${prefix + longer}`;
        });
      return subnets ? { cidr, except: subnets } : { cidr };
    });
}

const peer: fc.Arbitrary<Peer> = fc.oneof(
  fc.record({ podSelector }),
  fc.record({ namespaceSelector }),
  fc.record({ podSelector, namespaceSelector }),
  fc.record({ ipBlock: ipBlock(IPV4_BASES, [0, 1, 8, 16, 24, 26, 30, 31, 32], 32) }),
  fc.record({ ipBlock: ipBlock(IPV6_BASES, [0, 1, 7, 32, 64, 120, 127, 128], 128) }),
);

const portNumber = fc.constantFrom(...PORT_NUMBERS);
const portName = fc.constantFrom(...PORT_NAMES);
const policyPortName = fc
  .tuple(portName, some({ protocol: fc.constantFrom(...NAMED_PROTOCOLS) }))
  .map(([port, rest]) => ({ port, ...rest }));
const policyPort: fc.Arbitrary<PolicyPort> = fc.oneof(
  some({ protocol }),
  some({ port: portNumber, protocol }),
  policyPortName,
  policyPortName,
  fc.tuple(portNumber, fc.nat(30), fc.option(protocol, { nil: undefined })).map(([port, further, name]) => ({
    port,
    endPort: Math.min(port + further, HIGHEST_PORT),
    ...(name && { protocol: name }),
  })),
);

function rules(peers: 'from' | 'to') {
  return fc.array(some({ [peers]: fc.array(peer, { maxLength: 3 }), ports: fc.array(policyPort, { maxLength: 3 }) }), {
    maxLength: 2,
  });
}

const policySpec = fc
  .tuple(
    podSelector,
    some({
      policyTypes: fc.constantFrom<('Ingress' | 'Egress')[]>(
        [],
        ['Ingress'],
        ['Egress'],
        ['Egress', 'Ingress'],
        ['Ingress', 'Ingress'],
      ),
      ingress: rules('from'),
      egress: rules('to'),
    }),
  )
  .map(([podSelector, rest]) => ({ podSelector, ...rest }));

const containerPort: fc.Arbitrary<ContainerPort> = fc.oneof(
  fc.tuple(portNumber, some({ protocol })).map(([containerPort, rest]) => ({ containerPort, ...rest })),
  fc
    .tuple(portName, portNumber, some({ protocol: fc.constantFrom(...NAMED_PROTOCOLS) }))
    .map(([name, containerPort, rest]) => ({ name, containerPort, ...rest })),
);

const podSpec = fc
  .tuple(
    fc.array(fc.array(containerPort, { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
    fc.option(fc.record({ sidecar: fc.boolean(), ports: fc.array(containerPort, { maxLength: 2 }) }), {
      nil: undefined,
    }),
  )
  .map(([containers, init]) => {
    const ports = withNamesOnce([...containers, init?.ports ?? []]);
    const container = (name: string, i: number) => ({ name, image: 'app', ports: ports[i]! });
    return {
      ...(init && {
        initContainers: [
          { ...container('init', containers.length), ...(init.sidecar && { restartPolicy: 'Always' as const }) },
        ],
      }),
      containers: containers.map((_, i) => container(`c${i}`, i)),
    };
  });

/** The API server wants names once a container. Once a pod and protocol, else it is left open which of the ports is meant. */
function withNamesOnce(containers: readonly (readonly ContainerPort[])[]): ContainerPort[][] {
  const taken = new Set<string>();
  return containers.map((ports, container) =>
    ports.map(({ name, ...port }) => {
      const keys = [`${name} in ${container}`, `${name} ${port.protocol ?? 'TCP'}`];
      if (name === undefined || keys.some((key) => taken.has(key))) return port;
      for (const key of keys) taken.add(key);
      return { name, ...port };
    }),
  );
}

const pods = fc
  .array(
    fc.record({
      namespace: fc.option(namespaceName, { nil: undefined, freq: 4 }),
      labels: labels(POD_LABELS),
      spec: podSpec,
      family: fc.constantFrom<('IPv4' | 'IPv6')[]>('IPv4', 'IPv4', 'IPv6'),
    }),
    { minLength: 2, maxLength: 8 },
  )
  .map((all) =>
    all.map(
      ({ namespace, labels, spec, family }, i): Pod => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `p${i}`, ...(namespace && { namespace }), labels },
        spec,
        status: { podIP: `${POD_NETWORKS[family]}${i + 1}` },
      }),
    ),
  );

const policies = fc.array(fc.record({ namespace: namespaceName, spec: policySpec }), { maxLength: 5 }).map((all) =>
  all.map(
    ({ namespace, spec }, i): NetworkPolicy => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `np${i}`, namespace },
      spec,
    }),
  ),
);

/** Some namespaces have no object: the API server would have made one. */
const namespaces = fc
  .uniqueArray(fc.record({ name: namespaceName, labels: labels(NAMESPACE_LABELS), named: fc.boolean() }), {
    selector: ({ name }) => name,
  })
  .map((all) =>
    all.map(
      ({ name, labels, named }): KubeObject => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: named ? { ...labels, [NAMESPACE_NAME]: name } : labels },
      }),
    ),
  );

export const clusters: fc.Arbitrary<Cluster> = fc.record({ namespaces, pods, policies });

/** `namespace/name` */
export function podName({ metadata }: Pod): string {
  return `${metadata.namespace ?? 'default'}/${metadata.name}`;
}

export function rulesOf({ spec }: NetworkPolicy): Rule[] {
  return [...(spec.ingress ?? []), ...(spec.egress ?? [])];
}

export function peersOf({ from = [], to = [] }: Rule): Peer[] {
  return [...from, ...to];
}

export function blocksOf(rule: Rule): IpBlock[] {
  return peersOf(rule).flatMap(({ ipBlock }) => ipBlock ?? []);
}

/** Addresses and ports at both sides of every edge that the cluster draws. */
export function probes({ pods, policies }: Cluster): Probes {
  const rules = policies.flatMap(rulesOf);
  const blocks = rules.flatMap(blocksOf).flatMap(({ cidr, except = [] }) => [cidr, ...except]);
  const ofPods = new Set(pods.map(({ status }) => status.podIP));
  const addresses = blocks.flatMap((cidr) => {
    const { bits, first, last } = rangeOf(cidr);
    return [first - 1n, first, last, last + 1n].map((number) => addressAt(number, bits));
  });

  const declared = pods.flatMap(({ spec }) =>
    [...(spec.initContainers ?? []), ...spec.containers].flatMap(({ ports }) =>
      ports.map((port) => port.containerPort),
    ),
  );
  const edges = rules.flatMap(({ ports = [] }) =>
    ports.flatMap(({ port, endPort = port }) =>
      typeof port === 'number' ? [port - 1, port, Number(endPort), Number(endPort) + 1] : [],
    ),
  );
  const numbers = [...declared, ...edges].filter((port) => port >= 1 && port <= HIGHEST_PORT);
  return {
    addresses: [...new Set(addresses)].filter((address) => address !== undefined && !ofPods.has(address)) as string[],
    ports: [...new Set(numbers.length ? numbers : PORT_NUMBERS)].flatMap((port) =>
      PROTOCOLS.map((protocol) => ({ port, protocol })),
    ),
  };
}
