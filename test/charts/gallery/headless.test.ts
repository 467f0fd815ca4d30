import { App, type Chart } from 'cdk8s';
import { HeadlessMysqlChart } from '../../../charts/gallery/headless-mysql';
import { HeadlessRedisChart } from '../../../charts/gallery/headless-redis';
import '../../../network/jest';
import { validateObject } from '../../support/kube-schema';
import { expectRestricted, type Manifest, pick } from '../../support/synth';

const mysql = new HeadlessMysqlChart(new App(), 'headless-mysql');
const redis = new HeadlessRedisChart(new App(), 'headless-redis');

describe.each<[string, Chart]>([
  ['headless-mysql', mysql],
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
    expect(spec.containers[0].image).toMatch(/:\d+\.\d+\.\d+$/);
    for (const { value, valueFrom } of spec.containers[0].env) {
      expect(value).toBeUndefined();
      expect(valueFrom).toHaveProperty('secretKeyRef');
    }
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
  });

  it('001-13: MySQL is given the password without which it ends', () => {
    const [container] = pick(mysql.toJson(), 'StatefulSet').spec.template.spec.containers;
    expect(container.env.map(({ name }: Manifest) => name)).toEqual(['MYSQL_ROOT_PASSWORD']);
  });

  it('001-38: redis-0, redis-1 and redis-2 resolve from every namespace', () => {
    for (const ordinal of [0, 1, 2])
      expect(redis).toResolve(`redis-${ordinal}.redis.headless-redis.svc.cluster.local`, 'elsewhere/{app=x}');
    expect(pick(redis.toJson(), 'Service', 'redis').spec.ports).toEqual([
      { name: 'redis', protocol: 'TCP', port: 6379, targetPort: 6379 },
    ]);
  });
});
