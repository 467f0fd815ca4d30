import type { Protocol } from 'cdk8s-plus-28';
import type { PropCheck } from '../validation/prop-check';

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
   * @default - that of the policy
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

/** An end that somebody hands over: callers without types may give anything. */
export function endOf(at: PropCheck, prop: string, end: INetworkEnd): NetworkEnd {
  if (typeof end?.networkEnd === 'function') return end.networkEnd();
  const wanted = 'must be a Peer, such as Peer.pods(…), or a construct with pods, such as a HistoryServer or a Minio';
  return at.refuse('policy/peer', prop, end, wanted);
}
