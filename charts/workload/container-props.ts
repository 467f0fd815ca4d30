import { type k8s, Protocol } from 'cdk8s-plus-28';
import type { IConstruct } from 'constructs';
import { checkCommand } from '../validation/command';
import { dnsLabel } from '../validation/names';
import { flag } from '../validation/numbers';
import type { PropCheck, PropNames } from '../validation/prop-check';
import { checkResources, type Resources } from '../validation/quantity';
import { EnvVar } from './env-var';
import { HealthProbe } from './health-probe';
import type { Plain } from './manifest';
import { type CheckedPort, containerPorts } from './microservice-port';
import { restrictedContainer } from './pod-security';
import { checkScratchPaths, type MountedVolume } from './scratch';
import { checkWorkload, WORKLOAD_PROPS, type Workload, type WorkloadProps } from './workload-props';

const IS_LISTENING = HealthProbe.tcp();

/** What a container is given of its node. */
export interface ResourceProps {
  /**
   * CPU the scheduler sets aside; there is no CPU limit.
   * @default "100m"
   */
  readonly cpuRequest?: string;
  /**
   * Memory the scheduler sets aside.
   * @default "128Mi"
   */
  readonly memoryRequest?: string;
  /**
   * Memory above which the container is killed.
   * @default "256Mi"
   */
  readonly memoryLimit?: string;
}

export const RESOURCE_PROPS: PropNames<ResourceProps> = {
  cpuRequest: true,
  memoryRequest: true,
  memoryLimit: true,
};

/** What a workload of any image is told about its container. */
export interface ContainerProps extends WorkloadProps, ResourceProps {
  /** Image of the container, with a tag or digest: without one the node takes "latest", whatever that is. */
  readonly image: string;
  /**
   * Name of the container.
   * @default - the name of the workload
   */
  readonly containerName?: string;
  /**
   * Program to run, and its first arguments.
   * @default - the image's
   */
  readonly command?: string[];
  /**
   * Arguments of the program.
   * @default - the image's
   */
  readonly args?: string[];
  /**
   * Variables, in the order in which they may name each other.
   * @default - none
   */
  readonly env?: { readonly [name: string]: EnvVar };
  /**
   * How the kubelet learns that the container has started; until then the other two probes wait.
   * @default - none
   */
  readonly startupProbe?: HealthProbe;
  /**
   * How the kubelet learns that requests may come.
   * @default - the first TCP port takes connections
   */
  readonly readinessProbe?: HealthProbe;
  /**
   * How the kubelet learns that the container must be restarted.
   * @default - none: it is when it exits
   */
  readonly livenessProbe?: HealthProbe;
  /**
   * Whether the root file system is read-only. What must be written goes to `scratchPaths`.
   * @default true
   */
  readonly readOnlyRootFilesystem?: boolean;
  /**
   * Paths that can be written: a volume each, empty at the start and gone with the pod.
   * @default - none
   */
  readonly scratchPaths?: string[];
}

export const CONTAINER_PROPS: PropNames<ContainerProps> = {
  ...WORKLOAD_PROPS,
  ...RESOURCE_PROPS,
  image: true,
  containerName: true,
  command: true,
  args: true,
  env: true,
  startupProbe: true,
  readinessProbe: true,
  livenessProbe: true,
  readOnlyRootFilesystem: true,
  scratchPaths: true,
};

/** The same, checked: parts of a pod. */
export interface CheckedContainer {
  readonly workload: Workload;
  readonly resources: Resources;
  readonly container: Partial<Plain<k8s.Container>> & { readonly name: string };
  readonly volumes: readonly MountedVolume[];
}

/**
 * @param name of the workload
 * @param volumes that the container has beside its scratch paths
 */
export function checkContainer(
  at: PropCheck,
  scope: IConstruct,
  props: ContainerProps,
  name: string,
  ports: readonly CheckedPort[],
  volumes: readonly MountedVolume[] = [],
): CheckedContainer {
  const { command, args, cpuRequest = '100m', memoryRequest = '128Mi', memoryLimit = '256Mi' } = props;
  const env = EnvVar._checkAll(at, props.env ?? {});
  const speaksTcp = ports.some(({ protocol }) => protocol === Protocol.TCP);
  return {
    workload: checkWorkload(at, scope, props),
    resources: checkResources(at, cpuRequest, memoryRequest, memoryLimit),
    container: {
      name: at.check('containerName', props.containerName ?? name, dnsLabel),
      command: command && checkCommand(at, 'command', command),
      args: args && checkCommand(at, 'args', args),
      ...(env.length > 0 && { env }),
      ports: containerPorts(ports),
      startupProbe: HealthProbe._check(at, 'startupProbe', props.startupProbe, ports),
      readinessProbe: HealthProbe._check(
        at,
        'readinessProbe',
        props.readinessProbe ?? (speaksTcp ? IS_LISTENING : undefined),
        ports,
      ),
      livenessProbe: HealthProbe._check(at, 'livenessProbe', props.livenessProbe, ports),
      securityContext: restrictedContainer(
        at.check('readOnlyRootFilesystem', props.readOnlyRootFilesystem ?? true, flag),
      ),
    },
    volumes: [...volumes, ...checkScratchPaths(at, props.scratchPaths ?? [], volumes)],
  };
}
