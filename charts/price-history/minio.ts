import { ApiObject } from 'cdk8s';
import { ImagePullPolicy, k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { imageReference, pullPolicy } from '../validation/image';
import { serviceName, subdomainOrNone, workloadName } from '../validation/names';
import { userId } from '../validation/numbers';
import { PropCheck } from '../validation/prop-check';
import { byteQuantity, checkResources } from '../validation/quantity';
import { httpProbe, resourceRequirements, secretEnv } from '../workload/container';
import { checkWorkloadLabels } from '../workload/labels';
import { manifest } from '../workload/manifest';
import { inNamespace } from '../workload/namespace';
import { restrictedContainer, restrictedPod } from '../workload/pod-security';
import { checkMinioEndpoint, type IMinio, type MinioAttributes, MinioReference } from './minio-endpoint';
import { MinioService, type MinioServiceProps } from './minio-service';

const DATA = '/data';

export interface MinioProps extends MinioServiceProps {
  /**
   * Name of the StatefulSet; the pod is this name with "-0" behind it. Service and labels follow it unless they are given.
   * @default "minio"
   */
  readonly name?: string;
  /**
   * Name of the governing headless Service, which gives the pod its own DNS name.
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
   * Size of the volume, in bytes with a suffix.
   * @default "5Gi"
   */
  readonly storageSize?: string;
  /**
   * Class of the volume; "" asks for a volume that is there already.
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

/**
 * A single MinIO server: StatefulSet with a volume of its own, a ClusterIP Service for its users and the headless
 * Service that governs it. Credentials come from a Secret that is not synthesized.
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
    return new MinioReference(scope, id, checkMinioEndpoint(PropCheck.of(scope, id, attributes), scope, attributes));
  }

  /** Name of the StatefulSet. */
  public readonly name: string;
  /** Name of the governing headless Service. */
  public readonly headlessServiceName: string;

  constructor(scope: Construct, id: string, props: MinioProps = {}) {
    const at = PropCheck.of(scope, id, props);
    const name = at.check('name', props.name ?? 'minio', workloadName);
    const { serviceName: service = name, podLabels = { app: name } } = props;
    const endpoint = checkMinioEndpoint(at, scope, { ...props, serviceName: service, podLabels });
    const headlessServiceName = at.check('headlessServiceName', props.headlessServiceName ?? `${name}-hl`, serviceName);
    if (headlessServiceName === endpoint.serviceName)
      at.refuse('props/conflict', 'headlessServiceName', headlessServiceName, 'must be another name than serviceName');
    const labels = checkWorkloadLabels(at, endpoint.podLabels, props.labels);
    const image = at.check('image', props.image ?? 'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z', imageReference);
    const imagePullPolicy = at.check(
      'imagePullPolicy',
      props.imagePullPolicy ?? ImagePullPolicy.IF_NOT_PRESENT,
      pullPolicy,
    );
    const storageSize = at.check('storageSize', props.storageSize ?? '5Gi', byteQuantity);
    const storageClassName = at.optional('storageClassName', props.storageClassName, subdomainOrNone);
    const user = at.check('user', props.user ?? 1000, userId);
    const { cpuRequest = '100m', memoryRequest = '256Mi', memoryLimit = '512Mi' } = props;
    const resources = checkResources(at, cpuRequest, memoryRequest, memoryLimit);
    super(scope, id, endpoint);
    this.name = name;
    this.headlessServiceName = headlessServiceName;

    new MinioService(this, 'Service', { ...endpoint, labels: props.labels });

    new ApiObject(
      this,
      'HeadlessService',
      manifest(k8s.KubeService, {
        metadata: { name: headlessServiceName, ...inNamespace(endpoint.namespace), labels: labels.all },
        spec: {
          clusterIP: 'None',
          selector: labels.selector,
          ports: [{ protocol: 'TCP', port: endpoint.port, targetPort: endpoint.port }],
        },
      }),
    );

    new ApiObject(
      this,
      'Resource',
      manifest(k8s.KubeStatefulSet, {
        metadata: { name, ...inNamespace(endpoint.namespace), labels: labels.all },
        spec: {
          serviceName: headlessServiceName,
          replicas: 1,
          selector: { matchLabels: labels.selector },
          template: {
            metadata: { labels: labels.all },
            spec: {
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              securityContext: { ...restrictedPod(user), fsGroup: user, fsGroupChangePolicy: 'OnRootMismatch' },
              containers: [
                {
                  name: 'minio',
                  image,
                  imagePullPolicy,
                  args: ['server', DATA, '--address', `:${endpoint.port}`],
                  env: [
                    secretEnv('MINIO_ROOT_USER', endpoint.secretName, endpoint.accessKeyField),
                    secretEnv('MINIO_ROOT_PASSWORD', endpoint.secretName, endpoint.secretKeyField),
                    { name: 'MINIO_BROWSER', value: 'off' },
                    { name: 'MINIO_UPDATE', value: 'off' },
                  ],
                  ports: [{ containerPort: endpoint.port, protocol: 'TCP' }],
                  startupProbe: httpProbe('/minio/health/live', endpoint.port, {
                    periodSeconds: 2,
                    failureThreshold: 60,
                  }),
                  livenessProbe: httpProbe('/minio/health/live', endpoint.port, {
                    periodSeconds: 10,
                    timeoutSeconds: 5,
                  }),
                  readinessProbe: httpProbe('/minio/health/ready', endpoint.port, {
                    periodSeconds: 5,
                    timeoutSeconds: 5,
                  }),
                  resources: resourceRequirements(resources),
                  securityContext: restrictedContainer(),
                  volumeMounts: [{ name: 'data', mountPath: DATA }],
                },
              ],
            },
          },
          volumeClaimTemplates: [
            {
              metadata: { name: 'data' },
              spec: {
                accessModes: ['ReadWriteOnce'],
                ...(storageClassName !== undefined && { storageClassName }),
                resources: { requests: { storage: storageSize } },
              },
            },
          ],
        },
      }),
    );
  }
}
