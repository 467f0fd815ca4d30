import { ApiObject } from 'cdk8s';
import { type k8s, PodManagementPolicy } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { INetworkEnd, NetworkEnd } from '../policy/network-end';
import { oneOf } from '../validation/choice';
import { checkLabels, dnsLabel, serviceName, subdomainOrNone, workloadName } from '../validation/names';
import { flag, groupId, wholeNumber } from '../validation/numbers';
import { mountPath } from '../validation/path';
import { PropCheck, type PropNames } from '../validation/prop-check';
import { byteQuantity } from '../validation/quantity';
import { CONTAINER_PROPS, type ContainerProps, checkContainer } from './container-props';
import { Expose } from './expose';
import { checkWorkloadLabels } from './labels';
import type { Plain } from './manifest';
import { type CheckedPort, checkPorts, type MicroservicePort, networkEndPort } from './microservice-port';
import { checkNamespace, inNamespace } from './namespace';
import { podSpec } from './pod';
import { restrictedPod } from './pod-security';
import { emptyDir, type MountedVolume } from './scratch';
import {
  AntiAffinity,
  antiAffinity,
  claimedVolume,
  type StatefulSetParts,
  statefulSet,
  volumeClaim,
  volumesOf,
} from './stateful-set';

export interface HeadlessSetProps extends ContainerProps {
  /** Ports of the pods, at least one. A headless Service leads straight to them: `containerPort` is `port`. */
  readonly ports: MicroservicePort[];
  /**
   * Name of the StatefulSet and its container; its pods are this name with "-0", "-1", … behind it.
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Name of the headless Service that governs the StatefulSet.
   * @default - the StatefulSet's name
   */
  readonly serviceName?: string;
  /**
   * Labels of the pods, by which StatefulSet, Service and policies select them.
   * @default - app: the StatefulSet's name
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Labels of the two objects, not of the pods.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Number of pods. Nothing is replicated between them but what the program itself replicates.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * Numeric group the container runs as; only the user must not be root.
   * @default - the user's number
   */
  readonly group?: number;
  /**
   * Where the program keeps its data.
   * @default - it keeps none
   */
  readonly dataPath?: string;
  /**
   * Size of a volume for each pod, in bytes with a suffix. The volumes outlive the StatefulSet.
   * @default - an emptyDir: the data goes with the pod
   */
  readonly storageSize?: string;
  /**
   * Class of the volumes; "" asks for volumes that are there already.
   * @default - the cluster's default class
   */
  readonly storageClassName?: string;
  /**
   * Name of the volume, and of the claims that are made for it.
   * @default "data"
   */
  readonly volumeName?: string;
  /**
   * Whether a pod waits for those before it to be ready. It can't change later.
   * @default - PodManagementPolicy.ORDERED_READY, from Kubernetes
   */
  readonly podManagementPolicy?: PodManagementPolicy;
  /**
   * Whether DNS knows pods that are not ready. Members that must find each other before they are ready need it, and
   * PodManagementPolicy.PARALLEL.
   * @default false
   */
  readonly publishNotReadyAddresses?: boolean;
  /**
   * Whether the pods share nodes.
   * @default AntiAffinity.PREFERRED
   */
  readonly antiAffinity?: AntiAffinity;
}

const PROPS: PropNames<HeadlessSetProps> = {
  ...CONTAINER_PROPS,
  ports: true,
  name: true,
  serviceName: true,
  podLabels: true,
  labels: true,
  replicas: true,
  group: true,
  dataPath: true,
  storageSize: true,
  storageClassName: true,
  volumeName: true,
  podManagementPolicy: true,
  publishNotReadyAddresses: true,
  antiAffinity: true,
};

/**
 * Pods that are addressed one by one: a StatefulSet and the headless Service whose name it carries.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
 *
 * @example
 * const redis = new HeadlessSet(chart, 'redis', {
 *   image: 'redis:7.4.1',
 *   user: 999,
 *   ports: [{ name: 'redis', port: 6379 }],
 *   replicas: 3,
 *   dataPath: '/data',
 *   storageSize: '1Gi',
 * });
 * redis.dnsName(2); // redis-2.redis
 */
export class HeadlessSet extends Construct implements INetworkEnd {
  /** Name of the StatefulSet. */
  public readonly name: string;
  /** Name of the headless Service. */
  public readonly serviceName: string;
  /** Namespace of the pods; undefined where neither prop nor chart names one. */
  public readonly namespace?: string;
  /** Number of pods. */
  public readonly replicas: number;

  private readonly selector: { [key: string]: string };
  private readonly checkedPorts: readonly CheckedPort[];

