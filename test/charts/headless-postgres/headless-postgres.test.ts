import { HeadlessPostgres, type HeadlessPostgresProps } from '../../../charts';
import { expectEveryPropToMatter, expectRefused, newChart, pick, render } from '../../support/synth';

const namespace = 'test';
const rendered = (props: HeadlessPostgresProps = {}) =>
  render((chart) => new HeadlessPostgres(chart, 'postgres', props), { namespace });

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

  it('gives a slow first start five minutes', () => {
    const { periodSeconds, failureThreshold } = container.startupProbe;
    expect(periodSeconds * failureThreshold).toBe(300);
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
    expect(spec.volumeClaimTemplates[0].spec.resources.requests.storage).toBe('1Gi');
    expect(spec.template.spec).not.toHaveProperty('volumes');
  });

  it('has no prop without effect', () => {
    const all: Required<HeadlessPostgresProps> = {
      labels: { team: 'prices' },
      cpuRequest: '1',
      database: 'prices',
      image: 'registry.example/postgresql:1',
      memoryLimit: '2Gi',
      memoryRequest: '1Gi',
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
    expectEveryPropToMatter(all, rendered);
  });

  it.each<[string, HeadlessPostgresProps, string, RegExp]>([
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
  ])('refuses %s', (_what, props, code, message) => {
    expectRefused((scope) => new HeadlessPostgres(scope, 'postgres', props), code, message);
  });
});
