import { App } from 'cdk8s';
import { WordpressChart } from '../../../charts/gallery/wordpress';
import { readNetwork } from '../../../network';
import '../../../network/jest';
import { expectRestricted, type Manifest, pick } from '../../support/synth';

const chart = new WordpressChart(new App(), 'wordpress');
const manifests: Manifest[] = chart.toJson();
const DATABASE = 'wordpress/mariadb:3306';

const podOf = (kind: string, name: string): Manifest => pick(manifests, kind, name).spec.template.spec;
const variablesOf = (kind: string, name: string): Record<string, unknown> =>
  Object.fromEntries(
    podOf(kind, name).containers[0].env.map(({ name: variable, value, valueFrom }: Manifest) => [
      variable,
      value ?? valueFrom.secretKeyRef,
    ]),
  );

describe('wordpress (002-11)', () => {
  it('has WordPress on a port of every node, and its database behind no address outside', () => {
    expect(pick(manifests, 'Service', 'wordpress').spec).toMatchObject({ type: 'NodePort', ports: [{ port: 80 }] });
    expect(pick(manifests, 'Service', 'mariadb').spec).toMatchObject({ clusterIP: 'None', ports: [{ port: 3306 }] });
    const open = readNetwork(chart).exposure();
    expect(open.map(({ kind, targets }) => [kind, ...targets.map(({ verdict }) => verdict)])).toEqual([
      ['NodePort', 'allowed'],
    ]);
  });

  it('lets WordPress to the database, and nobody else', () => {
    expect(chart).toOnlyBeReachedBy(DATABASE, ['wordpress/wordpress']);
    for (const stranger of ['wordpress/{app=x}', 'elsewhere/{app=wordpress}', '203.0.113.7'])
      expect(chart).not.toReach(stranger, DATABASE);
  });

  it('lets everybody to WordPress, on the one port', () => {
    const POD = 'wordpress/{app=wordpress}'; // any with the label: of the chart's own it is known that nothing else listens
    for (const client of ['203.0.113.7', 'elsewhere/{app=x}']) {
      expect(chart).toReach(client, POD, 80);
      expect(chart).not.toReach(client, POD, 443);
    }
  });

  it('finds the database by its name, as the same user with the same password of one Secret', () => {
    const client = variablesOf('Deployment', 'wordpress');
    const server = variablesOf('StatefulSet', 'mariadb');
    expect(chart).toResolve(client.WORDPRESS_DB_HOST as string, 'wordpress/wordpress[Deployment]');
    expect(client.WORDPRESS_DB_NAME).toBe(server.MARIADB_DATABASE);
    for (const field of ['USER', 'PASSWORD']) {
      expect(client[`WORDPRESS_DB_${field}`]).toEqual(server[`MARIADB_${field}`]);
      expect(client[`WORDPRESS_DB_${field}`]).toEqual({ name: 'wordpress-secret', key: `MARIADB_${field}` });
    }
    expect(client).not.toHaveProperty('MARIADB_ROOT_PASSWORD');
  });

  it('runs both as users that are not root', () => {
    const sysctls = [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }];
    expectRestricted(podOf('Deployment', 'wordpress'), 33, { pod: { sysctls } });
    const volumes = { fsGroup: 999, fsGroupChangePolicy: 'OnRootMismatch' };
    expectRestricted(podOf('StatefulSet', 'mariadb'), 999, { pod: volumes });
  });
});
