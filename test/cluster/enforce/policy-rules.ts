import { addressAt, rangeOf } from '../../oracle/address';
import { blocksOf, type NetworkPolicy, type Pod, rulesOf } from '../../oracle/clusters';
import { answer, BOTH } from '../../oracle/judge';
import { POD_CIDR } from '../control-plane/control-plane';
import type { KubeObject } from '../state/system';

const PROTOCOLS = ['TCP', 'UDP'] as const;
const LAST_PORT = 65535;

/** What becomes of a connection that no policy allows: `reject` says so to the sender at once, `drop` lets it wait. */
export type Denial = 'reject' | 'drop';
const DENIALS: Readonly<Record<Denial, string>> = { reject: 'reject with icmp type admin-prohibited', drop: 'drop' };

/** All numbers from one cut to the next, which policies treat alike. */
interface Stretch {
  readonly first: bigint;
  readonly last: bigint;
}

/** The objects that policies are about, as the API server has them. */
export interface PolicyObjects {
  readonly namespaces: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
  readonly policies: readonly KubeObject[];
}

/**
 * The rules of nftables that hold pods to their policies, for every port of TCP and UDP, between pods and with all other
 * addresses of IPv4. Who may talk to whom is cyclonus' to say; what is written here are only its verdicts. A pod may always
 * talk to itself, and nodes to pods: their packets are not forwarded ones.
 */
export function policyRules(objects: PolicyObjects, denial: Denial): string {
  const pods = objects.pods.map(slim);
  const ports = stretches(portCuts(pods, objects.policies), BigInt(LAST_PORT)).slice(1); // port 0 is none
  const outside = stretches(addressCuts(objects.policies), 2n ** 32n - 1n).filter(({ first }) => !isOfPods(first));
  const { namespaces, policies } = objects;
  const question = {
    namespaces: namespaces.map(bare),
    pods,
    policies: policies.map((one) => ({ ...bare(one), spec: one.spec })),
    addresses: outside.map(({ first }) => addressAt(first, 32)!),
    ports: ports.flatMap(({ first }) => PROTOCOLS.map((protocol) => ({ port: Number(first), protocol }))),
  };
  const peers = [...pods.map(({ status }) => status.podIP), ...outside.map(addressText)];
  const [verdicts = ''] = answer([question]);
  const allowed: string[] = [];
  let at = 0;
  peers.forEach((from, i) => {
    peers.forEach((to, j) => {
      if (i >= pods.length && j >= pods.length) return;
      const may = ports.map(() => PROTOCOLS.map(() => (Number(verdicts[at++]) & BOTH) === BOTH || i === j));
      PROTOCOLS.forEach((protocol, p) => {
        for (const { first, last } of joined(ports.filter((_, n) => may[n]![p])))
          allowed.push(`${from} . ${to} . ${protocol.toLowerCase()} . ${first}-${last}`);
      });
    });
  });
  if (at !== verdicts.length) throw new Error(`the judge gave ${verdicts.length} verdicts, not ${at}`);
  return table(pods, allowed, denial);
}

/** Table of the rules, which takes the place of the one before. Replies, and errors about what was let through, pass. */
function table(pods: readonly Pod[], allowed: readonly string[], denial: Denial): string {
  const addresses = pods.map(({ status }) => status.podIP).join(', ');
  const elements = allowed.length ? `elements = { ${allowed.join(',\n')} }` : '';
  return `${WITHOUT_RULES}
table ip policies {
  set pods { type ipv4_addr; elements = { ${addresses} } }
  set allowed { type ipv4_addr . ipv4_addr . inet_proto . inet_service; flags interval; ${elements} }
  chain forward {
    type filter hook forward priority filter; policy accept;
    ct direction reply accept
    ct state related accept
    ip saddr . ip daddr . meta l4proto . th dport @allowed accept
    ip saddr @pods meta l4proto { tcp, udp } ${DENIALS[denial]}
    ip daddr @pods meta l4proto { tcp, udp } ${DENIALS[denial]}
  }
}
`;
}

/** Takes all rules away. */
export const WITHOUT_RULES = 'add table ip policies\ndelete table ip policies';

/** What policies look at of a pod. */
function slim(pod: KubeObject): Pod {
  const { spec, status } = pod;
  const containers = (some: readonly KubeObject[] = []) =>
    some.map(({ name: own, image, ports = [], restartPolicy }) => ({ name: own, image, ports, restartPolicy }));
  return {
    ...bare(pod),
    spec: { initContainers: containers(spec.initContainers), containers: containers(spec.containers) },
    status: { podIP: status.podIP },
  };
}

function bare({ apiVersion, kind, metadata: { namespace, name, labels } }: KubeObject) {
  return { apiVersion, kind, metadata: { namespace, name, labels } };
}

/** Ports where a verdict may begin to be another. */
function portCuts(pods: readonly Pod[], policies: readonly KubeObject[]): bigint[] {
  const declared = pods.flatMap(({ spec }) =>
    [...(spec.initContainers ?? []), ...spec.containers].flatMap(({ ports }) =>
      ports.flatMap(({ containerPort }) => [containerPort, containerPort + 1]),
    ),
  );
  const ruled = (policies as readonly NetworkPolicy[])
    .flatMap(rulesOf)
    .flatMap(({ ports = [] }) => ports)
    .flatMap(({ port, endPort = port }) => (typeof port === 'number' ? [port, Number(endPort) + 1] : []));
  return [1, ...declared, ...ruled].map(BigInt);
}

function addressCuts(policies: readonly KubeObject[]): bigint[] {
  const blocks = (policies as readonly NetworkPolicy[]).flatMap(rulesOf).flatMap(blocksOf);
  const ofIpv4 = blocks
    .flatMap(({ cidr, except = [] }) => [cidr, ...except])
    .filter((cidr) => rangeOf(cidr).bits === 32);
  return [POD_CIDR, ...ofIpv4].map(rangeOf).flatMap(({ first, last }) => [first, last + 1n]);
}

function stretches(cuts: readonly bigint[], last: bigint): Stretch[] {
  const sorted = [...new Set([0n, ...cuts])].filter((cut) => cut <= last).sort((one, other) => Number(one - other));
  return sorted.map((first, i) => ({ first, last: (sorted[i + 1] ?? last + 1n) - 1n }));
}

/** Stretches side by side become one. */
function joined(some: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const one of some) {
    const before = result.at(-1);
    if (before && before.last + 1n === one.first) result[result.length - 1] = { first: before.first, last: one.last };
    else result.push(one);
  }
  return result;
}

function isOfPods(address: bigint): boolean {
  const { first, last } = rangeOf(POD_CIDR);
  return address >= first && address <= last;
}

function addressText({ first, last }: Stretch): string {
  return `${addressAt(first, 32)}-${addressAt(last, 32)}`;
}
