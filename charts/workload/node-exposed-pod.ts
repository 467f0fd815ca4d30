import { ApiObject } from 'cdk8s';
import { k8s, Protocol } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { INetworkEnd, NetworkEnd } from '../policy/network-end';
import { oneOf } from '../validation/choice';
import { dnsLabel, portName } from '../validation/names';
import { flag, port as portNumber } from '../validation/numbers';
import { isPlainObject, PropCheck, type PropNames } from '../validation/prop-check';
import { CONTAINER_PROPS, type ContainerProps, checkContainer } from './container-props';
import { checkWorkloadLabels } from './labels';
import { manifest } from './manifest';
import { inNamespace } from './namespace';
import { podSpec } from './pod';
import { FIRST_UNPRIVILEGED_PORT } from './pod-security';
import { checkPrivileges, PRIVILEGE_PROPS, type PrivilegeProps } from './privileges';

/** A port of the container and the one of its node that leads to it. */
export interface NodeExposedPort {
  /** Port the container listens on; with `hostNetwork` it is the node's. */
  readonly containerPort: number;
  /**
   * Port of the node. Required unless `hostNetwork` is on.
   * @default - none; with hostNetwork it is the container's
   */
  readonly hostPort?: number;
  /**
   * Name of the port, for probes.
   * @default - none
   */
  readonly name?: string;
  /**
   * What is spoken on it.
   * @default Protocol.TCP
   */
  readonly protocol?: Protocol;
}

export interface NodeExposedPodProps extends ContainerProps, PrivilegeProps {
  /** Ports of container and node; at least one. */
  readonly ports: NodeExposedPort[];
  /**
   * Whether the pod has the node's network in the place of its own: its addresses, all its ports, and what listens on its
   * loopback.
   * @default false
   */
  readonly hostNetwork?: boolean;
  /**
   * Name of the pod and its container.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Labels of the pod, by which policies select it.
   * @default - app: the name
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Further labels of the pod; nothing selects by them.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
}

const PROPS: PropNames<NodeExposedPodProps> = {
  ...CONTAINER_PROPS,
  ...PRIVILEGE_PROPS,
  ports: true,
  hostNetwork: true,
  name: true,
  podLabels: true,
  labels: true,
};

/**
 * A pod that is reached on a port of its node, without any Service.
 *
 * NetworkPolicy does not hold here. With `hostNetwork` no policy selects the pod, and to the policies of others its traffic is
 * the node's; with `hostPort` clients may come under the node's address, so that policies can't tell them apart. A
 * `NetworkPlan` therefore takes such a pod into its namespaces only with `hostPort`, and only where it allows
 * `Peer.anyone()` to connect to that port. Only one such pod fits on a node. Pod Security "restricted" and "baseline" both refuse it: its namespace must take "privileged"
 * pods.
 *
 * Below port 1024 a pod in the node's network needs `runAsRoot`; it then keeps NET_BIND_SERVICE.
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-and-hostnetwork-pods
 *
 * @example
 * new NodeExposedPod(chart, 'nginx-hostport', {
 *   image: 'nginxinc/nginx-unprivileged:1.27.5',
 *   user: 101,
 *   ports: [{ containerPort: 8080, hostPort: 8080 }],
 *   scratchPaths: ['/tmp'],
 * });
 */
export class NodeExposedPod extends Construct implements INetworkEnd {
  /** Name of the pod. */
  public readonly name: string;
  /** Namespace of the pod; undefined where neither prop nor chart names one. */
  public readonly namespace?: string;

  private readonly selector: { [key: string]: string };
  private readonly ports: readonly CheckedNodePort[];

