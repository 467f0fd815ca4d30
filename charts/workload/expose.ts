import type { ApiObjectMetadata, ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { oneOf } from '../validation/choice';
import { cidrBlock } from '../validation/cidr';
import { checkAnnotations, qualifiedName } from '../validation/names';
import { flag, nodePort, wholeNumber } from '../validation/numbers';
import { PropCheck } from '../validation/prop-check';
import type { Labels } from './labels';
import { manifest, type Plain } from './manifest';
import { type CheckedPort, findPort, refuseTranslation, servicePorts } from './microservice-port';

/** Which pods a Service sends traffic to. */
export enum TrafficPolicy {
  /** All that are ready. */
  CLUSTER = 'Cluster',
  /** Those of the node the traffic came to; where there is none, it is dropped. The client's address is kept. */
  LOCAL = 'Local',
}

/** A kind of address. */
export enum IpFamily {
  IPV4 = 'IPv4',
  IPV6 = 'IPv6',
}

/** @see https://kubernetes.io/docs/concepts/services-networking/dual-stack/#services */
export enum IpFamilyPolicy {
  SINGLE_STACK = 'SingleStack',
  /** Both families where the cluster has both. */
  PREFER_DUAL_STACK = 'PreferDualStack',
  /** Both families, or the API server refuses the Service. */
  REQUIRE_DUAL_STACK = 'RequireDualStack',
}

/** What every kind of Service can be told. */
export interface ServiceOptions {
  /**
   * Annotations of the Service: load balancers are told more by them.
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * Whether the Service has addresses of one family or of both.
   * @default - one family, from Kubernetes
   */
  readonly ipFamilyPolicy?: IpFamilyPolicy;
  /**
   * The families, the first one first; two only with a dual-stack policy.
   * @default - the cluster's
   */
  readonly ipFamilies?: IpFamily[];
}

export interface HeadlessOptions extends ServiceOptions {
  /**
   * Whether DNS knows pods that are not ready: members of a cluster that find each other before they are.
   * @default false
   */
  readonly publishNotReadyAddresses?: boolean;
}

export interface ClusterIpOptions extends ServiceOptions {
  /**
   * Seconds for which a client, known by its address, keeps its pod after its last connection: 1 to 86400. Behind an
   * Ingress all clients have the controller's address.
   * @default - no affinity
   */
  readonly sessionAffinitySeconds?: number;
  /**
   * Which pods get traffic from inside the cluster.
   * @default - TrafficPolicy.CLUSTER, from Kubernetes
   */
  readonly internalTrafficPolicy?: TrafficPolicy;
}

/** What Services that are reached from outside can be told. */
export interface ExternalOptions extends ClusterIpOptions {
  /**
   * Which pods get traffic from outside.
   * @default - TrafficPolicy.CLUSTER, from Kubernetes
   */
  readonly externalTrafficPolicy?: TrafficPolicy;
}

export interface NodePortOptions extends ExternalOptions {
  /**
   * Port of every node for the first port; unique in the cluster, and the synth fails where the app has it twice.
   * @default - one that is free
   */
  readonly nodePort?: number;
  /**
   * Ports of every node for ports by their names.
   * @default - those that are free
   */
  readonly nodePorts?: { readonly [portName: string]: number };
}

export interface LoadBalancerOptions extends ExternalOptions {
  /**
   * Blocks of addresses that are let in; some load balancers take no notice.
   * @default - everybody
   */
  readonly sourceRanges?: string[];
  /**
   * Which of several load balancers takes the Service, such as "example.com/internal". It can't change later.
   * @default - the cluster's own
   */
  readonly loadBalancerClass?: string;
}

const LONGEST_AFFINITY = 24 * 60 * 60;
const FAMILY = ['annotations', 'ipFamilyPolicy', 'ipFamilies'];
const CLUSTER_IP = [...FAMILY, 'sessionAffinitySeconds', 'internalTrafficPolicy'];
const EXTERNAL = [...CLUSTER_IP, 'externalTrafficPolicy'];

/**
 * How a Service is reached.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
 */
export class Expose {
  /** An address inside the cluster. */
  public static clusterIp(options: ClusterIpOptions = {}): Expose {
    const at = check('clusterIp', options, CLUSTER_IP);
    return new Expose(options, { type: 'ClusterIP', ...addressed(at, options) });
  }

  /** No address of its own: DNS gives those of the pods. Ports can't be translated. */
  public static headless(options: HeadlessOptions = {}): Expose {
    const at = check('headless', options, [...FAMILY, 'publishNotReadyAddresses']);
    const publishes = at.check('publishNotReadyAddresses', options.publishNotReadyAddresses ?? false, flag);
    const spec = { clusterIP: 'None', ...families(at, options), ...(publishes && { publishNotReadyAddresses: true }) };
    return new Expose(options, spec);
  }

  /** An address inside the cluster, and a port on every node. */
  public static nodePort(options: NodePortOptions = {}): Expose {
    const at = check('nodePort', options, [...EXTERNAL, 'nodePort', 'nodePorts']);
    const named = Object.fromEntries(at.entries('nodePorts', options.nodePorts ?? {}, 'ports'));
    for (const [name, port] of Object.entries(named)) at.check(`nodePorts.${name}`, port, nodePort);
    const first = at.optional('nodePort', options.nodePort, nodePort);
    return new Expose(options, { type: 'NodePort', ...external(at, options) }, { first, named });
  }

  /** An address outside the cluster, where something hands such addresses out; on bare metal nothing does by itself. */
  public static loadBalancer(options: LoadBalancerOptions = {}): Expose {
    const at = check('loadBalancer', options, [...EXTERNAL, 'sourceRanges', 'loadBalancerClass']);
    const ranges = at.list('sourceRanges', options.sourceRanges ?? [], cidrBlock);
    return new Expose(options, {
      type: 'LoadBalancer',
      ...external(at, options),
      ...(ranges.length > 0 && { loadBalancerSourceRanges: ranges }),
      loadBalancerClass: at.optional('loadBalancerClass', options.loadBalancerClass, qualifiedName),
    });
  }

  private readonly annotations: { readonly [key: string]: string };

  private constructor(
    { annotations = {} }: ServiceOptions,
    private readonly spec: Plain<k8s.ServiceSpec>,
    private readonly nodePorts: NodePorts = { named: {} },
  ) {
    this.annotations = { ...annotations };
  }

  /** @internal for callers without types. */
  public static _check(at: PropCheck, expose: Expose): Expose {
    if (expose instanceof Expose) return expose;
    const wanted = 'must be Expose.clusterIp(…), .headless(…), .nodePort(…) or .loadBalancer(…)';
    return at.refuse('props/shape', 'expose', expose, wanted);
  }

  /** @internal a Service over the pods that a selector finds. */
  public _service(
    at: PropCheck,
    ports: readonly CheckedPort[],
    metadata: ApiObjectMetadata,
    selector: Labels,
  ): ApiObjectProps {
    if (this.spec.clusterIP === 'None') refuseTranslation(at, ports);
    const isAnnotated = Object.keys(this.annotations).length > 0;
    return manifest(k8s.KubeService, {
      metadata: { ...metadata, ...(isAnnotated && { annotations: this.annotations }) },
      spec: { ...this.spec, selector, ports: this.portsOn(at, ports) },
    });
  }

  private portsOn(at: PropCheck, ports: readonly CheckedPort[]): Plain<k8s.ServicePort>[] {
    const { first, named } = this.nodePorts;
    for (const name of Object.keys(named)) findPort(at, 'expose.nodePorts', name, ports);
    const chosen = ports.map(({ name }) => (name === undefined ? undefined : named[name]));
    if (first !== undefined && chosen[0] !== undefined)
      at.refuse('props/conflict', 'expose.nodePort', first, `nodePorts gives the first port ${chosen[0]}`);
    chosen[0] ??= first;
    for (const [i, port] of chosen.entries())
      if (port !== undefined && chosen.indexOf(port) !== i)
        at.refuse('props/conflict', 'expose.nodePorts', port, 'must be another node port for each port');
    return servicePorts(ports).map((port, i) => ({ ...port, nodePort: chosen[i] }));
  }
}

interface NodePorts {
  readonly first?: number;
  readonly named: { readonly [portName: string]: number };
}

/** An option of another kind of Service would have no effect, or none that is legal. */
function check(kind: string, options: ServiceOptions, known: readonly string[]): PropCheck {
  const at = PropCheck.ofCall(`Expose.${kind}`);
  for (const [option, value] of at.entries('options', options as Record<string, unknown>, 'values')) {
    if (value !== undefined && !known.includes(option))
      at.refuse('props/conflict', option, value, `is nothing such a Service has; there are ${known.join(', ')}`);
  }
  checkAnnotations(at, 'annotations', options.annotations ?? {});
  return at;
}

function families(at: PropCheck, { ipFamilyPolicy, ipFamilies }: ServiceOptions): Plain<k8s.ServiceSpec> {
  at.optional('ipFamilyPolicy', ipFamilyPolicy, oneOf(IpFamilyPolicy));
  const given = at.list('ipFamilies', ipFamilies ?? [], oneOf(IpFamily));
  if (new Set(given).size < given.length)
    at.refuse('props/conflict', 'ipFamilies', ipFamilies, 'must be different families');
  const isDual = ipFamilyPolicy !== undefined && ipFamilyPolicy !== IpFamilyPolicy.SINGLE_STACK;
  if (given.length > 1 && !isDual)
    at.refuse('props/conflict', 'ipFamilies', ipFamilies, 'two families need an ipFamilyPolicy for both');
  return { ipFamilyPolicy, ...(given.length > 0 && { ipFamilies: given }) };
}

function addressed(at: PropCheck, options: ClusterIpOptions): Plain<k8s.ServiceSpec> {
  const timeoutSeconds = at.optional(
    'sessionAffinitySeconds',
    options.sessionAffinitySeconds,
    wholeNumber(1, LONGEST_AFFINITY),
  );
  return {
    ...families(at, options),
    internalTrafficPolicy: at.optional('internalTrafficPolicy', options.internalTrafficPolicy, oneOf(TrafficPolicy)),
    ...(timeoutSeconds !== undefined && {
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds } },
    }),
  };
}

function external(at: PropCheck, options: ExternalOptions): Plain<k8s.ServiceSpec> {
  const { externalTrafficPolicy } = options;
  return {
    ...addressed(at, options),
    externalTrafficPolicy: at.optional('externalTrafficPolicy', externalTrafficPolicy, oneOf(TrafficPolicy)),
  };
}
