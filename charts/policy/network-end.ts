import { Protocol } from 'cdk8s-plus-28';
import { oneOf } from '../validation/choice';
import { blockInside, cidrBlock } from '../validation/cidr';
import { checkSelector, dnsLabel, portName, serviceName } from '../validation/names';
import { flag, port as portNumber } from '../validation/numbers';
import { isPlainObject, type PropCheck, type PropNames } from '../validation/prop-check';
import { nameOfEnd } from './policy-name';

/** Whoever can stand at one end of a connection: a construct that makes pods, or knows them, or a `Peer`. */
export interface INetworkEnd {
  /** How policies find it, and where it listens. */
  networkEnd(): NetworkEnd;
}

/** One end of a connection, as policies see it: pods, or addresses, or everyone. */
export interface NetworkEnd {
  /** Stands for it in the names of policies: lower-case letters, digits, "-" and ".". */
  readonly name: string;
  /**
   * Namespace of the pods.
   * @default - none: only a `Peer` means that of the policy, of any other end it must be known
   */
  readonly namespace?: string;
  /**
   * Labels that select the pods.
   * @default - every pod of the namespace
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Ports of the pods, with those of the Services in front of them.
   * @default - not known: whoever allows a connection names the port
   */
  readonly ports?: NetworkEndPort[];
  /**
   * Service through which the pods are reached, in their namespace. Where the app of a plan has it, it must select exactly
   * these pods and lead from each `servicePort` to the port of the pods.
   * @default - none that is known
   */
  readonly serviceName?: string;
  /**
   * Whether the pods are somebody else's, so that the app of a plan has none of them. A construct that makes no pods needs
   * not say so.
   * @default false
   */
  readonly madeElsewhere?: boolean;
  /**
   * Whether the pods connect to each other, on the same ports: members of one server do.
   * @default false
   */
  readonly clustered?: boolean;
  /**
   * Addresses instead of pods.
   * @default - pods
   */
  readonly blocks?: AddressBlock[];
  /**
   * Everyone instead of pods: all pods of all namespaces and all addresses.
   * @default false
   */
  readonly everyone?: boolean;
}

/** A port on which pods listen. */
export interface NetworkEndPort {
  /** Port of the pods: the one that policies are made of. */
  readonly port: number;
  /**
   * Port of the Service that leads to it.
   * @default - no Service does
   */
  readonly servicePort?: number;
  /**
   * Its name.
   * @default - none
   */
  readonly name?: string;
  /**
   * What is spoken on it.
   * @default Protocol.TCP
   */
  readonly protocol?: Protocol;
}

/** An address block, IPv4 or IPv6. */
export interface AddressBlock {
  readonly cidr: string;
  /**
   * Smaller blocks inside it that are left out.
   * @default - none
   */
  readonly except?: string[];
}

const END: PropNames<NetworkEnd> = {
  name: true,
  namespace: true,
  podLabels: true,
  ports: true,
  serviceName: true,
  madeElsewhere: true,
  clustered: true,
  blocks: true,
  everyone: true,
};
const END_PORT: PropNames<NetworkEndPort> = { port: true, servicePort: true, name: true, protocol: true };

/** An end that somebody hands over: callers without types may give anything. */
export function endOf(at: PropCheck, prop: string, end: INetworkEnd): NetworkEnd {
  if (typeof end?.networkEnd === 'function') return checkEnd(at, `${prop}.networkEnd()`, end.networkEnd());
  const wanted = 'must be a Peer, such as Peer.pods(…), or a construct with pods, such as a HistoryServer or a Minio';
  return at.refuse('policy/peer', prop, end, wanted);
}

/** Whatever a class of somebody else's gives: a slip would else be read as everyone, or as every pod. */
function checkEnd(at: PropCheck, prop: string, end: NetworkEnd): NetworkEnd {
  if (!isPlainObject(end))
    at.refuse(
      'policy/peer',
      prop,
      end,
      'must be an object with a name, and with the labels of pods or blocks of addresses',
    );
  at.known(prop, end, END);
  const { name, namespace, podLabels, ports, blocks, everyone, ...others } = end;
  at.check(`${prop}.name`, name, nameOfEnd);
  at.optional(`${prop}.namespace`, namespace, dnsLabel);
  if (podLabels !== undefined) checkSelector(at, `${prop}.podLabels`, podLabels);
  at.optional(`${prop}.serviceName`, others.serviceName, serviceName);
  for (const field of ['clustered', 'madeElsewhere'] as const) at.optional(`${prop}.${field}`, others[field], flag);
  at.optional(`${prop}.everyone`, everyone, flag);
  if (ports !== undefined && !Array.isArray(ports))
    at.refuse('props/shape', `${prop}.ports`, ports, 'must be a list of ports such as { port: 8080 }');
  for (const [i, port] of (ports ?? []).entries()) checkEndPort(at, `${prop}.ports[${i}]`, port);
  if (blocks !== undefined) checkBlocks(at, `${prop}.blocks`, blocks);
  const isOfPods = namespace !== undefined || podLabels !== undefined;
  if ([isOfPods, blocks !== undefined, everyone === true].filter(Boolean).length > 1)
    at.refuse('props/conflict', prop, end, 'must be pods, or blocks of addresses, or everyone: one of them');
  return end;
}

function checkEndPort(at: PropCheck, prop: string, given: NetworkEndPort): void {
  if (!isPlainObject(given)) at.refuse('props/shape', prop, given, 'must be a port such as { port: 8080 }');
  at.known(prop, given, END_PORT);
  at.check(`${prop}.port`, given.port, portNumber);
  at.optional(`${prop}.servicePort`, given.servicePort, portNumber);
  at.optional(`${prop}.name`, given.name, portName);
  at.optional(`${prop}.protocol`, given.protocol, oneOf(Protocol));
}

/** No block at all would be written as a list of nobody, which Kubernetes reads as everyone. */
function checkBlocks(at: PropCheck, prop: string, blocks: readonly AddressBlock[]): void {
  if (!Array.isArray(blocks) || blocks.length === 0)
    at.refuse('props/shape', prop, blocks, 'must be a list of at least one block such as { cidr: "203.0.113.0/24" }');
  for (const [i, block] of blocks.entries()) checkBlock(at, `${prop}[${i}]`, block);
}

function checkBlock(at: PropCheck, prop: string, given: AddressBlock): void {
  if (!isPlainObject(given))
    at.refuse('props/shape', prop, given, 'must be a block such as { cidr: "203.0.113.0/24" }');
  at.check(`${prop}.cidr`, given.cidr, cidrBlock);
  at.list(`${prop}.except`, given.except ?? [], blockInside(given.cidr));
}
