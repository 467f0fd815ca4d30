import { ApiObject } from 'cdk8s';
import { ImagePullPolicy, k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { NetworkEnd } from '../policy/network-end';
import { imageReference, pullPolicy } from '../validation/image';
import { checkEnv, serviceName, subdomain } from '../validation/names';
import { port, userId, wholeNumber } from '../validation/numbers';
import { PropCheck } from '../validation/prop-check';
import { checkResources } from '../validation/quantity';
import { httpProbe, resourceRequirements, secretEnv } from '../workload/container';
import { checkWorkloadLabels } from '../workload/labels';
import { manifest } from '../workload/manifest';
import { checkNamespace, inNamespace } from '../workload/namespace';
import { restrictedContainer, restrictedPod } from '../workload/pod-security';
import { clusterUrl, type ServiceAddress, urlSeenFrom } from '../workload/service-url';
import {
  checkHistoryServerAttributes,
  type HistoryServerAttributes,
  HistoryServerReference,
  type IHistoryServer,
  podLabelsOf,
} from './history-server-endpoint';
import { checkMinio, type IMinio } from './minio-endpoint';

const ENV = { uri: 'MINIO_URI', accessKey: 'ACCESS_KEY', secretKey: 'SECRET_KEY', port: 'PORT' } as const;

export interface HistoryServerProps {
  /** Image of the server. */
  readonly image: string;
  /** Where the prices are kept. Its Secret must be in this server's namespace. */
  readonly minio: IMinio;
  /**
   * Name of Deployment, Service, disruption budget and autoscaler.
   * @default "history-server"
   */
  readonly name?: string;
  /**
   * Namespace of all objects.
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /**
   * Labels of the pods, by which Deployment, Service and policies select them.
   * @default - app: electricity-calculator, microservice: the name
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Further labels of every object and of the pods; nothing selects by them.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * When the node pulls the image.
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * Number of pods. Not together with `autoscalingMaxReplicas`.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Most pods an autoscaler may start; giving it makes a HorizontalPodAutoscaler, which then owns the number of pods.
   * @default - no autoscaler
   */
  readonly autoscalingMaxReplicas?: number;
  /**
   * Fewest pods the autoscaler may leave.
   * @default 2, or autoscalingMaxReplicas where that is less
   */
  readonly autoscalingMinReplicas?: number;
  /**
   * Use of the requested CPU that the autoscaler aims at, in percent; without a CPU limit it can be above 100.
   * @default 80
   */
  readonly autoscalingCpuPercent?: number;
  /**
   * Port of the Service.
   * @default 80
   */
  readonly servicePort?: number;
  /**
   * Port the server listens on; giving it also sets the variable `PORT`.
   * @default 8080
   */
  readonly containerPort?: number;
  /**
   * Further variables of the server. The port, the address of MinIO and the credentials are set by the construct.
   * @default - none
   */
  readonly env?: { readonly [name: string]: string };
  /**
   * Numeric user and group the server runs as.
   * @default 65532
   */
  readonly user?: number;
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
   * Memory above which a container is killed.
   * @default "256Mi"
   */
  readonly memoryLimit?: string;
  /**
   * DNS domain of the cluster.
   * @default "cluster.local"
   */
  readonly clusterDomain?: string;
}

/**
 * The HTTP API over the stored prices: Deployment, ClusterIP Service, disruption budget and, on request, an autoscaler.
 *
 * @example
 * const server = new HistoryServer(chart, 'history-server', { image: 'history-server:0.1.0', minio });
 * server.url; // http://history-server.production.svc.cluster.local:80
 */
export class HistoryServer extends Construct implements IHistoryServer {
  /**
   * A history server that someone else runs; renders nothing.
   */
  public static fromHistoryServerAttributes(
    scope: Construct,
    id: string,
    attributes: HistoryServerAttributes,
  ): IHistoryServer {
    const checked = checkHistoryServerAttributes(PropCheck.of(scope, id, attributes), scope, attributes);
    return new HistoryServerReference(scope, id, checked);
  }

  /** Name of Deployment and Service. */
  public readonly name: string;
  public readonly namespace?: string;
  /** Port of the Service. */
  public readonly servicePort: number;
  /** Port the pods listen on: the one policies need. */
  public readonly containerPort: number;

  private readonly selector: { [key: string]: string };
  private readonly clusterDomain: string;

  constructor(scope: Construct, id: string, props: HistoryServerProps) {
    const at = PropCheck.of(scope, id, props);
    const image = at.check('image', props.image, imageReference);
    const namespace = checkNamespace(at, scope, props.namespace);
    const name = at.check('name', props.name ?? 'history-server', serviceName);
    const labels = checkWorkloadLabels(at, props.podLabels ?? podLabelsOf(name), props.labels);
    const imagePullPolicy = at.check(
      'imagePullPolicy',
      props.imagePullPolicy ?? ImagePullPolicy.IF_NOT_PRESENT,
      pullPolicy,
    );
    const servicePort = at.check('servicePort', props.servicePort ?? 80, port);
    const containerPort = at.check('containerPort', props.containerPort ?? 8080, port);
    const user = at.check('user', props.user ?? 65532, userId);
    const env = checkEnv(at, props.env ?? {}, Object.values(ENV));
    const clusterDomain = at.check('clusterDomain', props.clusterDomain ?? 'cluster.local', subdomain);
    const { cpuRequest = '100m', memoryRequest = '128Mi', memoryLimit = '256Mi' } = props;
    const resources = checkResources(at, cpuRequest, memoryRequest, memoryLimit);
    const scaling = checkScaling(at, props);
    const minio = checkMinio(at, props.minio);
    const minioUri = minio.uriFrom(namespace);
    super(scope, id);
    this.name = name;
    this.namespace = namespace;
    this.servicePort = servicePort;
    this.containerPort = containerPort;
    this.selector = labels.selector;
    this.clusterDomain = clusterDomain;
    const metadata = { name, ...inNamespace(namespace), labels: labels.all };
    const matchLabels = labels.selector;

    new ApiObject(
      this,
      'Resource',
      manifest(k8s.KubeDeployment, {
        metadata,
        spec: {
          ...(scaling.replicas !== undefined && { replicas: scaling.replicas }),
          selector: { matchLabels },
          strategy: {
            type: 'RollingUpdate',
            rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
          },
          template: {
            metadata: { labels: labels.all },
            spec: {
              automountServiceAccountToken: false,
              // Else the Service "minio" would put MINIO_PORT=tcp://… among the variables.
              enableServiceLinks: false,
              securityContext: restrictedPod(user),
              topologySpreadConstraints: [
                {
                  maxSkew: 1,
                  topologyKey: 'kubernetes.io/hostname',
                  whenUnsatisfiable: 'ScheduleAnyway',
                  labelSelector: { matchLabels },
                },
              ],
              containers: [
                {
                  name: 'history-server',
                  image,
                  imagePullPolicy,
                  env: [
                    { name: ENV.uri, value: minioUri },
                    secretEnv(ENV.accessKey, minio.secretName, minio.accessKeyField),
                    secretEnv(ENV.secretKey, minio.secretName, minio.secretKeyField),
                    ...(props.containerPort === undefined ? [] : [{ name: ENV.port, value: `${containerPort}` }]),
                    ...env,
                  ],
                  ports: [{ containerPort, protocol: 'TCP' }],
                  startupProbe: httpProbe('/healthz', containerPort, { periodSeconds: 1, failureThreshold: 60 }),
                  livenessProbe: httpProbe('/healthz', containerPort, { periodSeconds: 10, timeoutSeconds: 5 }),
                  readinessProbe: httpProbe('/readyz', containerPort, { periodSeconds: 5, timeoutSeconds: 5 }),
                  resources: resourceRequirements(resources),
                  securityContext: restrictedContainer(),
                },
              ],
            },
          },
        },
      }),
    );

    new ApiObject(
      this,
      'Service',
      manifest(k8s.KubeService, {
        metadata,
        spec: {
          type: 'ClusterIP',
          selector: matchLabels,
          ports: [{ protocol: 'TCP', port: servicePort, targetPort: containerPort }],
        },
      }),
    );

    new ApiObject(
      this,
      'DisruptionBudget',
      manifest(k8s.KubePodDisruptionBudget, {
        metadata,
        spec: { maxUnavailable: 1, selector: { matchLabels } },
      }),
    );

    if (scaling.autoscaler) {
      const { minReplicas, maxReplicas, cpuPercent } = scaling.autoscaler;
      new ApiObject(
        this,
        'Autoscaler',
        manifest(k8s.KubeHorizontalPodAutoscalerV2, {
          metadata,
          spec: {
            scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
            minReplicas,
            maxReplicas,
            metrics: [
              {
                type: 'Resource',
                resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuPercent } },
              },
            ],
          },
        }),
      );
    }
  }

  public get podLabels(): { [key: string]: string } {
    return { ...this.selector };
  }

  /**
   * Its address, as every namespace can use it.
   * @throws where neither prop nor chart names the namespace, which is a part of it
   */
  public get url(): string {
    return clusterUrl(this.address(), this.node.path);
  }

  public urlFrom(namespace?: string): string {
    return namespace === undefined ? urlSeenFrom(namespace, this.address(), this.node.path) : this.url;
  }

  public networkEnd(): NetworkEnd {
    const { name, namespace, podLabels, containerPort, servicePort } = this;
    return { name, namespace, podLabels, ports: [{ port: containerPort, servicePort }] };
  }

  private address(): ServiceAddress {
    const { name, namespace, servicePort, clusterDomain } = this;
    return { name, namespace, port: servicePort, clusterDomain };
  }
}

