import type { Construct } from 'constructs';
import { checkEnv } from '../validation/names';
import { port } from '../validation/numbers';
import { PropCheck, type PropNames } from '../validation/prop-check';
import { RESOURCE_PROPS, type ResourceProps } from '../workload/container-props';
import { EnvVar } from '../workload/env-var';
import { HealthProbe } from '../workload/health-probe';
import { Microservice } from '../workload/microservice';
import { checkNamespace } from '../workload/namespace';
import { SCALING_PROPS, type ScalingProps } from '../workload/scaling';
import { WORKLOAD_PROPS, type WorkloadProps } from '../workload/workload-props';
import {
  checkHistoryServerAttributes,
  HISTORY_SERVER_ATTRIBUTES,
  type HistoryServerAttributes,
  HistoryServerReference,
  type IHistoryServer,
  podLabelsOf,
} from './history-server-endpoint';
import { checkMinio, type IMinio } from './minio-endpoint';

const ENV = { uri: 'MINIO_URI', accessKey: 'ACCESS_KEY', secretKey: 'SECRET_KEY', port: 'PORT' } as const;

const PROBES = {
  startupProbe: HealthProbe.http('/healthz', { periodSeconds: 1, failureThreshold: 60 }),
  livenessProbe: HealthProbe.http('/healthz', { periodSeconds: 10, timeoutSeconds: 5 }),
  readinessProbe: HealthProbe.http('/readyz', { periodSeconds: 5, timeoutSeconds: 5 }),
};

export interface HistoryServerProps extends WorkloadProps, ResourceProps, ScalingProps {
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
   * DNS domain of the cluster.
   * @default "cluster.local"
   */
  readonly clusterDomain?: string;
}

const PROPS: PropNames<HistoryServerProps> = {
  ...WORKLOAD_PROPS,
  ...RESOURCE_PROPS,
  ...SCALING_PROPS,
  image: true,
  minio: true,
  name: true,
  podLabels: true,
  labels: true,
  servicePort: true,
  containerPort: true,
  env: true,
  clusterDomain: true,
};

/**
 * The HTTP API over the stored prices: Deployment, ClusterIP Service, disruption budget and, on request, an autoscaler.
 *
 * @example
 * const server = new HistoryServer(chart, 'history-server', { image: 'history-server:0.1.0', minio });
 * server.url; // http://history-server.production.svc.cluster.local:80
 */
export class HistoryServer extends Microservice implements IHistoryServer {
  /**
   * A history server that someone else runs; renders nothing.
   */
  public static fromHistoryServerAttributes(
    scope: Construct,
    id: string,
    attributes: HistoryServerAttributes,
  ): IHistoryServer {
    const checked = checkHistoryServerAttributes(
      PropCheck.of(scope, id, attributes, HISTORY_SERVER_ATTRIBUTES),
      scope,
      attributes,
    );
    return new HistoryServerReference(scope, id, checked);
  }

  /** Port of the Service. */
  public readonly servicePort: number;
  /** Port the pods listen on: the one policies need. */
  public readonly containerPort: number;

  constructor(scope: Construct, id: string, props: HistoryServerProps) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const { name = 'history-server', minio: _minio, servicePort: _port, containerPort: _ofPods, ...others } = props;
    const servicePort = at.check('servicePort', props.servicePort ?? 80, port);
    const containerPort = at.check('containerPort', props.containerPort ?? 8080, port);
    const env = checkEnv(at, props.env ?? {}, Object.values(ENV));
    const minio = checkMinio(at, props.minio);
    const minioUri = minio.uriFrom(checkNamespace(at, scope, props.namespace));
    super(scope, id, {
      ...others,
      name,
      containerName: 'history-server',
      podLabels: props.podLabels ?? podLabelsOf(name),
      ports: [{ port: servicePort, containerPort }],
      env: {
        [ENV.uri]: EnvVar.value(minioUri),
        [ENV.accessKey]: EnvVar.secret(minio.secretName, minio.accessKeyField),
        [ENV.secretKey]: EnvVar.secret(minio.secretName, minio.secretKeyField),
        ...(props.containerPort !== undefined && { [ENV.port]: EnvVar.value(`${containerPort}`) }),
        ...Object.fromEntries(env.map(({ name, value }) => [name, EnvVar.value(value)])),
      },
      ...PROBES,
    });
    this.servicePort = servicePort;
    this.containerPort = containerPort;
  }

  public urlFrom(namespace?: string): string {
    const isUnknown = namespace === undefined && this.namespace === undefined;
    return isUnknown ? `http://${this.name}:${this.servicePort}` : this.url;
  }
}
