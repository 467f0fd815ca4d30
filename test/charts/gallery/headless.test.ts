import { App, type Chart } from 'cdk8s';
import { HeadlessMysqlChart } from '../../../charts/gallery/headless-mysql';
import { HeadlessPostgresqlChart } from '../../../charts/gallery/headless-postgresql';
import { HeadlessRedisChart } from '../../../charts/gallery/headless-redis';
import '../../../network/jest';
import { validateObject } from '../../support/kube-schema';
import { expectRestricted, type Manifest, pick } from '../../support/synth';

const mysql = new HeadlessMysqlChart(new App(), 'headless-mysql');
const postgresql = new HeadlessPostgresqlChart(new App(), 'headless-postgresql');
const redis = new HeadlessRedisChart(new App(), 'headless-redis');

describe.each<[string, Chart]>([
  ['headless-mysql', mysql],
  ['headless-postgresql', postgresql],
  ['headless-redis', redis],
])('the gallery chart %s', (namespace, chart) => {
  const manifests: Manifest[] = chart.toJson();

  it('is as it was reviewed', () => {
    expect(manifests).toMatchSnapshot();
  });

  it('keeps to the API of Kubernetes 1.28 and 1.36', () => {
    for (const version of ['1.28', '1.36'] as const)
      expect(manifests.flatMap((manifest) => validateObject(manifest, version))).toEqual([]);
  });

  it('makes its own namespace, which takes only "restricted" pods, and is nowhere else', () => {
    expect(manifests[0]).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
    for (const { metadata } of manifests.slice(1)) expect(metadata.namespace).toBe(namespace);
  });

  it('runs a pinned image as a numeric user that can write where the image does, with its password from a Secret', () => {
    const { spec } = pick(manifests, 'StatefulSet').spec.template;
    expectRestricted(spec, 999, { pod: { fsGroup: 999, fsGroupChangePolicy: 'OnRootMismatch' } });
    expect(spec.containers[0].image).toMatch(/:\d+\.\d+(\.\d+)?$/);
    const passwords = spec.containers[0].env.filter(({ name }: Manifest) => /PASSWORD|AUTH/.test(name));
    expect(passwords).toEqual([expect.objectContaining({ valueFrom: { secretKeyRef: expect.anything() } })]);
  });
});

describe('the facts of the rows', () => {
  it('001-12, 001-13: the pods of mysql have names under mysql-headless', () => {
    const service = pick(mysql.toJson(), 'Service', 'mysql-headless');
    expect(service.spec).toMatchObject({ clusterIP: 'None', selector: { app: 'mysql' }, ports: [{ port: 3306 }] });
    expect(pick(mysql.toJson(), 'StatefulSet', 'mysql').spec).toMatchObject({
      serviceName: 'mysql-headless',
      replicas: 3,
    });
    for (const ordinal of [0, 1, 2]) expect(mysql).toResolve(`mysql-${ordinal}.mysql-headless`, 'headless-mysql');
    expect(mysql).not.toResolve('mysql-3.mysql-headless', 'headless-mysql');
    expect(mysql).toResolve('mysql-headless.headless-mysql.svc.cluster.local', 'elsewhere/{app=x}');
  });

  it('001-13: MySQL is given the password without which it ends', () => {
    const [container] = pick(mysql.toJson(), 'StatefulSet').spec.template.spec.containers;
    expect(container.env.map(({ name }: Manifest) => name)).toEqual(['MYSQL_ROOT_PASSWORD']);
    expect(container.image).toMatch(/^mysql:8\.0\./);
  });

  it('000-34, 000-36, 000-38: one PostgreSQL pod connects to the other by its name under postgresql-hl', () => {
    expect(pick(postgresql.toJson(), 'Service', 'postgresql-hl').spec).toMatchObject({
      clusterIP: 'None',
      ports: [{ port: 5432, targetPort: 5432 }],
    });
    const set = pick(postgresql.toJson(), 'StatefulSet').spec;
    expect(set).toMatchObject({ serviceName: 'postgresql-hl', replicas: 2 });
    expect(set.template.spec.containers[0].ports).toMatchObject([{ name: 'postgres-port', containerPort: 5432 }]);
    const POD = 'headless-postgresql/postgresql';
    for (const ordinal of [0, 1]) expect(postgresql).toResolve(`postgresql-${ordinal}.postgresql-hl`, POD);
    expect(postgresql).toReach(POD, POD, 5432);
  });

  it('000-35: PostgreSQL makes its database below the volume, which may hold "lost+found"', () => {
    const [container] = pick(postgresql.toJson(), 'StatefulSet').spec.template.spec.containers;
    const [data] = container.volumeMounts;
    expect(data.mountPath).toBe('/var/lib/postgresql/data');
    expect(container.env).toContainEqual({ name: 'PGDATA', value: `${data.mountPath}/pgdata` });
    expect(container.volumeMounts.map(({ mountPath }: Manifest) => mountPath)).toEqual(
      expect.arrayContaining(['/tmp', '/var/run/postgresql']),
    );
  });

  it('001-38: redis-0, redis-1 and redis-2 resolve from every namespace', () => {
    for (const ordinal of [0, 1, 2])
      expect(redis).toResolve(`redis-${ordinal}.redis.headless-redis.svc.cluster.local`, 'elsewhere/{app=x}');
    expect(pick(redis.toJson(), 'Service', 'redis').spec.ports).toEqual([
      { name: 'redis', protocol: 'TCP', port: 6379, targetPort: 6379 },
    ]);
  });
});
