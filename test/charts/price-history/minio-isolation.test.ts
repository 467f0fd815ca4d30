import { HistoryServer, Minio, MinioIsolation, type MinioIsolationProps, Peer } from '../../../charts';
import {
  expectEveryPropToMatter,
  expectRefused,
  idsIn,
  newChart,
  pick,
  render,
  testRefusals,
} from '../../support/synth';

const namespace = 'production';
const url = 'http://history-server.production.svc.cluster.local:80';
const historyServer = HistoryServer.fromHistoryServerAttributes(newChart({ namespace }), 'history-server', { url });
const minio = Minio.fromMinioAttributes(newChart({ namespace }), 'minio');

const policy = (change: (isolation: MinioIsolation) => void = () => {}) =>
  pick(
    render((chart) => change(new MinioIsolation(chart, 'isolation', { minio, historyServer }))),
    'NetworkPolicy',
  );

const elsewhere = { namespace: 'data' };
const PROPS: Required<MinioIsolationProps> = {
  minio: Minio.fromMinioAttributes(newChart(), 'minio', elsewhere),
  historyServer: HistoryServer.fromHistoryServerAttributes(newChart(), 'history-server', { ...elsewhere, url }),
  name: 'isolation',
  labels: { team: 'prices' },
};

describe('MinioIsolation', () => {
  it('lets in history-server pods of the same namespace, by both labels in one peer, on TCP 9000 (000-57)', () => {
    expect(policy()).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'minio-network-policy', namespace },
      spec: {
        podSelector: { matchLabels: { app: 'minio' } },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [{ podSelector: { matchLabels: { app: 'electricity-calculator', microservice: 'history-server' } } }],
            ports: [{ protocol: 'TCP', port: 9000 }],
          },
        ],
      },
    });
  });

  it('is the only policy it makes: the egress of the history server, DNS included, stays as it was', () => {
    expect(render((chart) => new MinioIsolation(chart, 'isolation', { minio, historyServer }))).toHaveLength(1);
  });

  it('lets the pods of a distributed MinIO reach each other, which a single one has no need of', () => {
    const several = Minio.fromMinioAttributes(newChart({ namespace }), 'minio', { replicas: 4 });
    const { spec } = pick(
      render((chart) => new MinioIsolation(chart, 'isolation', { minio: several, historyServer })),
      'NetworkPolicy',
    );
    expect(spec.ingress[0].from).toEqual([
      { podSelector: { matchLabels: historyServer.podLabels } },
      { podSelector: { matchLabels: { app: 'minio' } } },
    ]);
  });

  it('takes further peers after it was made, each an entry of its own', () => {
    const peers = policy((isolation) => {
      isolation.allowFrom(Peer.podsInNamespace('backup', { app: 'mc' }));
      isolation.allowFrom(Peer.cidr('203.0.113.0/24', ['203.0.113.128/25']));
    }).spec.ingress[0].from;
    expect(peers).toHaveLength(3);
    expect(peers[1]).toEqual({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'backup' } },
      podSelector: { matchLabels: { app: 'mc' } },
    });
    expect(peers[2]).toEqual({ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.128/25'] } });
  });

  it('names nobody where everyone is let in', () => {
    const { spec } = policy((isolation) => isolation.allowFrom(Peer.anyone()));
    expect(spec.ingress).toEqual([{ ports: [{ protocol: 'TCP', port: 9000 }] }]);
  });

  it('follows the port and the labels of the MinIO it is given', () => {
    const other = Minio.fromMinioAttributes(newChart(), 'other', {
      namespace,
      port: 9100,
      podLabels: { app: 'store' },
    });
    const { spec } = pick(
      render((chart) => new MinioIsolation(chart, 'isolation', { minio: other, historyServer })),
      'NetworkPolicy',
    );
    expect(spec.podSelector).toEqual({ matchLabels: { app: 'store' } });
    expect(spec.ingress[0].ports).toEqual([{ protocol: 'TCP', port: 9100 }]);
  });

  it('keeps its objects under ids that patches can rely on', () => {
    expect(idsIn(new MinioIsolation(newChart(), 'isolation', { minio, historyServer }))).toEqual(['Resource']);
  });

  it('tells the name of its policy', () => {
    expect(new MinioIsolation(newChart(), 'isolation', { minio, historyServer }).name).toBe('minio-network-policy');
  });

  it('carries the labels it is given', () => {
    const { metadata } = pick(
      render((chart) => new MinioIsolation(chart, 'isolation', { minio, historyServer, labels: { team: 'prices' } })),
      'NetworkPolicy',
    );
    expect(metadata).toEqual({ name: 'minio-network-policy', namespace, labels: { team: 'prices' } });
  });

  it('has no prop without effect', () => {
    expectEveryPropToMatter(PROPS, (props) => render((chart) => new MinioIsolation(chart, 'isolation', props)));
  });

  it('can not be made without props', () => {
    expectRefused(
      (scope) => new MinioIsolation(scope, 'isolation', undefined as never),
      'props/shape',
      /"props" is undefined/,
    );
  });

  it('refuses a history server of another namespace, whose pods labels alone would not find', () => {
    const elsewhere = HistoryServer.fromHistoryServerAttributes(newChart(), 'theirs', { url, namespace: 'energy' });
    expectRefused(
      (scope) => new MinioIsolation(scope, 'isolation', { minio, historyServer: elsewhere }),
      'policy/namespace',
      /namespace "energy", MinIO's in "production".*Peer.podsInNamespace/,
    );
  });

  testRefusals((scope, props) => new MinioIsolation(scope, 'isolation', props), { minio, historyServer }, PROPS, [
    ['no MinIO', { minio: undefined }, 'props/shape', /"minio" is undefined/],
    ['a history server for MinIO', { minio: historyServer as never }, 'props/shape', /must be a Minio/],
    ['a MinIO for the history server', { historyServer: minio as never }, 'props/shape', /must be a HistoryServer/],
    ['no history server', { historyServer: undefined }, 'props/shape', /"historyServer" is undefined/],
    ['a name with an underscore', { name: 'minio_policy' }, 'name/subdomain', /"minio_policy"/],
    ['a number as a label', { labels: { tier: 1 as unknown as string } }, 'label/value', /write "1" in quotes/],
  ]);

  it('refuses a MinIO of unknown namespace in a chart that has one, where the policy would isolate nothing', () => {
    const somewhere = Minio.fromMinioAttributes(newChart(), 'minio');
    const server = HistoryServer.fromHistoryServerAttributes(newChart(), 'history-server', { url });
    expectRefused(
      (scope) => new MinioIsolation(scope, 'isolation', { minio: somewhere, historyServer: server }),
      'policy/namespace',
      /its namespace is not known.*"production"/,
    );
  });

  it('needs no namespace where nothing has one', () => {
    const [made] = render((chart) => {
      const here = Minio.fromMinioAttributes(chart, 'minio');
      const server = HistoryServer.fromHistoryServerAttributes(chart, 'history-server', { url });
      new MinioIsolation(chart, 'isolation', { minio: here, historyServer: server });
    });
    expect(made.metadata).toEqual({ name: 'minio-network-policy' });
  });

  it('refuses a peer that is none', () => {
    const isolation = new MinioIsolation(newChart(), 'isolation', { minio, historyServer });
    expect(() => isolation.allowFrom({ app: 'mc' } as never)).toThrow(
      /test\/isolation.allowFrom: prop "peer" is .*must be a Peer/,
    );
  });
});
