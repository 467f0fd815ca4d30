import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { INetworkEnd, NetworkEnd } from '../policy/network-end';
import { imageReference } from '../validation/image';
import { checkLabels, secretKey, serviceName, subdomain, workloadName } from '../validation/names';
import { flag, userId, wholeNumber } from '../validation/numbers';
import { PropCheck, type Rule } from '../validation/prop-check';
import { byteQuantity, checkResources } from '../validation/quantity';
import { resourceRequirements, secretEnv } from '../workload/container';
import { checkWorkloadLabels } from '../workload/labels';
import { manifest } from '../workload/manifest';
import { checkNamespace, inNamespace } from '../workload/namespace';
import { restrictedContainer, restrictedPod } from '../workload/pod-security';

const PORT = 5432;
const PORT_NAME = 'postgres-port';
const VOLUME = 'postgresql-data';

const identifier: Rule<string> = {
  code: 'name/sql-identifier',
  wants: 'at most 63 lower-case letters, digits and "_", with no digit first',
  accepts: (value) => typeof value === 'string' && /^[a-z_][a-z0-9_]{0,62}$/.test(value),
};

export interface HeadlessPostgresProps {
  /**
   * Name of the StatefulSet; its pods are this name with "-0", "-1", … behind it.
   * @default "postgresql-hl-test"
   */
  readonly name?: string;
  /**
   * Name of the headless Service that governs the StatefulSet.
   * @default "postgresql-hl"
   */
  readonly serviceName?: string;
  /**
   * Namespace of both.
   * @default - the chart's namespace
   */
  readonly namespace?: string;
  /**
   * Labels of the pods, by which StatefulSet and Service select them.
   * @default - app: the StatefulSet's name
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Labels of the two objects, not of the pods.
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Number of pods. They are separate databases: nothing is replicated between them.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Image with Bitnami's environment names and mount path.
   * @default "bitnamilegacy/postgresql:15.4.0"
   */
  readonly image?: string;
  /**
   * User and owner of the database.
   * @default "test"
   */
  readonly username?: string;
  /**
   * Name of the database.
   * @default "test"
   */
  readonly database?: string;
  /**
   * Secret that holds the password. It is never synthesized: whoever runs the cluster makes it.
   * @default "postgresql-secret"
   */
  readonly secretName?: string;
  /**
   * Key of the Secret that holds the password.
   * @default "POSTGRESQL_PASSWORD"
   */
  readonly passwordField?: string;
  /**
   * Size of a volume for each pod, in bytes with a suffix.
   * @default - an emptyDir: the data goes with the pod
   */
  readonly storageSize?: string;
  /**
   * Numeric user the server runs as.
   * @default 1001
   */
  readonly user?: number;
  /**
   * Whether the root file system is read-only. The default image writes its configuration below /opt/bitnami.
   * @default false
   */
  readonly readOnlyRootFilesystem?: boolean;
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
   * @default "512Mi"
   */
  readonly memoryLimit?: string;
}

/**
 * PostgreSQL pods that are addressed one by one: a StatefulSet and the headless Service whose name it carries.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
 *
 * @example
 * const postgres = new HeadlessPostgres(chart, 'postgres', { namespace: 'test' });
 * postgres.dnsName(1); // postgresql-hl-test-1.postgresql-hl
 */
export class HeadlessPostgres extends Construct implements INetworkEnd {
  /** Name of the StatefulSet. */
  public readonly name: string;
  /** Name of the headless Service. */
  public readonly serviceName: string;
  /** Number of pods. */
  public readonly replicas: number;

  private readonly namespace?: string;
  private readonly selector: { readonly [key: string]: string };