  constructor(scope: Construct, id: string, props: NodeExposedPodProps) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const name = at.check('name', props.name ?? id, dnsLabel);
    const labels = checkWorkloadLabels(at, props.podLabels ?? { app: name }, props.labels);
    const hostNetwork = at.check('hostNetwork', props.hostNetwork ?? false, flag);
    const ports = checkNodePorts(at, props.ports, hostNetwork);
    const low = ports.findIndex(({ containerPort }) => containerPort < FIRST_UNPRIVILEGED_PORT);
    const privileges = checkPrivileges(at, props, low >= 0 ? ['NET_BIND_SERVICE'] : []);
    if (hostNetwork && low >= 0 && !privileges.isRoot) {
      const remedy = `only root may listen below ${FIRST_UNPRIVILEGED_PORT} in the node's network: take a port above, or runAsRoot`;
      at.refuse('props/conflict', `ports[${low}].containerPort`, ports[low]!.containerPort, remedy);
    }
    const probed = ports.map(({ hostPort: _hostPort, ...rest }) => ({ ...rest, port: rest.containerPort }));
    const { container, ...parts } = checkContainer(at, scope, props, name, probed);
    const { user, namespace } = parts.workload;
    super(scope, id);
    this.name = name;
    this.namespace = namespace;
    this.selector = labels.selector;
    this.ports = ports;

    new ApiObject(
      this,
      'Resource',
      manifest(k8s.KubePod, {
        metadata: { name, ...inNamespace(namespace), labels: labels.all },
        spec: podSpec({
          ...parts,
          container: {
            ...container,
            ports,
            securityContext: privileges.container(props.readOnlyRootFilesystem ?? true),
          },
          pod: {
            securityContext: privileges.pod(user),
            // Else a pod in the node's network asks the node's DNS, which knows no Services.
            ...(hostNetwork && { hostNetwork, dnsPolicy: 'ClusterFirstWithHostNet' }),
          },
        }),
      }),
    );
  }

  /** Labels by which policies select the pod (a copy). */
  public get podLabels(): { [key: string]: string } {
    return { ...this.selector };
  }

  public networkEnd(): NetworkEnd {
    const { name, namespace, podLabels } = this;
    const ports = this.ports.map(({ containerPort, hostPort: _hostPort, ...rest }) => ({
      ...rest,
      port: containerPort,
    }));
    return { name, namespace, podLabels, ports };
  }
}

const PORT: PropNames<NodeExposedPort> = { containerPort: true, hostPort: true, name: true, protocol: true };

type CheckedNodePort = NodeExposedPort & { readonly protocol: Protocol };

function checkNodePorts(at: PropCheck, ports: readonly NodeExposedPort[], hostNetwork: boolean): CheckedNodePort[] {
  if (!Array.isArray(ports) || ports.length === 0)
    at.refuse('props/shape', 'ports', ports, 'must be a list of at least one port such as { containerPort: 8080 }');
  const checked = ports.map((port, i) => checkNodePort(at, `ports[${i}]`, port, hostNetwork));
  const onNode = checked.map(({ containerPort, hostPort = containerPort, protocol }) => `${hostPort}/${protocol}`);
  const names = checked.map(({ name }) => name);
  for (const [i, name] of names.entries())
    if (name !== undefined && names.indexOf(name) !== i)
      at.refuse('props/conflict', `ports[${i}].name`, name, `ports[${names.indexOf(name)}] has it already`);
  const twice = onNode.findIndex((port, i) => onNode.indexOf(port) !== i);
  if (twice >= 0)
    at.refuse('props/conflict', `ports[${twice}]`, ports[twice], `the node's port ${onNode[twice]} is taken already`);
  return checked;
}

function checkNodePort(at: PropCheck, prop: string, given: NodeExposedPort, hostNetwork: boolean): CheckedNodePort {
  if (!isPlainObject(given)) at.refuse('props/shape', prop, given, 'must be an object such as { containerPort: 8080 }');
  at.known(prop, given, PORT);
  const { name, containerPort, hostPort, protocol = Protocol.TCP } = given;
  at.check(`${prop}.containerPort`, containerPort, portNumber);
  at.optional(`${prop}.name`, name, portName);
  at.check(`${prop}.protocol`, protocol, oneOf(Protocol));
  if (!hostNetwork) at.check(`${prop}.hostPort`, hostPort as number, portNumber);
  else if (hostPort !== undefined && hostPort !== containerPort)
    at.refuse(
      'props/conflict',
      `${prop}.hostPort`,
      hostPort,
      `must be containerPort, ${containerPort}: hostNetwork is on`,
    );
  return { containerPort, hostPort, name, protocol };
}
