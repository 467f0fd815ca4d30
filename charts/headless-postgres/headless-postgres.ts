import { ApiObject, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { secretKey, subdomain } from '../validation/names';
import { PropCheck, type PropNames, type Rule } from '../validation/prop-check';
import { EnvVar } from '../workload/env-var';
import { HeadlessSet } from '../workload/headless-set';
import { HealthProbe } from '../workload/health-probe';
import { AntiAffinity } from '../workload/stateful-set';

const PORT = 5432;
const PORT_NAME = 'postgres-port';

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

const PROPS: PropNames<HeadlessPostgresProps> = {
  name: true,
  serviceName: true,
  namespace: true,
  podLabels: true,
  labels: true,
  replicas: true,
  image: true,
  username: true,
  database: true,
  secretName: true,
  passwordField: true,
  storageSize: true,
  user: true,
  readOnlyRootFilesystem: true,
  cpuRequest: true,
  memoryRequest: true,
  memoryLimit: true,
};

/**
 * PostgreSQL pods that are addressed one by one: a StatefulSet and the headless Service whose name it carries.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id
 *
 * @example
 * const postgres = new HeadlessPostgres(chart, 'postgres', { namespace: 'test' });
 * postgres.dnsName(1); // postgresql-hl-test-1.postgresql-hl
 */
export class HeadlessPostgres extends HeadlessSet {
  constructor(scope: Construct, id: string, props: HeadlessPostgresProps = {}) {
    const at = PropCheck.of(scope, id, props, PROPS);
    const username = at.check('username', props.username ?? 'test', identifier);
    const database = at.check('database', props.database ?? 'test', identifier);
    const secretName = at.check('secretName', props.secretName ?? 'postgresql-secret', subdomain);
    const passwordField = at.check('passwordField', props.passwordField ?? 'POSTGRESQL_PASSWORD', secretKey);
    const { username: _user, database: _database, secretName: _secret, passwordField: _field, ...others } = props;
    const isReady = ['pg_isready', '-h', '127.0.0.1', '-U', username, '-d', database];
    super(scope, id, {
      ...others,
      name: props.name ?? 'postgresql-hl-test',
      serviceName: props.serviceName ?? 'postgresql-hl',
      containerName: 'postgresql',
      replicas: props.replicas ?? 2,
      image: props.image ?? 'bitnamilegacy/postgresql:15.4.0',
      ports: [{ name: PORT_NAME, port: PORT }],
      env: {
        POSTGRESQL_USERNAME: EnvVar.value(username),
        POSTGRESQL_DATABASE: EnvVar.value(database),
        POSTGRESQL_PASSWORD: EnvVar.secret(secretName, passwordField),
      },
      // A first start makes the database before it listens: five minutes, not the usual half.
      startupProbe: HealthProbe.command(isReady, { periodSeconds: 5, failureThreshold: 60, timeoutSeconds: 5 }),
      livenessProbe: HealthProbe.command(isReady, { periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 5 }),
      readinessProbe: HealthProbe.command(isReady, { periodSeconds: 5, timeoutSeconds: 5 }),
      user: props.user ?? 1001,
      // Bitnami's images let the group root, not that of the user, write their configuration.
      group: 0,
      readOnlyRootFilesystem: props.readOnlyRootFilesystem ?? false,
      memoryLimit: props.memoryLimit ?? '512Mi',
      dataPath: '/bitnami/postgresql',
      volumeName: 'postgresql-data',
      antiAffinity: AntiAffinity.NONE,
    });
    // The lab's Service shows its port as <unset> (000-37), the pods' has a name.
    ApiObject.of(this.node.findChild('Service')).addJsonPatch(JsonPatch.remove('/spec/ports/0/name'));
  }
}
