import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { INetworkEnd, NetworkEnd } from '../policy/network-end';
import { checkCommand } from '../validation/command';
import { dnsLabel } from '../validation/names';
import { wholeNumber } from '../validation/numbers';
import { PropCheck, type PropNames } from '../validation/prop-check';
import { checkResources } from '../validation/quantity';
import { RESOURCE_PROPS, type ResourceProps } from './container-props';
import { checkWorkloadLabels } from './labels';
import { manifest } from './manifest';
import { inNamespace } from './namespace';
import { podSpec } from './pod';
import { checkPrivileges, PRIVILEGE_PROPS, type PrivilegeProps } from './privileges';
import { emptyDir } from './scratch';
import { checkWorkload, WORKLOAD_PROPS, type WorkloadProps } from './workload-props';

const DAY = 24 * 60 * 60;

export interface DebugPodProps extends WorkloadProps, ResourceProps, PrivilegeProps {
  /**
   * Image with the tools.
   * @default "nicolaka/netshoot:v0.13"
   */
  readonly image?: string;
  /**
   * Shell that keeps the pod alive.
   * @default - /bin/bash
   */
  readonly command?: string[];
  /**
   * Name of the pod.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Name of the container.
   * @default "netutils"
   */
  readonly containerName?: string;
  /**
   * Labels of the pod, by which a policy can let it through. Where everything else is denied, a test from a pod that no
   * policy knows proves nothing.
   * @default - app: the name
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Further labels of the pod; nothing selects by them.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Seconds after which the pod is ended, so that it is not forgotten: up to a day.
   * @default 3600
   */
  readonly activeDeadlineSeconds?: number;
}

const PROPS: PropNames<DebugPodProps> = {
  ...WORKLOAD_PROPS,
  ...RESOURCE_PROPS,
  ...PRIVILEGE_PROPS,
  image: true,
  command: true,
  name: true,
  containerName: true,
  podLabels: true,
  labels: true,
  activeDeadlineSeconds: true,
};

/**
 * A pod to look at the network from: `kubectl exec -it <name> -- bash`, then curl, nslookup, dig or nc. It keeps to Pod Security
 * "restricted"; tcpdump and ping want `runAsRoot`, which keeps NET_RAW and needs a namespace that takes "privileged" pods.
 *
 * @example
 * const debug = new DebugPod(chart, 'network-debug');
 * debug.podLabels; // { app: 'network-debug' }
 */
export class DebugPod extends Construct implements INetworkEnd {
  /** Name of the pod. */
  public readonly name: string;
  /** Namespace of the pod; undefined where neither prop nor chart names one. */
  public readonly namespace?: string;

  private readonly selector: { [key: string]: string };

  constructor(scope: Construct, id: string, props: DebugPodProps = {}) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const name = at.check('name', props.name ?? id, dnsLabel);
    const labels = checkWorkloadLabels(at, props.podLabels ?? { app: name }, props.labels);
    const workload = checkWorkload(at, scope, { ...props, image: props.image ?? 'nicolaka/netshoot:v0.13' });
    const containerName = at.check('containerName', props.containerName ?? 'netutils', dnsLabel);
    const command = checkCommand(at, 'command', props.command ?? ['/bin/bash']);
    const { cpuRequest = '100m', memoryRequest = '128Mi', memoryLimit = '256Mi' } = props;
    const resources = checkResources(at, cpuRequest, memoryRequest, memoryLimit);
    const privileges = checkPrivileges(at, props, ['NET_RAW']);
    const activeDeadlineSeconds = at.check(
      'activeDeadlineSeconds',
      props.activeDeadlineSeconds ?? 3600,
      wholeNumber(1, DAY),
    );
    super(scope, id);
    this.name = name;
    this.namespace = workload.namespace;
    this.selector = labels.selector;

    new ApiObject(
      this,
      'Resource',
      manifest(k8s.KubePod, {
        metadata: { name, ...inNamespace(workload.namespace), labels: labels.all },
        spec: podSpec({
          workload,
          resources,
          container: {
            name: containerName,
            command,
            stdin: true,
            tty: true,
            securityContext: privileges.container(true),
          },
          volumes: [emptyDir('tmp', '/tmp')],
          pod: {
            activeDeadlineSeconds,
            restartPolicy: 'Never',
            // A shell at a terminal takes no notice of the signal to end.
            terminationGracePeriodSeconds: 1,
            securityContext: privileges.pod(workload.user),
          },
        }),
      }),
    );
  }

  /** Labels by which a policy can let it through (a copy). */
  public get podLabels(): { [key: string]: string } {
    return { ...this.selector };
  }

  /** It connects, and listens on no port. */
  public networkEnd(): NetworkEnd {
    const { name, namespace, podLabels } = this;
    return { name, namespace, podLabels, ports: [] };
  }
}