interface Scaling {
  readonly replicas?: number;
  readonly autoscaler?: { readonly minReplicas: number; readonly maxReplicas: number; readonly cpuPercent: number };
}

/** Either a number of pods or an autoscaler: with both, each apply would undo what the autoscaler did. */
function checkScaling(at: PropCheck, props: HistoryServerProps): Scaling {
  const { replicas, autoscalingMaxReplicas, autoscalingMinReplicas, autoscalingCpuPercent } = props;
  if (autoscalingMaxReplicas === undefined) {
    for (const [prop, value] of Object.entries({ autoscalingMinReplicas, autoscalingCpuPercent })) {
      if (value !== undefined) at.refuse('props/missing', prop, value, 'has no effect without autoscalingMaxReplicas');
    }
    return { replicas: at.check('replicas', replicas ?? 2, wholeNumber(0, 1000)) };
  }
  if (replicas !== undefined)
    at.refuse(
      'props/conflict',
      'replicas',
      replicas,
      'the autoscaler owns the number of pods: set autoscalingMinReplicas',
    );
  const maxReplicas = at.check('autoscalingMaxReplicas', autoscalingMaxReplicas, wholeNumber(1, 1000));
  const minReplicas = at.check(
    'autoscalingMinReplicas',
    autoscalingMinReplicas ?? Math.min(2, maxReplicas),
    wholeNumber(1, maxReplicas),
  );
  const cpuPercent = at.check('autoscalingCpuPercent', autoscalingCpuPercent ?? 80, wholeNumber(1, 1000));
  return { autoscaler: { minReplicas, maxReplicas, cpuPercent } };
}
