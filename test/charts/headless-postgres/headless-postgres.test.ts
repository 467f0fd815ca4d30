import { HeadlessPostgres, type HeadlessPostgresProps } from '../../../charts';
import {
  expectEveryPropToMatter,
  expectRestricted,
  idsIn,
  newChart,
  pick,
  render,
  testRefusals,
} from '../../support/synth';

const namespace = 'test';
const rendered = (props: HeadlessPostgresProps = {}) =>
  render((chart) => new HeadlessPostgres(chart, 'postgres', props), { namespace });

const PROPS: Required<HeadlessPostgresProps> = {
  labels: { team: 'prices' },
  cpuRequest: '1',
  database: 'prices',
  image: 'registry.example/postgresql:1',
  memoryLimit: '2Gi',
  memoryRequest: '256Mi',
  name: 'db',
  namespace: 'data',
  passwordField: 'password',
  podLabels: { app: 'store' },
  readOnlyRootFilesystem: true,
  replicas: 3,
  secretName: 'db-secret',
  serviceName: 'db-nodes',
  storageSize: '1Gi',
  user: 999,
  username: 'prices',
};

describe('HeadlessPostgres', () => {
  const manifests = rendered();
  const statefulSet = pick(manifests, 'StatefulSet');
  const container = statefulSet.spec.template.spec.containers[0];

  it('is the StatefulSet of row 000-35', () => {
    expect(statefulSet.metadata).toMatchObject({ name: 'postgresql-hl-test', namespace });
    expect(statefulSet.spec).toMatchObject({
      serviceName: 'postgresql-hl',
      replicas: 2,
      selector: { matchLabels: { app: 'postgresql-hl-test' } },
      template: { metadata: { labels: { app: 'postgresql-hl-test' } } },
    });
    expect(container).toMatchObject({
      name: 'postgresql',
      image: 'bitnamilegacy/postgresql:15.4.0',
      ports: [{ name: 'postgres-port', containerPort: 5432, protocol: 'TCP' }],
      volumeMounts: [{ name: 'postgresql-data', mountPath: '/bitnami/postgresql' }],
    });
    expect(statefulSet.spec).not.toHaveProperty('volumeClaimTemplates');
    expect(statefulSet.spec.template.spec.volumes).toEqual([{ name: 'postgresql-data', emptyDir: {} }]);
  });

  it('takes its password from a Secret', () => {
    expect(container.env).toEqual([
      { name: 'POSTGRESQL_USERNAME', value: 'test' },
      { name: 'POSTGRESQL_DATABASE', value: 'test' },
      {
        name: 'POSTGRESQL_PASSWORD',
        valueFrom: { secretKeyRef: { name: 'postgresql-secret', key: 'POSTGRESQL_PASSWORD' } },
      },
    ]);
  });

  it('is governed by the headless Service of row 000-36, whose name it carries', () => {
    const service = pick(manifests, 'Service');
    expect(service.metadata).toMatchObject({ name: statefulSet.spec.serviceName, namespace });
    expect(service.spec).toEqual({
      clusterIP: 'None',
      selector: { app: 'postgresql-hl-test' },
      ports: [{ protocol: 'TCP', port: 5432, targetPort: 5432 }],
    });
  });

  it('asks PostgreSQL itself whether it is ready, and gives a slow first start five minutes', () => {
    const exec = { command: ['pg_isready', '-h', '127.0.0.1', '-U', 'test', '-d', 'test'] };
    expect(container.startupProbe).toEqual({ exec, periodSeconds: 5, failureThreshold: 60, timeoutSeconds: 5 });
    expect(container.livenessProbe).toEqual({ exec, periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 5 });
    expect(container.readinessProbe).toEqual({ exec, periodSeconds: 5, timeoutSeconds: 5 });
  });

  it('asks after its own user and database', () => {
    const { spec } = pick(rendered({ username: 'prices', database: 'days' }), 'StatefulSet').spec.template;
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      expect(spec.containers[0][probe].exec.command.slice(3)).toEqual(['-U', 'prices', '-d', 'days']);
  });

  it('runs as a user that is not root in the group root, for which alone its image can write', () => {
    expectRestricted(statefulSet.spec.template.spec, 1001, {
      pod: { runAsGroup: 0, fsGroup: 1001 },
      container: { readOnlyRootFilesystem: false },
    });
    expect(container.imagePullPolicy).toBe('IfNotPresent');
  });

  it('asks for CPU without a limit, and limits memory', () => {
    expect(container.resources).toEqual({ requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } });
  });

  it('puts both objects into the namespace it is given, whatever that of its chart', () => {
    const moved = rendered({ namespace: 'data' });
    expect(moved.map(({ metadata }) => metadata.namespace)).toEqual(['data', 'data']);
  });

  it('keeps its objects under ids that patches can rely on', () => {
    expect(idsIn(new HeadlessPostgres(newChart(), 'postgres'))).toEqual(['Service', 'Resource']);
  });

  it('lets labels mark its objects, not its pods', () => {
    const marked = rendered({ labels: { team: 'prices' } });
    expect(marked.map(({ metadata }) => metadata.labels)).toEqual([{ team: 'prices' }, { team: 'prices' }]);
    expect(pick(marked, 'StatefulSet').spec.template.metadata.labels).toEqual({ app: 'postgresql-hl-test' });
    for (const { metadata } of manifests) expect(metadata).not.toHaveProperty('labels');
  });

  it('knows each pod by name (000-34, 000-38)', () => {
    const postgres = new HeadlessPostgres(newChart(), 'postgres');
    expect([postgres.dnsName(0), postgres.dnsName(1)]).toEqual([
      'postgresql-hl-test-0.postgresql-hl',
      'postgresql-hl-test-1.postgresql-hl',
    ]);
    expect(() => postgres.dnsName(2)).toThrow(/test\/postgres.dnsName: prop "ordinal" is 2.*from 0 to 1/);
  });

  it("says in one prop what its image needs beyond the house's rule", () => {
    expect(container.securityContext.readOnlyRootFilesystem).toBe(false);
    const strict = rendered({ readOnlyRootFilesystem: true });
    expect(pick(strict, 'StatefulSet').spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem).toBe(
      true,
    );
  });

  it('keeps its data where a size is given', () => {
    const { spec } = pick(rendered({ storageSize: '1Gi' }), 'StatefulSet');
    expect(spec.volumeClaimTemplates).toEqual([
      {
        metadata: { name: 'postgresql-data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      },
    ]);
    expect(spec.template.spec).not.toHaveProperty('volumes');
  });

  it('has no prop without effect', () => {
    expectEveryPropToMatter(PROPS, rendered);
  });

  testRefusals((scope, props) => new HeadlessPostgres(scope, 'postgres', props), {}, PROPS, [
    ['a name too long for its pods', { name: 'p'.repeat(53) }, 'name/workload', /at most 52/],
    ['a Service name with a dot', { serviceName: 'a.b' }, 'name/service', /"a.b"/],
    ['a user name with a dash', { username: 'my-user' }, 'name/sql-identifier', /"my-user"/],
    ['a database name with a quote', { database: "a'b" }, 'name/sql-identifier', /"database"/],
    ['a switch as text', { readOnlyRootFilesystem: 'no' as unknown as boolean }, 'switch/boolean', /true or false/],
    ['root', { user: 0 }, 'number/range', /from 1/],
    ['negative replicas', { replicas: -1 }, 'number/range', /0 to 1000/],
    ['an image in upper case', { image: 'Postgres:15' }, 'image/reference', /"Postgres:15"/],
    ['a Secret key with a space', { passwordField: 'pass word' }, 'name/secret-key', /"pass word"/],
    ['a size without a number', { storageSize: 'Gi' }, 'quantity/bytes', /"Gi"/],
    ['more than the most pods', { replicas: 1001 }, 'number/range', /0 to 1000/],
    ['a namespace with a dot', { namespace: 'a.b' }, 'name/dns-label', /"namespace" is "a.b"/],
    ['an empty selector', { podLabels: {} }, 'label/none', /"podLabels"/],
    ['a label of two words', { labels: { team: 'two words' } }, 'label/value', /"labels.team" is "two words"/],
    ['a Secret name with an underscore', { secretName: 'my_secret' }, 'name/subdomain', /"secretName" is "my_secret"/],
    ['no CPU', { cpuRequest: '0' }, 'quantity/cpu', /"cpuRequest" is "0"/],
    ['a request above its limit', { memoryRequest: '1Gi' }, 'props/conflict', /"memoryRequest".*memoryLimit, 512Mi/],
    ['a limit in thousandths', { memoryLimit: '512m' }, 'quantity/bytes', /"memoryLimit".*write "512Mi"/],
    ['a name longer than PostgreSQL keeps', { username: 'u'.repeat(64) }, 'name/sql-identifier', /at most 63/],
  ]);
});