  constructor(scope: Construct, id: string, props: HeadlessSetProps) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const name = at.check('name', props.name ?? id, workloadName);
    const service = at.check('serviceName', props.serviceName ?? name, serviceName);
    const namespace = checkNamespace(at, scope, props.namespace);
    const { selector } = checkWorkloadLabels(at, props.podLabels ?? { app: name });
    const labels = checkLabels(at, 'labels', props.labels ?? {});
    const replicas = at.check('replicas', props.replicas ?? 1, wholeNumber(0, 1000));
    const ports = checkPorts(at, props.ports);
    const data = checkData(at, props);
    const parts = checkContainer(at, scope, props, name, ports, data.volumes);
    const group = at.optional('group', props.group, groupId);
    const { podManagementPolicy } = props;
    at.optional('podManagementPolicy', podManagementPolicy, oneOf(PodManagementPolicy));
    const separation = at.check('antiAffinity', props.antiAffinity ?? AntiAffinity.PREFERRED, oneOf(AntiAffinity));
    const metadata = {
      name,
      ...inNamespace(namespace),
      ...(Object.keys(labels).length > 0 && { labels }),
    };
    const publishes = at.check('publishNotReadyAddresses', props.publishNotReadyAddresses ?? false, flag);
    const exposed = Expose.headless({ publishNotReadyAddresses: publishes });
    const serviceObject = exposed._service(at, ports, { ...metadata, name: service }, selector);
    super(scope, id);
    this.name = name;
    this.serviceName = service;
    this.namespace = namespace;
    this.replicas = replicas;
    this.selector = selector;
    this.checkedPorts = ports;

    new ApiObject(this, 'Service', serviceObject);
    new ApiObject(
      this,
      'Resource',
      statefulSet({
        metadata,
        serviceName: service,
        replicas,
        selector,
        podLabels: selector,
        pod: podSpec({
          ...parts,
          pod: {
            ...antiAffinity(separation, selector),
            securityContext: { ...restrictedPod(parts.workload.user, group), ...data.ownership(parts.workload.user) },
          },
        }),
        claims: data.claims,
        podManagementPolicy,
      }),
    );
  }

  /** Labels by which policies select the pods (a copy). */
  public get podLabels(): { [key: string]: string } {
    return { ...this.selector };
  }

  /** Ports of the pods (copies). */
  public get ports(): MicroservicePort[] {
    return this.checkedPorts.map((port) => ({ ...port }));
  }

  public networkEnd(): NetworkEnd {
    const { name, namespace, podLabels, serviceName } = this;
    return { name, namespace, podLabels, serviceName, ports: this.checkedPorts.map(networkEndPort) };
  }

  /**
   * Name by which pods of the same namespace find one pod.
   * @param ordinal from 0 to one below the number of replicas
   */
  public dnsName(ordinal: number): string {
    PropCheck.ofCall(`${this.node.path}.dnsName`).check('ordinal', ordinal, wholeNumber(0, this.replicas - 1));
    return `${this.name}-${ordinal}.${this.serviceName}`;
  }
}

interface Data {
  readonly volumes: readonly MountedVolume[];
  readonly claims: StatefulSetParts['claims'];
  ownership(group: number): Plain<k8s.PodSecurityContext>;
}

/** The volume for the data: claimed where it has a size, else an emptyDir, and none without a path. */
function checkData(at: PropCheck, props: HeadlessSetProps): Data {
  const { dataPath, storageSize, storageClassName, volumeName } = props;
  const needed = { volumeName: 'dataPath', storageSize: 'dataPath', storageClassName: 'storageSize' } as const;
  for (const [prop, other] of Object.entries(needed) as [keyof typeof needed, 'dataPath' | 'storageSize'][])
    if (props[prop] !== undefined && props[other] === undefined)
      at.refuse('props/missing', prop, props[prop], `has no effect without ${other}`);
  if (dataPath === undefined) return { volumes: [], claims: [], ownership: () => ({}) };
  at.check('dataPath', dataPath, mountPath);
  const name = at.check('volumeName', volumeName ?? 'data', dnsLabel);
  if (storageSize === undefined)
    return { volumes: [emptyDir(name, dataPath)], claims: [], ownership: (fsGroup) => ({ fsGroup }) };
  at.check('storageSize', storageSize, byteQuantity);
  at.optional('storageClassName', storageClassName, subdomainOrNone);
  const claims = [volumeClaim(name, storageSize, storageClassName)];
  return { volumes: [claimedVolume(name, dataPath)], claims, ownership: volumesOf };
}
