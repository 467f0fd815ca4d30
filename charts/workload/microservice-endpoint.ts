import { Protocol } from 'cdk8s-plus-28';
import { Construct, type IConstruct } from 'constructs';
import type { INetworkEnd, NetworkEnd } from '../policy/network-end';
import type { BackendPort, IServiceBackend } from '../routing/backend';
import { checkSelector, serviceName, subdomain } from '../validation/names';
import { PropCheck, type PropNames } from '../validation/prop-check';
import { type CheckedPort, checkPorts, findPort, type MicroservicePort, networkEndPort } from './microservice-port';
import { checkNamespace } from './namespace';
import { serviceDnsName } from './service-url';

/** A Service and its pods that others can be pointed at: ours, or those that someone else runs. */
export interface IMicroservice extends IServiceBackend, INetworkEnd {
  /** Name of the Service. */
  readonly name: string;
  /** Labels by which the pods are selected (a copy). */
  readonly podLabels: { [key: string]: string };
  /** Ports of the Service, with the ones of the pods (copies). */
  readonly ports: MicroservicePort[];
  /**
   * Name of the Service as every namespace can use it.
   * @throws where neither prop nor chart names the namespace, which is a part of it
   */
  readonly dnsName: string;
  /**
   * Address of the first port as every namespace can use it: https where the port is called "https", else http.
   * @throws where the namespace is not known, and for a port that is not TCP
   */
  readonly url: string;
  /**
   * A port of the Service.
   * @param name of the port; the first one where it is left out
   */
  port(name?: string): MicroservicePort;
  /**
   * Address of a port, as `url` has it of the first.
   * @param port its name
   */
  urlOf(port: string): string;
}

/** What is known of a Service that someone else runs. */
export interface MicroserviceAttributes {
  /** Name of the Service. */
  readonly name: string;
  /** Ports of the Service; `containerPort` is what policies are made of. */
  readonly ports: MicroservicePort[];
  /** Labels by which the Service selects its pods; nobody can guess them. */
  readonly podLabels: { readonly [key: string]: string };
  /**
   * Namespace of Service and pods.
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /**
   * DNS domain of the cluster.
   * @default "cluster.local"
   */
  readonly clusterDomain?: string;
}

export const MICROSERVICE_ATTRIBUTES: PropNames<MicroserviceAttributes> = {
  name: true,
  ports: true,
  podLabels: true,
  namespace: true,
  clusterDomain: true,
};

export interface MicroserviceEndpoint {
  readonly name: string;
  readonly ports: readonly CheckedPort[];
  readonly podLabels: { readonly [key: string]: string };
  readonly namespace: string | undefined;
  readonly clusterDomain: string;
}

export function checkMicroserviceEndpoint(
  at: PropCheck,
  scope: IConstruct,
  attributes: MicroserviceAttributes,
): MicroserviceEndpoint {
  const { name, ports, podLabels, namespace, clusterDomain = 'cluster.local' } = attributes;
  return {
    name: at.check('name', name, serviceName),
    ports: checkPorts(at, ports),
    podLabels: checkSelector(at, 'podLabels', podLabels),
    namespace: checkNamespace(at, scope, namespace),
    clusterDomain: at.check('clusterDomain', clusterDomain, subdomain),
  };
}

/**
 * A Service whose attributes are known; renders nothing by itself.
 * @internal the base of Microservice
 */
export class MicroserviceReference extends Construct implements IMicroservice {
  public readonly name: string;
  public readonly namespace?: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly endpoint: MicroserviceEndpoint,
  ) {
    super(scope, id);
    this.name = endpoint.name;
    this.namespace = endpoint.namespace;
  }

  public get podLabels(): { [key: string]: string } {
    return { ...this.endpoint.podLabels };
  }

  public get serviceName(): string {
    return this.name;
  }

  public get servicePorts(): BackendPort[] {
    return this.endpoint.ports.map(({ containerPort: _ofPods, ...port }) => port);
  }

  public get ports(): MicroservicePort[] {
    return this.endpoint.ports.map((port) => ({ ...port }));
  }

  public get dnsName(): string {
    return serviceDnsName(this.endpoint, this.node.path);
  }

  public get url(): string {
    return this.addressOf('url', undefined);
  }

  public port(name?: string): MicroservicePort {
    return { ...this.find('port', name) };
  }

  public urlOf(port: string): string {
    return this.addressOf('urlOf', port);
  }

  public networkEnd(): NetworkEnd {
    const { name, namespace, podLabels } = this;
    return { name, namespace, podLabels, serviceName: name, ports: this.endpoint.ports.map(networkEndPort) };
  }

  private find(method: string, name: string | undefined): CheckedPort {
    return findPort(PropCheck.ofCall(`${this.node.path}.${method}`), 'port', name, this.endpoint.ports);
  }

  private addressOf(method: string, name: string | undefined): string {
    const found = this.find(method, name);
    if (found.protocol !== Protocol.TCP) {
      const problem = `is ${found.protocol}: only a TCP port has an HTTP address`;
      PropCheck.ofCall(`${this.node.path}.${method}`).refuse('props/conflict', 'port', found.port, problem);
    }
    return `${found.name === 'https' ? 'https' : 'http'}://${this.dnsName}:${found.port}`;
  }
}