  constructor(scope: Construct, id: string, props: HeadlessPostgresProps = {}) {
    const at = PropCheck.of(scope, id, props);
    const name = at.check('name', props.name ?? 'postgresql-hl-test', workloadName);
    const service = at.check('serviceName', props.serviceName ?? 'postgresql-hl', serviceName);
    const namespace = checkNamespace(at, scope, props.namespace);
    const { selector } = checkWorkloadLabels(at, props.podLabels ?? { app: name });
    const labels = checkLabels(at, 'labels', props.labels ?? {});
    const replicas = at.check('replicas', props.replicas ?? 2, wholeNumber(0, 1000));
    const image = at.check('image', props.image ?? 'bitnamilegacy/postgresql:15.4.0', imageReference);
    const username = at.check('username', props.username ?? 'test', identifier);
    const database = at.check('database', props.database ?? 'test', identifier);
    const secretName = at.check('secretName', props.secretName ?? 'postgresql-secret', subdomain);
    const passwordField = at.check('passwordField', props.passwordField ?? 'POSTGRESQL_PASSWORD', secretKey);
    const storageSize = at.optional('storageSize', props.storageSize, byteQuantity);
    const user = at.check('user', props.user ?? 1001, userId);
    const readOnly = at.check('readOnlyRootFilesystem', props.readOnlyRootFilesystem ?? false, flag);
    const { cpuRequest = '100m', memoryRequest = '128Mi', memoryLimit = '512Mi' } = props;
    const resources = checkResources(at, cpuRequest, memoryRequest, memoryLimit);
    super(scope, id);
    this.name = name;
    this.serviceName = service;
    this.replicas = replicas;
    this.namespace = namespace;
    this.selector = selector;
    const marks = Object.keys(labels).length > 0 ? { labels } : {};
    const isReady = { exec: { command: ['pg_isready', '-h', '127.0.0.1', '-U', username, '-d', database] } };

    new ApiObject(
      this,
      'Service',
      manifest(k8s.KubeService, {
        metadata: { name: service, ...inNamespace(namespace), ...marks },
        spec: {
          clusterIP: 'None',
          selector,
          ports: [{ protocol: 'TCP', port: PORT, targetPort: PORT }],
        },
      }),
    );

    new ApiObject(
      this,
      'Resource',
      manifest(k8s.KubeStatefulSet, {
        metadata: { name, ...inNamespace(namespace), ...marks },
        spec: {
          serviceName: service,
          replicas,
          selector: { matchLabels: selector },
          template: {
            metadata: { labels: selector },
            spec: {
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              // Bitnami's images let the group root, not that of the user, write their configuration.
              securityContext: { ...restrictedPod(user, 0), fsGroup: user },
              containers: [
                {
                  name: 'postgresql',
                  image,
                  imagePullPolicy: 'IfNotPresent',
                  env: [
                    { name: 'POSTGRESQL_USERNAME', value: username },
                    { name: 'POSTGRESQL_DATABASE', value: database },
                    secretEnv('POSTGRESQL_PASSWORD', secretName, passwordField),
                  ],
                  ports: [{ name: PORT_NAME, containerPort: PORT, protocol: 'TCP' }],
                  // A first start makes the database before it listens: five minutes, not the usual half.
                  startupProbe: { ...isReady, periodSeconds: 5, failureThreshold: 60, timeoutSeconds: 5 },
                  livenessProbe: { ...isReady, periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 5 },
                  readinessProbe: { ...isReady, periodSeconds: 5, timeoutSeconds: 5 },
                  resources: resourceRequirements(resources),
                  securityContext: restrictedContainer(readOnly),
                  volumeMounts: [{ name: VOLUME, mountPath: '/bitnami/postgresql' }],
                },
              ],
              ...(storageSize === undefined && { volumes: [{ name: VOLUME, emptyDir: {} }] }),
            },
          },
          ...(storageSize !== undefined && {
            volumeClaimTemplates: [
              {
                metadata: { name: VOLUME },
                spec: {
                  accessModes: ['ReadWriteOnce'],
                  resources: { requests: { storage: storageSize } },
                },
              },
            ],
          }),
        },
      }),
    );
  }

  /**
   * Name by which pods of the same namespace find one pod.
   * @param ordinal from 0 to one below the number of replicas
   */
  public dnsName(ordinal: number): string {
    PropCheck.ofCall(`${this.node.path}.dnsName`).check('ordinal', ordinal, wholeNumber(0, this.replicas - 1));
    return `${this.name}-${ordinal}.${this.serviceName}`;
  }

  public networkEnd(): NetworkEnd {
    const { name, namespace } = this;
    const ports = [{ port: PORT, servicePort: PORT, name: PORT_NAME }];
    return { name, namespace, podLabels: { ...this.selector }, ports };
  }
}
