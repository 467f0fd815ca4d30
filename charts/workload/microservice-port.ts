import { type k8s, Protocol } from 'cdk8s-plus-28';
import type { NetworkEndPort } from '../policy/network-end';
import { oneOf } from '../validation/choice';
import { portName } from '../validation/names';
import { port as portNumber } from '../validation/numbers';
import { isPlainObject, type PropCheck, type PropNames } from '../validation/prop-check';
import type { Plain } from './manifest';

/** A port of a Service and the one of the container that it leads to. */
export interface MicroservicePort {
  /**
   * Name of both; each has one where there are several. DNS answers SRV questions by it.
   * @default - none
   */
  readonly name?: string;
  /** Port of the Service. */
  readonly port: number;
  /**
   * Port the container listens on: the one that policies need.
   * @default - the Service's port
   */
  readonly containerPort?: number;
  /**
   * What is spoken on it.
   * @default Protocol.TCP
   */
  readonly protocol?: Protocol;
}

const PORT: PropNames<MicroservicePort> = { name: true, port: true, containerPort: true, protocol: true };

/** The same with its defaults in place. */
export interface CheckedPort {
  readonly name?: string;
  readonly port: number;
  readonly containerPort: number;
  readonly protocol: Protocol;
}

/** At least one; no two with the same name, and no two with the same number and protocol on the Service. */
export function checkPorts(at: PropCheck, ports: readonly MicroservicePort[]): CheckedPort[] {
  if (!Array.isArray(ports) || ports.length === 0)
    at.refuse('props/shape', 'ports', ports, 'must be a list of at least one port such as { port: 80 }');
  const checked = ports.map((port, i) => checkPort(at, `ports[${i}]`, port, ports.length > 1));
  refuseTwice(at, 'name', checked, ({ name }) => name);
  refuseTwice(at, 'port', checked, ({ port, protocol }) => `${port}/${protocol}`);
  return checked;
}

function checkPort(at: PropCheck, prop: string, given: MicroservicePort, needsName: boolean): CheckedPort {
  if (!isPlainObject(given)) at.refuse('props/shape', prop, given, 'must be an object such as { port: 80 }');
  at.known(prop, given, PORT);
  const { name, port, containerPort = port, protocol = Protocol.TCP } = given;
  if (name === undefined && needsName)
    at.refuse('props/missing', `${prop}.name`, name, 'must be given where there are several ports');
  at.optional(`${prop}.name`, name, portName);
  return {
    ...(name !== undefined && { name }),
    port: at.check(`${prop}.port`, port, portNumber),
    containerPort: at.check(`${prop}.containerPort`, containerPort, portNumber),
    protocol: at.check(`${prop}.protocol`, protocol, oneOf(Protocol)),
  };
}

function refuseTwice(
  at: PropCheck,
  field: 'name' | 'port',
  ports: readonly CheckedPort[],
  keyOf: (port: CheckedPort) => string | undefined,
): void {
  const keys = ports.map(keyOf);
  for (const [i, key] of keys.entries()) {
    const first = keys.indexOf(key);
    if (first !== i && key !== undefined)
      at.refuse('props/conflict', `ports[${i}].${field}`, ports[i]![field], `ports[${first}] has it already`);
  }
}

/** A headless Service has no address of its own: clients get to the pods' ports, whatever it says. */
export function refuseTranslation(at: PropCheck, ports: readonly CheckedPort[]): void {
  for (const [i, { port, containerPort }] of ports.entries()) {
    const problem = `must be the port of the Service, ${port}: a headless Service leads straight to the pods`;
    if (containerPort !== port) at.refuse('props/conflict', `ports[${i}].containerPort`, containerPort, problem);
  }
}

/** The port of a name; without a name, the first. */
export function findPort<Port extends { readonly name?: string }>(
  at: PropCheck,
  prop: string,
  name: string | undefined,
  ports: readonly Port[],
): Port {
  const found = name === undefined ? ports[0] : ports.find((port) => port.name === name);
  const names = ports.flatMap((port) => port.name ?? []).join(', ');
  return found ?? at.refuse('props/choice', prop, name, `must be one of the names: ${names || 'no port has one'}`);
}

/** As policies see it. */
export function networkEndPort({ name, port, containerPort, protocol }: CheckedPort): NetworkEndPort {
  return { name, port: containerPort, servicePort: port, protocol };
}

export function servicePorts(ports: readonly CheckedPort[]): Plain<k8s.ServicePort>[] {
  return ports.map(({ containerPort, ...port }) => ({ ...port, targetPort: containerPort }));
}

/** Each once, even where two ports of the Service lead to it. */
export function containerPorts(ports: readonly CheckedPort[]): Plain<k8s.ContainerPort>[] {
  return ports
    .filter(({ containerPort, protocol }, i) => {
      const first = ports.findIndex((port) => port.containerPort === containerPort && port.protocol === protocol);
      return first === i;
    })
    .map(({ port: _port, ...rest }) => rest);
}
