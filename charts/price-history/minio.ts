import { ApiObject } from 'cdk8s';
import { type ImagePullPolicy, PodManagementPolicy, Protocol } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { oneOf } from '../validation/choice';
import { serviceName, subdomainOrNone, workloadName } from '../validation/names';
import { wholeNumber } from '../validation/numbers';
import { PropCheck, type PropNames, type Rule } from '../validation/prop-check';
import { byteQuantity, checkResources } from '../validation/quantity';
import { httpProbe, secretEnv } from '../workload/container';
import { disruptionBudget } from '../workload/disruption-budget';
import { Expose } from '../workload/expose';
import { checkWorkloadLabels } from '../workload/labels';
import { inNamespace } from '../workload/namespace';
import { podSpec } from '../workload/pod';
import { restrictedPod } from '../workload/pod-security';
import { serviceDnsName } from '../workload/service-url';
import {
  AntiAffinity,
  antiAffinity,
  claimedVolume,
  statefulSet,
  volumeClaim,
  volumesOf,
} from '../workload/stateful-set';
import { checkWorkload } from '../workload/workload-props';
import {
  checkMinioEndpoint,
  type IMinio,
  MINIO_ATTRIBUTES,
  type MinioAttributes,
  MinioReference,
} from './minio-endpoint';
import { MINIO_SERVICE_PROPS, MinioService, type MinioServiceProps } from './minio-service';

const DATA = '/data';
const HEADLESS = Expose.headless();
const MEMBERS = Expose.headless({ publishNotReadyAddresses: true });

/** MinIO spreads each object over a set of at most 16 drives; sets are of one size, and below four hardly outlive a loss. */
const serverCount: Rule<number> = {
  code: 'number/range',
  wants: '1, or from 4 to 1000 and a multiple of a number from 4 to 16',
  accepts: (value) =>
    value === 1 ||
    (wholeNumber(4, 1000).accepts(value) && Array.from({ length: 13 }, (_, i) => i + 4).some((n) => value % n === 0)),
  advise: (value) =>
    value === 2 || value === 3 ? 'a distributed MinIO needs four to survive the loss of one' : undefined,
};

export interface MinioProps extends MinioServiceProps {
  /**
   * Name of the StatefulSet; its pods are this name with "-0", "-1", … behind it. Service and labels follow it unless they are given.
   * @default "minio"
   */
  readonly name?: string;
  /**
   * Name of the governing headless Service, which gives each pod its own DNS name.
   * @default - the StatefulSet's name with "-hl" behind it
   */
  readonly headlessServiceName?: string;
  /**
   * Image of the server.
   * @default "quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z", the last public one
   */
  readonly image?: string;
  /**
   * When the node pulls the image.
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * Secrets of the namespace by which the node may pull the image. They are never synthesized.
   * @default - none
   */
  readonly imagePullSecrets?: string[];
  /**
   * Whether the pods of a distributed MinIO share nodes: what is lost with a node should be one drive.
   * @default AntiAffinity.PREFERRED
   */
  readonly antiAffinity?: AntiAffinity;
  /**
   * Size of each pod's volume, in bytes with a suffix.
   * @default "5Gi"
   */
  readonly storageSize?: string;
  /**
   * Class of the volumes; "" asks for volumes that are there already.
   * @default - the cluster's default class
   */
  readonly storageClassName?: string;
  /**
   * Numeric user and group the server runs as and the volume belongs to.
   * @default 1000
   */
  readonly user?: number;
  /**
   * CPU the scheduler sets aside; there is no CPU limit.
   * @default "100m"
   */
  readonly cpuRequest?: string;
  /**
   * Memory the scheduler sets aside.
   * @default "256Mi"
   */
  readonly memoryRequest?: string;
  /**
   * Memory above which the container is killed.
   * @default "512Mi"
   */
  readonly memoryLimit?: string;
}

const PROPS: PropNames<MinioProps> = {
  ...MINIO_SERVICE_PROPS,
  name: true,
  headlessServiceName: true,
  image: true,
  imagePullPolicy: true,
  imagePullSecrets: true,
  antiAffinity: true,
  storageSize: true,
  storageClassName: true,
  user: true,
  cpuRequest: true,
  memoryRequest: true,
  memoryLimit: true,
};

/**
 * A MinIO: StatefulSet with a volume for each pod, a ClusterIP Service for its users and the headless Service that
 * governs it. Credentials come from a Secret that is not synthesized.
 *
 * With `replicas` of 4 and more the pods are one distributed MinIO, which outlives the loss of some of them; the namespace
 * must then be known, and a disruption budget lets one pod go at a time. MinIO keeps to the number it started with: another
 * one means a new MinIO, and a copy of what the old one holds.
 * @see docs/minio.md
 *
 * @example
 * const minio = new Minio(chart, 'minio', { namespace: 'production' });
 * minio.uriFrom('production'); // http://minio:9000
 */
