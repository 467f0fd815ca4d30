import type { Manifest, Origin } from '../manifest/manifest';
import { type AddressRange, contains, parseCidr } from './address';
import { isPortName, isPortNumber, isProtocol, LAST_PORT, PROTOCOLS, type Protocol } from './port';
import type { Report } from './report';
import { readSelector, type Selector } from './selector';

export interface NetworkPolicy {
  readonly namespace: string;
  readonly name: string;
  readonly podSelector: Selector;
  /** Present when the policy isolates for this direction; no rule then admits nothing. */
  readonly ingress?: readonly PolicyRule[];
  readonly egress?: readonly PolicyRule[];
  readonly origin: Origin;
}

export type Direction = 'ingress' | 'egress';

export interface PolicyRule {
  readonly index: number;
  /** Absent: anyone, inside and outside of the cluster. */
  readonly peers?: readonly PolicyPeer[];
  /** Absent: every port of every protocol. */
  readonly ports?: readonly PolicyPort[];
}

export type PolicyPeer = PodPeer | BlockPeer;

export interface PodPeer {
  /** Absent: the policy's own namespace. */
  readonly namespaceSelector?: Selector;
  readonly podSelector: Selector;
}

export interface BlockPeer {
  readonly block: AddressRange;
  readonly except: readonly AddressRange[];
  /** `10.0.0.0/8 except 10.1.0.0/16` */
  readonly text: string;
}

export type PolicyPort =
  | { readonly protocol: Protocol; readonly first: number; readonly last: number }
  | { readonly protocol: Protocol; readonly name: string };

const CODE = 'input/policy';

/** Reads a policy as the API server does, with its defaults, and reports what it would refuse. */
export function readNetworkPolicy({ object, origin }: Manifest, namespace: string, report: Report): NetworkPolicy {
  const at = report.at('spec');
  const spec = at.fields(object.spec, ['podSelector', 'policyTypes', 'ingress', 'egress'], CODE);
  const types = at.at('policyTypes').list(spec.policyTypes, CODE);
  for (const [index, type] of types.entries())
    if (type !== 'Ingress' && type !== 'Egress')
      at.at('policyTypes', index).problem(CODE, `${JSON.stringify(type)} is no policy type; write Ingress or Egress`);
  const ingress = readRules(spec.ingress, 'from', at.at('ingress'));
  const egress = readRules(spec.egress, 'to', at.at('egress'));
  const isolates = (type: string, byDefault: boolean) => (types.length ? types.includes(type) : byDefault);
  return {
    namespace,
    name: object.metadata.name,
    podSelector: readSelector(spec.podSelector, at.at('podSelector')),
    ingress: isolates('Ingress', true) ? ingress : undefined,
    egress: isolates('Egress', egress.length > 0) ? egress : undefined,
    origin,
  };
}

function readRules(value: unknown, peersField: 'from' | 'to', report: Report): PolicyRule[] {
  return report.list(value, CODE).map((rule, index) => {
    const at = report.at(index);
    const fields = at.fields(rule, [peersField, 'ports'], CODE);
    const peers = at.at(peersField).list(fields[peersField], CODE);
    const ports = at.at('ports').list(fields.ports, CODE);
    return {
      index,
      peers: peers.length ? read(peers, at.at(peersField), readPeer) : undefined,
      ports: ports.length ? read(ports, at.at('ports'), readPort) : undefined,
    };
  });
}

function read<T>(items: readonly unknown[], report: Report, reader: (item: unknown, at: Report) => T | undefined): T[] {
  return items.map((item, index) => reader(item, report.at(index))).filter((item) => item !== undefined);
}

function readPeer(value: unknown, report: Report): PolicyPeer | undefined {
  const { podSelector, namespaceSelector, ipBlock } = report.fields(
    value,
    ['podSelector', 'namespaceSelector', 'ipBlock'],
    CODE,
  );
  const given = (field: unknown) => field !== undefined && field !== null;
  if (given(ipBlock)) {
    if (given(podSelector) || given(namespaceSelector))
      return report.problem(CODE, 'a peer is either an ipBlock or selectors; make two list items of it');
    return readBlock(ipBlock, report.at('ipBlock'));
  }
  if (!given(podSelector) && !given(namespaceSelector))
    return report.problem(
      CODE,
      'the peer is empty; give podSelector, namespaceSelector or ipBlock, or leave out the list',
    );
  return {
    namespaceSelector: given(namespaceSelector)
      ? readSelector(namespaceSelector, report.at('namespaceSelector'))
      : undefined,
    podSelector: readSelector(podSelector, report.at('podSelector')),
  };
}

function readBlock(value: unknown, report: Report): BlockPeer | undefined {
  const { cidr, except: given } = report.fields(value, ['cidr', 'except'], CODE);
  const block = parseCidr(String(cidr));
  if (!block)
    return report
      .at('cidr')
      .problem('input/cidr', `${JSON.stringify(cidr) ?? 'nothing'} is not an address block; write one like 10.0.0.0/8`);
  const except: AddressRange[] = [];
  for (const [index, text] of report.at('except').list(given, CODE).entries()) {
    const at = report.at('except', index);
    const range = parseCidr(String(text));
    if (!range) at.problem('input/cidr', `${JSON.stringify(text)} is not an address block; write one like 10.1.0.0/16`);
    else if (!contains(block, range) || contains(range, block))
      at.problem('input/cidr', `${text} is not a smaller block inside ${cidr}`);
    else except.push(range);
  }
  const text = except.length ? `${cidr} except ${(given as string[]).join(', ')}` : String(cidr);
  return { block, except, text };
}

function readPort(value: unknown, report: Report): PolicyPort | undefined {
  const { protocol: givenProtocol, port, endPort } = report.fields(value, ['protocol', 'port', 'endPort'], CODE);
  const protocol = givenProtocol ?? 'TCP';
  const wrong = (field: string, message: string) => report.at(field).problem('input/port', message);
  if (!isProtocol(protocol))
    return wrong('protocol', `${JSON.stringify(protocol)} is no protocol; write ${PROTOCOLS.join(', ')}`);
  if (port === undefined || port === null) {
    if (endPort !== undefined && endPort !== null) return wrong('endPort', 'needs a port to start from');
    return { protocol, first: 1, last: LAST_PORT };
  }
  if (typeof port === 'string') {
    if (!isPortName(port))
      return wrong('port', `"${port}" is not the name of a port; a number is written without quotes`);
    if (endPort !== undefined && endPort !== null)
      return wrong('endPort', `can't follow the named port "${port}"; write numbers for a range`);
    return { protocol, name: port };
  }
  if (!isPortNumber(port)) return wrong('port', `${JSON.stringify(port)} is not a port; write 1 to ${LAST_PORT}`);
  if (endPort === undefined || endPort === null) return { protocol, first: port, last: port };
  if (!isPortNumber(endPort) || endPort < port)
    return wrong('endPort', `${JSON.stringify(endPort)} does not follow port ${port}; write ${port} to ${LAST_PORT}`);
  return { protocol, first: port, last: endPort };
}
