import { type k8s, Protocol } from 'cdk8s-plus-28';
import { oneOf } from '../validation/choice';
import { portName } from '../validation/names';
import { port, wholeNumber } from '../validation/numbers';
import { PropCheck } from '../validation/prop-check';
import type { Plain } from '../workload/manifest';
import type { NetworkEnd, NetworkEndPort } from './network-end';

const LAST = 65535;
const PROTOCOLS: readonly Protocol[] = Object.values(Protocol);

/** A port of a policy's rule, in the spelling of Kubernetes. */
export type PolicyPort = Plain<k8s.NetworkPolicyPort>;

/** The same, as a plan has it. */
export type PlannedPort = PolicyPort & {
  /** Whether the pods are said to listen on it without declaring it. */
  readonly isUndeclared?: boolean;
};

interface Meant {
  /** Absent: every protocol. */
  readonly protocol?: Protocol;
  readonly port?: number | string;
  readonly endPort?: number;
  readonly isUndeclared?: boolean;
}

/**
 * Ports that a connection is allowed on. A number or name is looked up at the receiver where its ports are known: as a port
 * of its Service, and else as one of its pods; policies then hold the port of the pods, as Kubernetes wants it. A range,
 * and every port of a receiver that is known by its labels alone, is one of the pods.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export class Port {
  /** One TCP port. */
  public static tcp(number: number): Port {
    return one('tcp', number, Protocol.TCP);
  }

  /** One UDP port. */
  public static udp(number: number): Port {
    return one('udp', number, Protocol.UDP);
  }

  /** One SCTP port. */
  public static sctp(number: number): Port {
    return one('sctp', number, Protocol.SCTP);
  }

  /**
   * Ports of the pods from one to another, both included. They are not looked up: those of a Service in front of the pods are
   * others where it translates them.
   * @param first of them
   * @param last of them
   * @param protocol Protocol.TCP where it is left out
   */
  public static range(first: number, last: number, protocol: Protocol = Protocol.TCP): Port {
    const check = at('range');
    check.check('first', first, port);
    check.check('last', last, wholeNumber(first, LAST));
    check.check('protocol', protocol, oneOf(Protocol));
    return new Port({ protocol, port: first, ...(last > first && { endPort: last }) });
  }

  /**
   * A port by its name. Where the receiver's ports are not known, each of its pods says which number that is.
   * @param name of the port
   * @param protocol Protocol.TCP where it is left out
   */
  public static named(name: string, protocol: Protocol = Protocol.TCP): Port {
    const check = at('named');
    return new Port({
      protocol: check.check('protocol', protocol, oneOf(Protocol)),
      port: check.check('name', name, portName),
    });
  }

  /**
   * Every port.
   * @param protocol of which; every protocol where it is left out
   */
  public static every(protocol?: Protocol): Port {
    return new Port({ protocol: at('every').optional('protocol', protocol, oneOf(Protocol)) });
  }

  /** @internal the ports of a rule, as the receiver's pods have them */
  public static _of(check: PropCheck, prop: string, ports: readonly Port[], receiver: NetworkEnd): PlannedPort[] {
    for (const [i, item] of ports.entries())
      if (!(item instanceof Port))
        check.refuse('policy/port', `${prop}[${i}]`, item, 'must be a Port, such as Port.tcp(443)');
    const named = ports.find(({ meant }) => typeof meant.port === 'string');
    if (named && receiver.blocks)
      check.refuse('policy/port', prop, named.meant.port, 'must be a number: addresses have no names for their ports');
    if (ports.length > 0) return ports.map((item) => item.on(check, prop, receiver));
    if (receiver.ports?.length) return portsOfPods(receiver.ports);
    const problem =
      receiver.ports === undefined
        ? `the ports of "${receiver.name}" are not known here: name them, as Port.tcp(443) does`
        : `"${receiver.name}" listens on no port`;
    return check.refuse('policy/port', prop, ports, problem);
  }

  private constructor(private readonly meant: Meant) {}

  /**
   * The same port or range, as one on which pods listen although no container of theirs declares it: else a plan takes it for a
   * slip. The sidecars that a mesh injects have such ports. It is the number of the pods, and not looked up.
   */
  public undeclared(): Port {
    const { port: number = 'every' } = this.meant;
    const wanted =
      'must be a number or a range: every port is meant with or without, and a name is declared with its port';
    if (typeof number === 'string') at('undeclared').refuse('policy/port', 'port', number, wanted);
    return new Port({ ...this.meant, isUndeclared: true });
  }

  private on(check: PropCheck, prop: string, { name, ports }: NetworkEnd): PlannedPort {
    const { protocol, port: wanted, endPort, isUndeclared } = this.meant;
    if (ports === undefined || wanted === undefined || endPort !== undefined || isUndeclared) return this.meant;
    const same = ports.filter((known) => (known.protocol ?? Protocol.TCP) === protocol);
    const found =
      same.find((known) => wanted === known.servicePort || wanted === known.name) ??
      same.find((known) => wanted === known.port);
    if (found) return ofPods(found);
    const listens = ports.map(portText).join(', ') || 'no port';
    const remedy = typeof wanted === 'number' ? '; a port that its pods do not declare is Port.….undeclared()' : '';
    return check.refuse('policy/port', prop, `${protocol} ${wanted}`, `"${name}" listens on ${listens}${remedy}`);
  }
}

/** Each once, in one order; none for every port of every protocol. */
export function rulePorts(ports: readonly PlannedPort[]): PolicyPort[] {
  if (ports.some(({ protocol }) => protocol === undefined)) return [];
  const keyed = ports.map(({ isUndeclared: _, ...item }): [string, PolicyPort] => [sortKey(item), item]);
  return [...new Map(keyed.sort(([one], [other]) => (one < other ? -1 : 1))).values()];
}

function sortKey({ protocol, port: number = 0, endPort = 0 }: PolicyPort): string {
  const place = PROTOCOLS.indexOf(protocol as Protocol);
  return [place, `${number}`.padStart(5, '0'), `${endPort}`.padStart(5, '0')].join(' ');
}

export function portsOfPods(ports: readonly NetworkEndPort[]): PolicyPort[] {
  return ports.map(ofPods);
}

function ofPods({ protocol = Protocol.TCP, port: number }: NetworkEndPort): PolicyPort {
  return { protocol, port: number };
}

function portText({ protocol = Protocol.TCP, port: number, servicePort, name }: NetworkEndPort): string {
  const also = [
    name && `"${name}"`,
    servicePort !== undefined && servicePort !== number && `${servicePort} of its Service`,
  ].filter(Boolean);
  return `${protocol} ${number}${also.length > 0 ? ` (${also.join(', ')})` : ''}`;
}

function one(method: string, number: number, protocol: Protocol): Port {
  at(method).check('number', number, port);
  return Port.range(number, number, protocol);
}

function at(method: string): PropCheck {
  return PropCheck.ofCall(`Port.${method}`);
}
