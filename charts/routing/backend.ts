import { Construct, type IConstruct } from 'constructs';
import { list } from '../validation/choice';
import { dnsLabel, serviceName } from '../validation/names';
import { port } from '../validation/numbers';
import { PropCheck } from '../validation/prop-check';
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
}

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
    const at = PropCheck.of(scope, id, attributes);
    return new ServiceBackend(scope, id, {
      serviceName: at.check('serviceName', attributes.serviceName, serviceName),
      namespace: checkNamespace(at, scope, attributes.namespace),
      servicePorts: checkPorts(at, 'servicePorts', attributes.servicePorts),
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

/**
 * A backend that another construct is given, and the port of it that is meant: callers without types may hand over anything.
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
  if (!Construct.isConstruct(backend) || !('servicePorts' in backend)) {
    const wanted = 'must be a construct with a Service, or ServiceBackend.fromServiceBackendAttributes(…)';
    at.refuse('routes/backend', prop, backend, wanted);
  }
  at.check(`${prop}.serviceName`, backend.serviceName, serviceName);
  at.optional(`${prop}.namespace`, backend.namespace, dnsLabel);
  const ports = checkPorts(at, `${prop}.servicePorts`, backend.servicePorts);
  const meant = findPort(at, portProp, portName, ports);
  return { serviceName: backend.serviceName, namespace: backend.namespace, port: meant.port };
}

function checkPorts(at: PropCheck, prop: string, ports: BackendPort[]): BackendPort[] {
  at.check(prop, ports, list);
  return ports.map((one, i) => {
    at.optional(`${prop}[${i}].name`, one.name, dnsLabel);
    return { ...(one.name !== undefined && { name: one.name }), port: at.check(`${prop}[${i}].port`, one.port, port) };
  });
}
