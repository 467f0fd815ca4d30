import { Protocol } from 'cdk8s-plus-28';
import { Construct, type IConstruct } from 'constructs';
import { list, oneOf } from '../validation/choice';
import { dnsLabel, serviceName } from '../validation/names';
import { port } from '../validation/numbers';
import { isPlainObject, PropCheck, type PropNames } from '../validation/prop-check';
import { findPort } from '../workload/microservice-port';
import { checkNamespace } from '../workload/namespace';

/** A port of a Service. */
export interface BackendPort {
  /**
   * Its name.
   * @default - none: the one port of its Service needs none
   */
  readonly name?: string;
  /** Its number, on the Service: not that of the pods. */
  readonly port: number;
  /**
   * What is spoken on it. Routes lead to TCP only: HTTP is carried by it.
   * @default Protocol.TCP
   */
  readonly protocol?: Protocol;
}

const PORT: PropNames<BackendPort> = { name: true, port: true, protocol: true };

/** A Service that routes can lead to. Constructs that make one are such backends, so that none is named that is not there. */
export interface IServiceBackend extends IConstruct {
  /** Name of the Service. */
  readonly serviceName: string;
  /** Namespace of the Service; undefined where neither prop nor chart names one. */
  readonly namespace?: string;
  /** Its ports (a copy); the first is meant where a route names none. */
  readonly servicePorts: BackendPort[];
}

/** What is known of a Service that someone else runs. */
export interface ServiceBackendAttributes {
  /** Name of the Service. */
  readonly serviceName: string;
  /** Its ports, at least one. */
  readonly servicePorts: BackendPort[];
  /**
   * Namespace of the Service.
   * @default - the chart's namespace
   */
  readonly namespace?: string;
}

const ATTRIBUTES: PropNames<ServiceBackendAttributes> = { serviceName: true, servicePorts: true, namespace: true };

/** A Service that someone else runs. */
export class ServiceBackend extends Construct implements IServiceBackend {
  /**
   * A Service by its name; renders nothing.
   *
   * @example
   * ServiceBackend.fromServiceBackendAttributes(chart, 'shop', { serviceName: 'shop', servicePorts: [{ port: 80 }] });
   */
  public static fromServiceBackendAttributes(
    scope: Construct,
    id: string,
    attributes: ServiceBackendAttributes,
  ): IServiceBackend {
    const at = PropCheck.of(scope, id, attributes, ATTRIBUTES);
    const servicePorts = checkPorts(at, 'servicePorts', attributes.servicePorts);
    for (const [i, one] of attributes.servicePorts.entries()) at.known(`servicePorts[${i}]`, one, PORT);
    return new ServiceBackend(scope, id, {
      serviceName: at.check('serviceName', attributes.serviceName, serviceName),
      namespace: checkNamespace(at, scope, attributes.namespace),
      servicePorts,
    });
  }

  public readonly serviceName: string;
  public readonly namespace?: string;
  private readonly ports: BackendPort[];

  private constructor(scope: Construct, id: string, attributes: ServiceBackendAttributes) {
    super(scope, id);
    this.serviceName = attributes.serviceName;
    this.namespace = attributes.namespace;
    this.ports = attributes.servicePorts;
  }

  public get servicePorts(): BackendPort[] {
    return this.ports.map((one) => ({ ...one }));
  }
}

/** One port of one Service. */
export interface Target {
  readonly serviceName: string;
  readonly namespace: string | undefined;
  readonly port: number;
}

/** A Service that another construct is given, with its ports: callers without types may hand over anything. */
export function checkService(
  at: PropCheck,
  prop: string,
  backend: IServiceBackend,
): Omit<Target, 'port'> & { readonly servicePorts: BackendPort[] } {
  if (!Construct.isConstruct(backend) || !('servicePorts' in backend)) {
    const wanted = 'must be a construct with a Service, or ServiceBackend.fromServiceBackendAttributes(…)';
    at.refuse('routes/backend', prop, backend, wanted);
  }
  return {
    serviceName: at.check(`${prop}.serviceName`, backend.serviceName, serviceName),
    namespace: at.optional(`${prop}.namespace`, backend.namespace, dnsLabel),
    servicePorts: checkPorts(at, `${prop}.servicePorts`, backend.servicePorts),
  };
}

/**
 * A Service, and the port of it that is meant, which must carry HTTP.
 * @param portProp where the name of the port stands
 * @param portName the first port where it is undefined
 */
export function checkBackend(
  at: PropCheck,
  prop: string,
  backend: IServiceBackend,
  portProp: string,
  portName?: string,
): Target {
  const { servicePorts, ...service } = checkService(at, prop, backend);
  const meant = findPort(at, portProp, portName, servicePorts);
  if (!carriesHttp(meant)) {
    const which = `port ${meant.port} of "${service.serviceName}"`;
    const problem = `${which} speaks ${meant.protocol}, and routes lead to TCP only: name another port of it`;
    if (portName === undefined) at.refuse('routes/backend', prop, service.serviceName, problem);
    at.refuse('routes/backend', portProp, portName, problem);
  }
  return { ...service, port: meant.port };
}

/** HTTP/3 ends at the controller, too: behind it there is TCP. */
export function carriesHttp({ protocol = Protocol.TCP }: BackendPort): boolean {
  return protocol === Protocol.TCP;
}

function checkPorts(at: PropCheck, prop: string, ports: BackendPort[]): BackendPort[] {
  at.check(prop, ports, list);
  return ports.map((one, i) => {
    if (!isPlainObject(one)) at.refuse('props/shape', `${prop}[${i}]`, one, 'must be an object such as { port: 80 }');
    at.optional(`${prop}[${i}].name`, one.name, dnsLabel);
    at.check(`${prop}[${i}].port`, one.port, port);
    at.optional(`${prop}[${i}].protocol`, one.protocol, oneOf(Protocol));
    const { name, port: number, protocol } = one;
    return { ...(name !== undefined && { name }), port: number, ...(protocol !== undefined && { protocol }) };
  });
}
