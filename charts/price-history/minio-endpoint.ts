import { Construct, type IConstruct } from 'constructs';
import type { INetworkEnd, NetworkEnd } from '../policy/network-end';
import type { BackendPort, IServiceBackend } from '../routing/backend';
import { checkSelector, secretKey, serviceName, subdomain } from '../validation/names';
import { port, wholeNumber } from '../validation/numbers';
import type { PropCheck, PropNames } from '../validation/prop-check';
import { checkNamespace } from '../workload/namespace';
import { urlSeenFrom } from '../workload/service-url';

const podCount = wholeNumber(1, 1000);

/** A MinIO that others can be pointed at: ours, or one that someone else runs. */
export interface IMinio extends IConstruct, INetworkEnd {
  /** Name of the ClusterIP Service in front of its pods. */
  readonly serviceName: string;
  /** Namespace of Service and pods; undefined where neither prop nor chart names one. */
  readonly namespace?: string;
  /** Port of the S3 API, on the Service and on the pods. */
  readonly port: number;
  /** Number of pods; where there are several, they reach each other on `port`. */
  readonly replicas: number;
  /** Labels by which its pods are selected (a copy). */
  readonly podLabels: { [key: string]: string };
  /** Secret that holds the credentials, in the namespace of whoever uses them. */
  readonly secretName: string;
  /** Key of the Secret that holds the access key. */
  readonly accessKeyField: string;
  /** Key of the Secret that holds the secret key. */
  readonly secretKeyField: string;
  /**
   * The S3 API's address as a pod of a namespace should write it.
   * @param namespace of that pod
   */
  uriFrom(namespace?: string): string;
}

/** Where a MinIO is found, and under which Secret its credentials lie. */
export interface MinioAttributes {
  /**
   * Namespace of Service and pods.
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /**
   * Name of the ClusterIP Service.
   * @default "minio"
   */
  readonly serviceName?: string;
  /**
   * Port of the S3 API, on the Service and on the pods.
   * @default 9000
   */
  readonly port?: number;
  /**
   * Number of pods. Several are the servers of one distributed MinIO: they reach each other on `port`, and `MinioIsolation`
   * lets them.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * Labels of the pods, by which the Service and policies select them.
   * @default - app: minio
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Secret that holds the credentials. It is never synthesized: whoever runs the cluster makes it.
   * @default "minio-secret"
   */
  readonly secretName?: string;
  /**
   * Key of the Secret that holds the access key.
   * @default "ACCESS_KEY"
   */
  readonly accessKeyField?: string;
  /**
   * Key of the Secret that holds the secret key.
   * @default "SECRET_KEY"
   */
  readonly secretKeyField?: string;
  /**
   * DNS domain of the cluster.
   * @default "cluster.local"
   */
  readonly clusterDomain?: string;
}

export const MINIO_ATTRIBUTES: PropNames<MinioAttributes> = {
  namespace: true,
  serviceName: true,
  port: true,
  replicas: true,
  podLabels: true,
  secretName: true,
  accessKeyField: true,
  secretKeyField: true,
  clusterDomain: true,
};

export interface MinioEndpoint {
  readonly namespace: string | undefined;
  readonly serviceName: string;
  readonly port: number;
  readonly replicas: number;
  readonly podLabels: { [key: string]: string };
  readonly secretName: string;
  readonly accessKeyField: string;
  readonly secretKeyField: string;
  readonly clusterDomain: string;
}

export function checkMinioEndpoint(at: PropCheck, scope: IConstruct, attributes: MinioAttributes): MinioEndpoint {
  const {
    serviceName: service = 'minio',
    port: s3Port = 9000,
    replicas = 1,
    podLabels = { app: 'minio' },
    secretName = 'minio-secret',
    accessKeyField = 'ACCESS_KEY',
    secretKeyField = 'SECRET_KEY',
    clusterDomain = 'cluster.local',
  } = attributes;
  if (accessKeyField === secretKeyField)
    at.refuse('props/conflict', 'secretKeyField', secretKeyField, 'must be another key than accessKeyField');
  return {
    namespace: checkNamespace(at, scope, attributes.namespace),
    serviceName: at.check('serviceName', service, serviceName),
    port: at.check('port', s3Port, port),
    replicas: at.check('replicas', replicas, podCount),
    podLabels: checkSelector(at, 'podLabels', podLabels),
    secretName: at.check('secretName', secretName, subdomain),
    accessKeyField: at.check('accessKeyField', accessKeyField, secretKey),
    secretKeyField: at.check('secretKeyField', secretKeyField, secretKey),
    clusterDomain: at.check('clusterDomain', clusterDomain, subdomain),
  };
}

/** A MinIO that another construct is given: callers without types may hand over anything. */
export function checkMinio(at: PropCheck, minio: IMinio): IMinio {
  if (typeof minio?.uriFrom !== 'function')
    at.refuse('props/shape', 'minio', minio, 'must be a Minio, a MinioService or Minio.fromMinioAttributes(…)');
  at.check('minio.port', minio.port, port);
  at.check('minio.replicas', minio.replicas, podCount);
  at.check('minio.secretName', minio.secretName, subdomain);
  at.check('minio.accessKeyField', minio.accessKeyField, secretKey);
  at.check('minio.secretKeyField', minio.secretKeyField, secretKey);
  checkSelector(at, 'minio.podLabels', minio.podLabels);
  return minio;
}

/**
 * A MinIO whose attributes are known; renders nothing by itself.
 * @internal the base that Minio and MinioService share
 */
export class MinioReference extends Construct implements IMinio, IServiceBackend {
  public readonly serviceName: string;
  public readonly namespace?: string;
  public readonly port: number;
  public readonly replicas: number;
  public readonly secretName: string;
  public readonly accessKeyField: string;
  public readonly secretKeyField: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly endpoint: MinioEndpoint,
  ) {
    super(scope, id);
    this.serviceName = endpoint.serviceName;
    this.namespace = endpoint.namespace;
    this.port = endpoint.port;
    this.replicas = endpoint.replicas;
    this.secretName = endpoint.secretName;
    this.accessKeyField = endpoint.accessKeyField;
    this.secretKeyField = endpoint.secretKeyField;
  }

  public get podLabels(): { [key: string]: string } {
    return { ...this.endpoint.podLabels };
  }

  public get servicePorts(): BackendPort[] {
    return [{ port: this.port }];
  }

  public uriFrom(namespace?: string): string {
    return urlSeenFrom(namespace, { name: this.serviceName, ...this.endpoint }, this.node.path);
  }

  public networkEnd(): NetworkEnd {
    const { serviceName, namespace, podLabels, port: s3Port, replicas } = this;
    const ports = [{ port: s3Port, servicePort: s3Port }];
    return { name: serviceName, namespace, podLabels, serviceName, ports, clustered: replicas > 1 };
  }
}