export class Minio extends MinioReference {
  /**
   * A MinIO that someone else runs; renders nothing.
   */
  public static fromMinioAttributes(scope: Construct, id: string, attributes: MinioAttributes = {}): IMinio {
    return new MinioReference(
      scope,
      id,
      checkMinioEndpoint(PropCheck.of(scope, id, attributes, MINIO_ATTRIBUTES), scope, attributes),
    );
  }

  /** Name of the StatefulSet. */
  public readonly name: string;
  /** Name of the governing headless Service. */
  public readonly headlessServiceName: string;

  constructor(scope: Construct, id: string, props: MinioProps = {}) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const name = at.check('name', props.name ?? 'minio', workloadName);
    const { serviceName: service = name, podLabels = { app: name } } = props;
    const replicas = at.check('replicas', props.replicas ?? 1, serverCount);
    const endpoint = checkMinioEndpoint(at, scope, { ...props, serviceName: service, podLabels });
    const headlessServiceName = at.check('headlessServiceName', props.headlessServiceName ?? `${name}-hl`, serviceName);
    if (headlessServiceName === endpoint.serviceName)
      at.refuse('props/conflict', 'headlessServiceName', headlessServiceName, 'must be another name than serviceName');
    const labels = checkWorkloadLabels(at, endpoint.podLabels, props.labels);
    const workload = checkWorkload(at, scope, {
      ...props,
      image: props.image ?? 'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z',
      user: props.user ?? 1000,
    });
    const storageSize = at.check('storageSize', props.storageSize ?? '5Gi', byteQuantity);
    const storageClassName = at.optional('storageClassName', props.storageClassName, subdomainOrNone);
    const { cpuRequest = '100m', memoryRequest = '256Mi', memoryLimit = '512Mi' } = props;
    const resources = checkResources(at, cpuRequest, memoryRequest, memoryLimit);
    const isDistributed = replicas > 1;
    const separation = at.check('antiAffinity', props.antiAffinity ?? AntiAffinity.PREFERRED, oneOf(AntiAffinity));
    if (props.antiAffinity !== undefined && !isDistributed)
      at.refuse('props/missing', 'antiAffinity', separation, 'has no effect without replicas of 4 and more');
    const { port, namespace } = endpoint;
    const metadata = { name, ...inNamespace(namespace), labels: labels.all };
    const headlessService = (isDistributed ? MEMBERS : HEADLESS)._service(
      at,
      [{ port, containerPort: port, protocol: Protocol.TCP }],
      { ...metadata, name: headlessServiceName },
      labels.selector,
    );
    const pods = { ...endpoint, name: `${name}-{0...${replicas - 1}}.${headlessServiceName}` };
    const drives = isDistributed ? `http://${serviceDnsName(pods, at.path)}:${port}${DATA}` : DATA;
    super(scope, id, endpoint);
    this.name = name;
    this.headlessServiceName = headlessServiceName;

    new MinioService(this, 'Service', { ...endpoint, labels: props.labels });
    new ApiObject(this, 'HeadlessService', headlessService);

    new ApiObject(
      this,
      'Resource',
      statefulSet({
        metadata,
        serviceName: headlessServiceName,
        replicas,
        selector: labels.selector,
        podLabels: labels.all,
        // They wait for each other: started one by one, the first would wait for ever.
        ...(isDistributed && { podManagementPolicy: PodManagementPolicy.PARALLEL }),
        pod: podSpec({
          workload,
          resources,
          volumes: [claimedVolume('data', DATA)],
          container: {
            name: 'minio',
            args: ['server', drives, '--address', `:${port}`],
            env: [
              secretEnv('MINIO_ROOT_USER', endpoint.secretName, endpoint.accessKeyField),
              secretEnv('MINIO_ROOT_PASSWORD', endpoint.secretName, endpoint.secretKeyField),
              { name: 'MINIO_BROWSER', value: 'off' },
              { name: 'MINIO_UPDATE', value: 'off' },
            ],
            ports: [{ containerPort: port, protocol: 'TCP' }],
            // Servers of one MinIO wait for each other's names, and those for volumes and images: ten minutes, not two.
            startupProbe: httpProbe('/minio/health/live', port, {
              periodSeconds: 2,
              failureThreshold: isDistributed ? 300 : 60,
            }),
            livenessProbe: httpProbe('/minio/health/live', port, { periodSeconds: 10, timeoutSeconds: 5 }),
            readinessProbe: httpProbe('/minio/health/ready', port, { periodSeconds: 5, timeoutSeconds: 5 }),
          },
          pod: {
            securityContext: { ...restrictedPod(workload.user), ...volumesOf(workload.user) },
            ...(isDistributed && antiAffinity(separation, labels.selector)),
          },
        }),
        claims: [volumeClaim('data', storageSize, storageClassName)],
      }),
    );

    if (isDistributed) new ApiObject(this, 'DisruptionBudget', disruptionBudget(metadata, labels.selector, 1));
  }
}
