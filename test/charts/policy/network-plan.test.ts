import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import { k8s, Protocol } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  AllowFrom,
  DebugPod,
  EchoDemo,
  HeadlessPostgres,
  HeadlessSet,
  HistoryServer,
  type INetworkEnd,
  MeshInjection,
  MeshNamespace,
  Microservice,
  Minio,
  type NetworkEnd,
  NetworkPlan,
  type NetworkPlanProps,
  NodeExposedPod,
  Peer,
  Port,
  PriceFetcherJob,
} from '../../../charts';
import '../../../network/jest';
import {
  expectEveryPropToMatter,
  idsIn,
  type Manifest,
  newChart,
  render,
  testRefusals,
  thrownBy,
} from '../../support/synth';

const namespace = 'shop';

const service = (scope: Construct, name: string, more: object = {}) =>
  new Microservice(scope, name, {
    image: `${name}:1.0.0`,
    ports: [{ name: 'http', port: 80, containerPort: 8080 }],
    ...more,
  });

/** What the plan of a chart renders, by name. */
function policiesOf(manifests: Manifest[]): Record<string, Manifest> {
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  return Object.fromEntries(policies.map(({ metadata, spec }) => [`${metadata.namespace}/${metadata.name}`, spec]));
}

/** The policies of one plan, beside what it makes for every namespace. */
function allowed(make: (plan: NetworkPlan, chart: Chart) => void, props: NetworkPlanProps = {}) {
  const manifests = render((chart) => make(new NetworkPlan(chart, 'plan', props), chart), { namespace });
  return Object.fromEntries(
    Object.entries(policiesOf(manifests)).filter(([name]) => !/\/(default-deny|allow-dns)$/.test(name)),
  );
}

const PROPS: Required<NetworkPlanProps> = {
  namespaces: ['shop', 'data'],
  dns: true,
  nodeLocalDns: true,
  nodeLocalDnsAddresses: ['169.254.20.10', 'fd00::10'],
  denyName: 'deny',
  dnsName: 'dns',
  labels: { team: 'shop' },
};

describe('NetworkPlan', () => {
  it('shuts its namespace in both directions and opens DNS, UDP and TCP, to the DNS pods alone', () => {
    const manifests = render((chart) => new NetworkPlan(chart, 'plan'), { namespace });
    expect(manifests.map(({ metadata }) => metadata)).toEqual([
      { name: 'default-deny', namespace },
      { name: 'allow-dns', namespace },
    ]);
    expect(policiesOf(manifests)).toEqual({
      'shop/default-deny': { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      'shop/allow-dns': {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
                podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
              },
            ],
            ports: [
              { protocol: 'TCP', port: 53 },
              { protocol: 'UDP', port: 53 },
            ],
          },
        ],
      },
    });
  });

  it('opens the cache on every node on request, and no DNS at all', () => {
    const [rule] = policiesOf(render((chart) => new NetworkPlan(chart, 'plan', { nodeLocalDns: true }), { namespace }))[
      'shop/allow-dns'
    ].egress;
    expect(rule.to[1]).toEqual({ ipBlock: { cidr: '169.254.20.10/32' } });
    expect(
      Object.keys(policiesOf(render((chart) => new NetworkPlan(chart, 'plan', { dns: false }), { namespace }))),
    ).toEqual(['shop/default-deny']);
  });

  it('opens that cache at the addresses it is told, of both families, and no port but that of DNS', () => {
    const app = new App();
    const chart = new Chart(app, 'shop', { namespace });
    service(chart, 'web');
    new NetworkPlan(chart, 'plan', { nodeLocalDnsAddresses: ['10.96.0.10', 'fd00::10'] });
    expect(() => app.synthYaml()).not.toThrow();
    for (const address of ['10.96.0.10', '[fd00::10]']) {
      expect(app).toReach('shop/web', `${address}:53/UDP`);
      expect(app).toReach('shop/web', `${address}:53`);
      expect(app).not.toReach('shop/web', `${address}:80`);
    }
    for (const address of ['169.254.20.10', '10.96.0.11', '[fd00::11]'])
      expect(app).not.toReach('shop/web', `${address}:53/UDP`);
  });

  it('opens DNS at both ends where the DNS pods are behind the same wall', () => {
    const make = (namespaces: string[]) => {
      const app = new App();
      service(new Chart(app, 'shop', { namespace }), 'web');
      const system = new Chart(app, 'system', { namespace: 'kube-system' });
      const ports = [Protocol.UDP, Protocol.TCP].map((protocol) => ({
        name: `dns-${protocol}`.toLowerCase(),
        port: 53,
        protocol,
      }));
      const dns = { podLabels: { 'k8s-app': 'kube-dns' }, ports };
      service(system, 'kube-dns', dns);
      new NetworkPlan(system, 'plan', { namespaces });
      return app;
    };
    const both = make(['kube-system', 'shop']);
    expect(() => both.synthYaml()).not.toThrow();
    expect(both).toReach('shop/web', 'kube-system/kube-dns:53/UDP');
    const one = make(['kube-system']);
    expect(() => one.synthYaml()).not.toThrow();
    expect(one).not.toReach('shop/web', 'kube-system/kube-dns:53/UDP');
  });

  it('makes both sides of a connection, on the port of the pods behind the Service', () => {
    const policies = allowed((plan, chart) => plan.allow(service(chart, 'web'), service(chart, 'api')));
    const ports = [{ protocol: 'TCP', port: 8080 }];
    expect(policies).toEqual({
      'shop/allow-web-to-api': {
        podSelector: { matchLabels: { app: 'web' } },
        policyTypes: ['Egress'],
        egress: [{ to: [{ podSelector: { matchLabels: { app: 'api' } } }], ports }],
      },
      'shop/allow-web-to-api-ingress': {
        podSelector: { matchLabels: { app: 'api' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports }],
      },
    });
  });

  it('opens both sides between two namespaces and two charts, each by the name of the other', () => {
    const app = new App();
    const shop = new Chart(app, 'shop', { namespace: 'shop' });
    const data = new Chart(app, 'data', { namespace: 'data' });
    const plan = new NetworkPlan(shop, 'plan', { namespaces: ['shop', 'data'] });
    plan.allow(service(shop, 'api'), service(data, 'db'));
    const policies = policiesOf([...shop.toJson(), ...data.toJson()]);
    const elsewhere = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
    expect(policies['shop/allow-api-to-data.db'].egress[0].to).toEqual([
      { namespaceSelector: elsewhere('data'), podSelector: { matchLabels: { app: 'db' } } },
    ]);
    expect(policies['data/allow-shop.api-to-db'].ingress[0].from).toEqual([
      { namespaceSelector: elsewhere('shop'), podSelector: { matchLabels: { app: 'api' } } },
    ]);
    expect(app).toReach('shop/api', 'data/db:80');
    expect(app).not.toReach('data/db', 'shop/api:80');
  });

  it('takes two plans for two namespaces, and fails where only one of them allows the connection', () => {
    const make = (both: boolean) => {
      const app = new App();
      const shop = new Chart(app, 'shop', { namespace: 'shop' });
      const data = new Chart(app, 'data', { namespace: 'data' });
      const [api, db] = [service(shop, 'api'), service(data, 'db')];
      new NetworkPlan(shop, 'plan').allow(api, db);
      const other = new NetworkPlan(data, 'plan');
      if (both) other.allow(api, db);
      return app;
    };
    expect(() => make(true).synthYaml()).not.toThrow();
    expect(() => make(false).synthYaml()).toThrow(
      /\[shop\/plan\] .*\[plan\/closed\]:\n.*shop\/api\[Deployment\] -> data\/db\[Deployment\] on TCP 8080: denied/,
    );
  });

  it('makes one side where the other end is not in its namespaces', () => {
    const policies = allowed((plan, chart) => {
      const api = service(chart, 'api');
      plan.allow(Peer.ingressController('nginx'), api);
      plan.allow(api, Peer.cidr('203.0.113.0/24', ['203.0.113.128/25']), Port.tcp(443));
    });
    expect(Object.keys(policies)).toEqual(['shop/allow-ingress-nginx-to-api', 'shop/allow-api-to-203.0.113.0-24']);
    expect(policies['shop/allow-ingress-nginx-to-api'].policyTypes).toEqual(['Ingress']);
    expect(policies['shop/allow-api-to-203.0.113.0-24'].egress).toEqual([
      {
        to: [{ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.128/25'] } }],
        ports: [{ protocol: 'TCP', port: 443 }],
      },
    ]);
  });

  it('takes "the internet" as public addresses of both families, without the metadata servers of clouds', () => {
    const app = new App();
    const chart = new Chart(app, 'shop', { namespace });
    new NetworkPlan(chart, 'plan').allow(service(chart, 'api'), Peer.internet(), Port.tcp(443));
    for (const address of ['internet:443', '203.0.113.7:443', '[2001:db8::1]:443'])
      expect(app).toReach('shop/api', address);
    for (const address of ['10.1.2.3', '169.254.169.254', '168.63.129.16', '100.100.100.200', '[fd00:ec2::254]'])
      expect(app).not.toReach('shop/api', `${address}:443`);
  });

  it('opens every kind of port', () => {
    const policies = allowed((plan, chart) => {
      const [web, api] = [service(chart, 'web'), service(chart, 'api')];
      plan.allow(web, Peer.namespace('other'), Port.udp(53), Port.range(8000, 8080), Port.sctp(3868));
      plan.allow(web, api, Port.named('http'));
      plan.allow(Peer.namespace('monitoring'), Peer.pods({ app: 'worker' }).madeElsewhere(), Port.named('metrics'));
      plan.allow(Peer.namespace('debug'), api, Port.every());
      plan.allow(api, Peer.namespace('other'), Port.every(Protocol.UDP));
    });
    expect(policies['shop/allow-web-to-other'].egress[0].ports).toEqual([
      { protocol: 'TCP', port: 8000, endPort: 8080 },
      { protocol: 'UDP', port: 53 },
      { protocol: 'SCTP', port: 3868 },
    ]);
    expect(policies['shop/allow-web-to-api-ingress'].ingress[0].ports).toEqual([{ protocol: 'TCP', port: 8080 }]);
    expect(policies['shop/allow-monitoring-to-worker'].ingress[0].ports).toEqual([
      { protocol: 'TCP', port: 'metrics' },
    ]);
    expect(policies['shop/allow-debug-to-api'].ingress[0]).not.toHaveProperty('ports');
    expect(policies['shop/allow-api-to-other'].egress[0].ports).toEqual([{ protocol: 'UDP' }]);
  });

  it('adds ports, each once and in one order, when the same connection is allowed again', () => {
    const policies = allowed((plan, chart) => {
      const web = service(chart, 'web');
      const db = () => Peer.podsInNamespace('data', { app: 'db' });
      for (const port of [5433, 443, 5432, 443]) plan.allow(web, db(), Port.tcp(port));
    });
    expect(Object.keys(policies)).toEqual(['shop/allow-web-to-data.db']);
    expect(policies['shop/allow-web-to-data.db'].egress[0].ports.map(({ port }: Manifest) => port)).toEqual([
      443, 5432, 5433,
    ]);
  });

  it.each([
    ['first', [Port.every(), Port.tcp(80)]],
    ['last', [Port.tcp(80), Port.every()]],
  ])('leaves every port open where that is allowed %s, and one of them beside', (_when, ports) => {
    const policies = allowed((plan, chart) => {
      const web = service(chart, 'web');
      for (const port of ports) plan.allow(Peer.namespace('debug'), web, port);
    });
    expect(policies['shop/allow-debug-to-web'].ingress[0]).not.toHaveProperty('ports');
  });

  it('names an end of another namespace with it, unless it is called something', () => {
    const names = Object.keys(
      allowed((plan, chart) => {
        const web = service(chart, 'web');
        for (const other of ['one', 'two', 'shop'])
          plan.allow(web, Peer.podsInNamespace(other, { app: 'db' }).madeElsewhere(), Port.tcp(1));
        plan.allow(web, Peer.podsInNamespace('three', { app: 'db' }).called('store'), Port.tcp(1));
        plan.allow(Peer.namespace('four'), web);
      }),
    );
    expect(names).toEqual([
      'shop/allow-web-to-one.db',
      'shop/allow-web-to-two.db',
      'shop/allow-web-to-db',
      'shop/allow-web-to-db-ingress',
      'shop/allow-web-to-store',
      'shop/allow-four-to-web',
    ]);
  });

  const web = Peer.pods({ app: 'web' });

  it.each<[string, INetworkEnd | undefined, INetworkEnd]>([
    ['of other pods', Peer.pods({ app: 'db' }), Peer.pods({ tier: 'db' })],
    ['of a block without exceptions', Peer.cidr('10.0.0.0/8'), Peer.cidr('10.0.0.0/8', ['10.1.0.0/16'])],
    ['that opens DNS', undefined, Peer.internet().called('dns')],
    ['that shuts its namespace', undefined, Peer.internet().called('nobody')],
  ])('refuses a connection whose policy would have the name of one %s', (_what, before, then) => {
    const plan = new NetworkPlan(newChart({ namespace }), 'plan', {
      denyName: 'allow-web-to-nobody',
      dnsName: 'allow-web-to-dns',
    });
    if (before) plan.allow(web, before, Port.tcp(1));
    const ids = idsIn(plan);
    const error = thrownBy(() => plan.allow(web, then, Port.tcp(1)));
    expect(error).toMatchObject({ name: 'PropError', code: 'policy/name', prop: 'to' });
    expect(error.message).toMatch(/"allow-web-to-\S+" is the name of another policy.*called\(…\)/);
    expect(idsIn(plan)).toEqual(ids);
  });

  it('refuses two names of policies in one call, too, and makes neither of them', () => {
    const chart = newChart({ namespace });
    const plan = new NetworkPlan(chart, 'plan');
    const ids = idsIn(plan);
    const minio = new Minio(chart, 'minio', { replicas: 4 });
    expect(() => plan.allow(web.called('minio'), minio)).toThrow(/"allow-minio-to-minio".*\[policy\/name\]/);
    expect(idsIn(plan)).toEqual(ids);
  });

  it('takes several names for the same ends, each a policy of its own, whichever comes first', () => {
    const names = (turn: boolean) => {
      const policies = allowed((plan, chart) => {
        const [web, api] = [service(chart, 'web'), service(chart, 'api')];
        const ends: INetworkEnd[] = [api, Peer.of(api).called('backend')];
        for (const end of turn ? ends.reverse() : ends) plan.allow(web, end);
      });
      return Object.keys(policies).sort();
    };
    expect(names(false)).toEqual([
      'shop/allow-web-to-api',
      'shop/allow-web-to-api-ingress',
      'shop/allow-web-to-backend',
      'shop/allow-web-to-backend-ingress',
    ]);
    expect(names(true)).toEqual(names(false));
  });

  it('cuts names that are too long for an object, and keeps them apart', () => {
    const longName = ['a', 'b', 'c'].map((letter) => letter.repeat(60)).join('.');
    const policies = allowed((plan, chart) => {
      const web = Peer.of(service(chart, 'web')).called(longName);
      for (const block of ['192.0.2.0/24', '203.0.113.0/24'])
        plan.allow(web, Peer.cidr(block).called(longName), Port.tcp(1));
    });
    const names = Object.keys(policies).map((name) => name.slice('shop/'.length));
    expect(names).toHaveLength(2);
    for (const name of names) {
      expect(name).toMatch(/^allow-a{60}\..*-[0-9a-f]{8}$/);
      expect(name.length).toBeLessThanOrEqual(253);
    }
  });

  it('names a connection as its ends are called', () => {
    const policies = allowed((plan, chart) => {
      const api = Peer.of(service(chart, 'api-service')).called('api');
      plan.allow(api, Peer.cidr('2001:db8::/32').called('payments'), Port.tcp(443));
    });
    expect(Object.keys(policies)).toEqual(['shop/allow-api-to-payments']);
    expect(policies['shop/allow-api-to-payments'].podSelector).toEqual({ matchLabels: { app: 'api-service' } });
  });

  it('lets the pods of one distributed server reach each other, of a single one not', () => {
    const names = (replicas: number) =>
      Object.keys(allowed((plan, chart) => plan.allow(service(chart, 'api'), new Minio(chart, 'minio', { replicas }))));
    expect(names(4)).toEqual(
      expect.arrayContaining(['shop/allow-minio-to-minio', 'shop/allow-minio-to-minio-ingress']),
    );
    expect(names(1)).toEqual(['shop/allow-api-to-minio', 'shop/allow-api-to-minio-ingress']);
  });

  it('keeps its objects under ids that patches can rely on', () => {
    const chart = newChart({ namespace });
    const plan = new NetworkPlan(chart, 'plan', { namespaces: ['shop', 'data'] });
    plan.allow(service(chart, 'web'), Peer.podsInNamespace('data', { app: 'db' }), Port.tcp(5432));
    expect(idsIn(plan)).toEqual([
      'Resource',
      'shop.allow-dns',
      'data.default-deny',
      'data.allow-dns',
      'shop.allow-web-to-data.db',
      'data.allow-shop.web-to-db',
    ]);
    expect(ApiObject.of(plan).name).toBe('default-deny');
  });

  it('gives copies of its namespaces', () => {
    const plan = new NetworkPlan(newChart(), 'plan', { namespaces: ['shop'] });
    plan.namespaces.push('other');
    expect(plan.namespaces).toEqual(['shop']);
  });

  it('has no prop without effect', () => {
    // It adds nothing to addresses, and DNS that is shut takes neither.
    const { dns: _dns, nodeLocalDns: _cache, ...others } = PROPS;
    const make = (props: NetworkPlanProps) => render((chart) => new NetworkPlan(chart, 'plan', props), { namespace });
    expectEveryPropToMatter(others, make);
    expect(make({ dns: false })).not.toEqual(make({}));
  });

  testRefusals((scope, props) => new NetworkPlan(scope, 'plan', props), { namespaces: ['shop'] }, PROPS, [
    ['no namespace in the list', { namespaces: [] }, 'props/shape', /"namespaces" is \[\]: must be a list/],
    ['a namespace for the list', { namespaces: 'shop' as never }, 'props/shape', /must be a list/],
    ['a namespace in upper case', { namespaces: ['shop', 'Data'] }, 'name/dns-label', /"namespaces\[1\]" is "Data"/],
    ['a namespace twice', { namespaces: ['shop', 'shop'] }, 'props/conflict', /"namespaces\[1\]".*twice/],
    ['text for a switch', { dns: 'yes' as never }, 'switch/boolean', /"dns" is "yes"/],
    [
      'an address of the cache twice',
      { nodeLocalDnsAddresses: ['169.254.20.10', 'fd00::10', '169.254.20.10'] },
      'props/conflict',
      /"nodeLocalDnsAddresses\[2\]" is "169.254.20.10": is there twice/,
    ],
    ['text for the other', { nodeLocalDns: 'yes' as never }, 'switch/boolean', /"nodeLocalDns" is "yes"/],
    [
      'a block for an address',
      { nodeLocalDnsAddresses: ['169.254.20.10/32'] },
      'address/ip',
      /"nodeLocalDnsAddresses\[0\]" is "169.254.20.10\/32".*leave the prefix out/,
    ],
    ['a name for an address', { nodeLocalDnsAddresses: ['kube-dns'] }, 'address/ip', /is "kube-dns": must be an IPv4/],
    ['no address of the cache', { nodeLocalDnsAddresses: [] }, 'props/shape', /at least one address/],
    [
      'addresses of no cache',
      { nodeLocalDns: false, nodeLocalDnsAddresses: ['fd00::10'] },
      'props/conflict',
      /"nodeLocalDns" is false/,
    ],
    ['addresses of no DNS', { dns: false, nodeLocalDnsAddresses: ['fd00::10'] }, 'props/conflict', /"dns" is false/],
    ['a cache of no DNS', { dns: false, nodeLocalDns: true }, 'props/conflict', /"nodeLocalDns".*"dns" is false/],
    ['a name for no DNS', { dns: false, dnsName: 'dns' }, 'props/conflict', /"dnsName".*"dns" is false/],
    ['one name for both', { dnsName: 'default-deny' }, 'props/conflict', /another name than denyName/],
    [
      'the name of the other side of DNS',
      { denyName: 'dns-ingress', dnsName: 'dns' },
      'props/conflict',
      /"dnsName" is "dns".*"-ingress"/,
    ],
    ['a name with a space', { denyName: 'deny all' }, 'name/subdomain', /"denyName" is "deny all"/],
    ['a label of two words', { labels: { team: 'two words' } }, 'label/value', /"labels.team"/],
  ]);

  it('needs a namespace', () => {
    expect(thrownBy(() => new NetworkPlan(newChart(), 'plan'))).toMatchObject({
      code: 'props/missing',
      prop: 'namespaces',
    });
  });

  it('refuses a second plan for a namespace', () => {
    const app = new App();
    new NetworkPlan(new Chart(app, 'one', { namespace }), 'plan');
    const other = new Chart(app, 'two');
    expect(thrownBy(() => new NetworkPlan(other, 'plan', { namespaces: ['data', 'shop'] })).message).toMatch(
      /^two\/plan: prop "namespaces" is "shop": has a plan already, one\/plan.*\[policy\/plan\]$/,
    );
    expect(other.node.children).toEqual([]);
  });
});

describe('what a plan allows', () => {
  /** An end of somebody else's making. */
  const end = (more: Partial<NetworkEnd>): INetworkEnd => ({
    networkEnd: () => ({ name: 'theirs', namespace, ...more }),
  });

  it.each<[string, (plan: NetworkPlan, chart: Chart) => void, string, RegExp]>([
    [
      'no end',
      (plan) => plan.allow(undefined as never, Peer.namespace('x')),
      'policy/peer',
      /prop "from" is undefined/,
    ],
    [
      'an end with a misspelt part, which would be every pod of its namespace',
      (plan) => plan.allow(end({ podLabel: { app: 'x' } } as never), Peer.internet(), Port.tcp(443)),
      'props/unknown',
      /"from.networkEnd\(\).podLabel".*podLabels/,
    ],
    [
      'a Chart',
      (plan, chart) => plan.allow(Peer.pods({ app: 'web' }), chart as never),
      'policy/peer',
      /prop "to" .*construct with pods/,
    ],
    [
      'ends that are both elsewhere',
      (plan) => plan.allow(Peer.namespace('a'), Peer.namespace('b'), Port.tcp(1)),
      'policy/outside',
      /prop "from" is "a": neither it nor "b" is in a namespace of the plan: shop/,
    ],
    [
      'addresses to addresses',
      (plan) => plan.allow(Peer.internet(), Peer.cidr('203.0.113.0/24'), Port.tcp(1)),
      'policy/outside',
      /neither/,
    ],
    [
      'a receiver whose ports nobody knows',
      (plan) => plan.allow(Peer.pods({ app: 'web' }), Peer.namespace('data')),
      'policy/port',
      /the ports of "data" are not known here: name them/,
    ],
    [
      'a receiver that listens on no port',
      (plan, chart) => plan.allow(Peer.pods({ app: 'web' }), new DebugPod(chart, 'debug')),
      'policy/port',
      /"debug" listens on no port/,
    ],
    [
      'a port that the receiver does not have',
      (plan, chart) => plan.allow(Peer.pods({ app: 'web' }), service(chart, 'api'), Port.tcp(8081)),
      'policy/port',
      /"ports" is "TCP 8081": "api" listens on TCP 8080 \("http", 80 of its Service\)/,
    ],
    [
      'a port of another protocol',
      (plan, chart) => plan.allow(Peer.pods({ app: 'web' }), service(chart, 'api'), Port.udp(80)),
      'policy/port',
      /"UDP 80"/,
    ],
    [
      'a name that no port of the receiver has',
      (plan, chart) => plan.allow(Peer.pods({ app: 'web' }), service(chart, 'api'), Port.named('grpc')),
      'policy/port',
      /"TCP grpc"/,
    ],
    [
      'a name of a port of addresses',
      (plan) => plan.allow(Peer.pods({ app: 'web' }), Peer.internet(), Port.named('https')),
      'policy/port',
      /addresses have no names/,
    ],
    [
      'a number for a port',
      (plan) => plan.allow(Peer.pods({ app: 'web' }), Peer.internet(), 443 as never),
      'policy/port',
      /prop "ports\[0\]" is 443: must be a Port, such as Port.tcp\(443\)/,
    ],
    [
      'a construct whose namespace nobody knows',
      (plan) => plan.allow(service(newChart(), 'web'), Peer.internet(), Port.tcp(443)),
      'policy/namespace',
      /prop "from" is "test\/web": the namespace of "web" is not known/,
    ],
    [
      'an end of their own that is nothing',
      (plan) => plan.allow({ networkEnd: () => undefined } as never, Peer.internet(), Port.tcp(443)),
      'policy/peer',
      /prop "from.networkEnd\(\)" is undefined: must be an object with a name/,
    ],
    [
      'an end of their own without a name',
      (plan) => plan.allow(end({ name: undefined }), Peer.internet(), Port.tcp(443)),
      'name/subdomain',
      /prop "from.networkEnd\(\).name" is undefined: must be lower-case/,
    ],
    [
      'an end of their own whose name no policy can carry',
      (plan) => plan.allow(end({ name: 'History_Server x' }), Peer.internet(), Port.tcp(443)),
      'name/subdomain',
      /"from.networkEnd\(\).name" is "History_Server x"/,
    ],
    [
      'an end of their own in a namespace that there can not be',
      (plan) => plan.allow(end({ namespace: 'Shop' }), Peer.internet(), Port.tcp(443)),
      'name/dns-label',
      /"from.networkEnd\(\).namespace" is "Shop"/,
    ],
    [
      'an end of their own by no labels, which would be every pod',
      (plan) => plan.allow(end({ podLabels: {} }), Peer.internet(), Port.tcp(443)),
      'label/none',
      /"from.networkEnd\(\).podLabels" is {}/,
    ],
    [
      'an end of their own by no addresses, which would be everyone',
      (plan) => plan.allow(Peer.pods({ app: 'web' }), end({ namespace: undefined, blocks: [] }), Port.tcp(443)),
      'props/shape',
      /"to.networkEnd\(\).blocks" is \[\]: must be a list of at least one block/,
    ],
    [
      'an end of their own by an address without a prefix',
      (plan) =>
        plan.allow(
          Peer.pods({ app: 'web' }),
          end({ namespace: undefined, blocks: [{ cidr: '10.0.0.1' }] }),
          Port.tcp(1),
        ),
      'cidr/block',
      /"to.networkEnd\(\).blocks\[0\].cidr" is "10.0.0.1"/,
    ],
    [
      'an end of their own that is both pods and addresses',
      (plan) => plan.allow(Peer.pods({ app: 'web' }), end({ blocks: [{ cidr: '10.0.0.0/8' }] }), Port.tcp(1)),
      'props/conflict',
      /"to.networkEnd\(\)" .*one of them/,
    ],
    [
      'an end of their own with a port that there can not be',
      (plan) => plan.allow(Peer.pods({ app: 'web' }), end({ ports: [{ port: 0 }] })),
      'number/port',
      /"to.networkEnd\(\).ports\[0\].port" is 0/,
    ],
    [
      'an end of their own with text for a switch',
      (plan) => plan.allow(Peer.pods({ app: 'web' }), end({ everyone: 'yes' as never }), Port.tcp(1)),
      'switch/boolean',
      /"to.networkEnd\(\).everyone" is "yes"/,
    ],
    [
      'an end of their own whose namespace nobody knows',
      (plan) => plan.allow(end({ namespace: undefined }), Peer.internet(), Port.tcp(443)),
      'policy/namespace',
      /prop "from" is "theirs"/,
    ],
  ])('refuses %s', (_what, make, code, message) => {
    const chart = newChart({ namespace });
    const plan = new NetworkPlan(chart, 'plan');
    const before = plan.node.findAll().length;
    const error = thrownBy(() => make(plan, chart));
    expect(error).toMatchObject({ name: 'PropError', code });
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^test\/plan.allow: prop "/);
    expect(plan.node.findAll().length).toBe(before);
  });

  it('asks which namespace is meant where the plan has several', () => {
    const plan = new NetworkPlan(newChart(), 'plan', { namespaces: ['shop', 'data'] });
    expect(() => plan.allow(Peer.pods({ app: 'web' }), Peer.internet(), Port.tcp(443))).toThrow(
      /prop "from" is "web": must say which namespace of the plan is meant \(shop, data\).*\[policy\/namespace\]/,
    );
  });

  it('takes every construct that has pods, by the labels and ports it was made with', () => {
    const chart = newChart({ namespace });
    const minio = new Minio(chart, 'minio', { port: 9100, podLabels: { store: 's3' } });
    const server = new HistoryServer(chart, 'server', {
      image: 'server:1',
      minio,
      containerPort: 5000,
      servicePort: 81,
    });
    const theirs = HistoryServer.fromHistoryServerAttributes(chart, 'theirs', {
      url: 'http://prices.example',
      containerPort: 9090,
    });
    const labels = { app: 'electricity-calculator', microservice: 'history-server' };
    expect(minio.networkEnd()).toMatchObject({ namespace, podLabels: { store: 's3' }, ports: [{ port: 9100 }] });
    expect(server.networkEnd()).toMatchObject({
      name: 'history-server',
      namespace,
      podLabels: labels,
      ports: [{ port: 5000, servicePort: 81 }],
    });
    expect(theirs.networkEnd()).toEqual({ name: 'theirs', namespace, podLabels: labels, ports: [{ port: 9090 }] });
    const attributes = { url: 'http://prices.shop.svc.cluster.local:81', containerPort: 9090 };
    expect(HistoryServer.fromHistoryServerAttributes(chart, 'History_Server x', attributes).networkEnd()).toMatchObject(
      {
        name: 'history-server-x',
        serviceName: 'prices',
        ports: [{ port: 9090, servicePort: 81 }],
      },
    );
    attributes.url = 'https://prices.other.svc';
    expect(HistoryServer.fromHistoryServerAttributes(chart, 'other', attributes).networkEnd()).not.toHaveProperty(
      'serviceName',
    );
    expect(new PriceFetcherJob(chart, 'fetcher', { image: 'fetcher:1', historyServer: server }).networkEnd()).toEqual({
      name: 'price-fetcher',
      namespace,
      podLabels: { app: 'electricity-calculator', microservice: 'price-fetcher' },
      ports: [],
    });
    expect(new HeadlessPostgres(chart, 'postgres').networkEnd()).toMatchObject({
      name: 'postgresql-hl-test',
      podLabels: { app: 'postgresql-hl-test' },
      ports: [{ name: 'postgres-port', port: 5432, servicePort: 5432 }],
    });
    expect(new EchoDemo(chart, 'echo', { ingress: false }).networkEnd()).toEqual({
      name: 'echoserver',
      serviceName: 'echoserver',
      namespace,
      podLabels: { app: 'echoserver' },
      ports: [{ port: 80, servicePort: 80 }],
    });
    expect(new DebugPod(chart, 'debug').networkEnd()).toEqual({
      name: 'debug',
      namespace,
      podLabels: { app: 'debug' },
      ports: [],
    });
  });
});

describe('what the synth of a plan proves', () => {
  /** web → api → db in one namespace, with a job that nobody mentions. */
  function shop() {
    const app = new App();
    const chart = new Chart(app, 'shop', { namespace });
    const [web, api, db] = ['web', 'api', 'db'].map((name) => service(chart, name)) as [
      Microservice,
      Microservice,
      Microservice,
    ];
    service(chart, 'job');
    const plan = new NetworkPlan(chart, 'plan');
    plan.allow(Peer.ingressController('nginx'), web);
    plan.allow(web, api);
    plan.allow(api, db);
    return { app, chart, plan, web, api, db };
  }

  const violationsOf = (app: App) => thrownBy(() => app.synthYaml()).message;
  const podsAt = '/spec/template/metadata/labels/app';

  it('is silent where the app keeps to the plan', () => {
    const { app } = shop();
    expect(() => app.synthYaml()).not.toThrow();
    expect(app).toOnlyBeReachedBy('shop/db:80', ['shop/api']);
  });

  it('fails on a policy of somebody else that opens more, with the rule and the construct', () => {
    const { app, chart } = shop();
    new AllowFrom(chart, 'extra', {
      name: 'extra',
      podLabels: { app: 'db' },
      from: [Peer.namespace('lab')],
      ports: [Port.tcp(8080)],
    });
    expect(violationsOf(app)).toMatch(
      /\[shop\/plan\] a connection gets through that the plan does not allow \[plan\/open\]:\n.*lab\/.* -> shop\/db\[Deployment\] on TCP 8080: allowed\n.*\n.*admitted by spec\.ingress\[0\] of shop\/extra \(shop\/extra\/Resource/,
    );
  });

  it.each<[string, Peer[], RegExp]>([
    ['everyone', [Peer.anyone()], /any pod of another namespace -> shop\/db/],
    ['addresses', [Peer.cidr('198.51.100.0/24')], /198\.51\.100\.0-198\.51\.100\.255 -> shop\/db/],
    ['addresses of IPv6', [Peer.cidr('2001:db8::/32')], /2001:db8::\S* -> shop\/db/],
  ])('fails on a policy that lets in %s', (_who, from, message) => {
    const { app, chart } = shop();
    new AllowFrom(chart, 'extra', { name: 'extra', podLabels: { app: 'db' }, from, ports: [Port.tcp(8080)] });
    expect(violationsOf(app)).toMatch(message);
  });

  it('fails on two policies that together open what neither opens alone', () => {
    const { app, chart } = shop();
    new AllowFrom(chart, 'in', {
      name: 'in',
      podLabels: { app: 'db' },
      from: [Peer.pods({ app: 'web' })],
      ports: [Port.tcp(8080)],
    });
    const egress = {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Egress'],
      egress: [{ to: [{ podSelector: { matchLabels: { app: 'db' } } }] }],
    };
    expect(() => app.synthYaml()).not.toThrow();
    new ApiObject(chart, 'out', { ...k8s.KubeNetworkPolicy.GVK, metadata: { name: 'out' }, spec: egress });
    expect(violationsOf(app)).toMatch(/shop\/web\[Deployment\] -> shop\/db\[Deployment\] on TCP 8080: allowed/);
  });

  it('fails where the labels of a construct were changed behind its back', () => {
    const { app, api } = shop();
    ApiObject.of(api).addJsonPatch(JsonPatch.replace(podsAt, 'backend'));
    expect(violationsOf(app)).toMatch(
      /\[plan\/closed\]:\n.*shop\/api has its pods selected by app=api in namespace shop, and made shop\/api\[Deployment\] \(app=backend\)/,
    );
  });

  it('fails where other pods carry the labels of an end', () => {
    const { app, chart } = shop();
    new Microservice(chart, 'canary', {
      image: 'web:2',
      podLabels: { app: 'web', version: 'next' },
      ports: [{ port: 80 }],
    });
    expect(violationsOf(app)).toMatch(/shop\/canary\[Deployment\] -> shop\/api\[Deployment\] on TCP 8080: allowed/);
  });

  it('fails on a policy of its own that was patched shut', () => {
    const { app, plan } = shop();
    ApiObject.of(plan.node.findChild('shop.allow-web-to-api-ingress')).addJsonPatch(
      JsonPatch.replace('/spec/ingress/0/ports/0/port', 80),
    );
    const message = violationsOf(app);
    expect(message).toMatch(
      /\[plan\/closed\]:\n.*shop\/web\[Deployment\] -> shop\/api\[Deployment\] on TCP 8080: denied/,
    );
    expect(message).toMatch(
      /to allow it: add TCP 8080 to the ports of spec.ingress\[0\] of NetworkPolicy shop\/allow-web-to-api-ingress/,
    );
  });

  it('fails where nothing walls a namespace any more, and says only that', () => {
    const { app, plan } = shop();
    ApiObject.of(plan).addJsonPatch(JsonPatch.replace('/metadata/namespace', 'elsewhere'));
    const message = violationsOf(app);
    expect(message).toMatch(
      /\[plan\/unwalled\]:\n.*no policy of namespace shop isolates ingress to shop\/job\[Deployment\]/,
    );
    expect(message).not.toMatch(/plan\/(open|closed)/);
  });

  it('fails on a pod on the network of its node, which nothing walls', () => {
    const { app, chart } = shop();
    new ApiObject(chart, 'agent', {
      ...k8s.KubePod.GVK,
      metadata: { name: 'agent', labels: { app: 'agent' } },
      spec: { hostNetwork: true, containers: [{ name: 'agent', image: 'agent:1' }] },
    });
    expect(violationsOf(app)).toMatch(/\[plan\/unwalled\]:\n.*shop\/agent\[Pod\] uses the network of its node/);
  });

  it('fails where nobody declares the port', () => {
    const { app, chart, plan } = shop();
    service(chart, 'queue');
    plan.allow(Peer.pods({ app: 'web' }), Peer.pods({ app: 'queue' }), Port.tcp(80));
    expect(violationsOf(app)).toMatch(
      /shop\/queue\[Deployment\] on TCP 80: no container declares that port; they declare TCP 8080/,
    );
  });

  it('takes the word of the plan for ports that nobody declares', () => {
    const { app, chart, plan, web } = shop();
    const queue = service(chart, 'queue');
    plan.allow(web, queue, Port.tcp(9090).undeclared());
    plan.allow(web, Peer.pods({ app: 'queue' }), Port.range(9000, 9100).undeclared());
    expect(() => app.synthYaml()).not.toThrow();
    expect(policiesOf(chart.toJson())['shop/allow-web-to-queue-ingress'].ingress).toEqual([
      {
        from: [{ podSelector: { matchLabels: { app: 'web' } } }],
        ports: [
          { protocol: 'TCP', port: 9000, endPort: 9100 },
          { protocol: 'TCP', port: 9090 },
        ],
      },
    ]);
    plan.allow(web, Peer.pods({ app: 'queue' }), Port.tcp(9090));
    expect(violationsOf(app)).toMatch(/on TCP 9090: no container declares that port.*say that it is undeclared/);
  });

  it.each<[string, MeshInjection, (plan: NetworkPlan, all: Peer) => void, Record<string, number>]>([
    [
      'Istio with sidecars',
      MeshInjection.istio(),
      (plan, all) => {
        plan.allow(Peer.namespace('monitoring'), all, Port.tcp(15020).undeclared());
        plan.allow(all, Peer.podsInNamespace('istio-system', { app: 'istiod' }), Port.tcp(15012));
      },
      { 'allow-monitoring-to-shop': 15020, 'allow-shop-to-istio-system.istiod': 15012 },
    ],
    [
      'Istio in ambient mode',
      MeshInjection.istioAmbient(),
      (plan, all) => plan.allow(all, all, Port.tcp(15008).undeclared()),
      { 'allow-shop-to-shop': 15008, 'allow-shop-to-shop-ingress': 15008 },
    ],
    [
      'Linkerd',
      MeshInjection.linkerd(),
      (plan, all) => {
        plan.allow(all, all, Port.tcp(4143).undeclared());
        plan.allow(Peer.namespace('linkerd-viz'), all, Port.tcp(4191).undeclared());
      },
      { 'allow-shop-to-shop': 4143, 'allow-shop-to-shop-ingress': 4143, 'allow-linkerd-viz-to-shop': 4191 },
    ],
  ])('holds a namespace that is meshed by %s', (_what, injection, allow, wanted) => {
    const { app, chart, plan, web } = shop();
    new MeshNamespace(chart, 'namespace', { name: namespace, injection });
    const queue = service(chart, 'queue');
    allow(plan, Peer.namespace(namespace));
    expect(() => app.synthYaml()).not.toThrow();
    const made = policiesOf(chart.toJson());
    for (const [name, port] of Object.entries(wanted)) {
      const { ingress, egress } = made[`shop/${name}`];
      expect((ingress ?? egress)[0].ports).toEqual([{ protocol: 'TCP', port }]);
    }
    expect(app).not.toReach(web, queue, 8080);
  });

  it('takes a name that some of the receivers know, and fails on one that none does', () => {
    const { app, plan } = shop();
    plan.allow(Peer.namespace('monitoring'), Peer.namespace('shop'), Port.named('http'));
    expect(() => app.synthYaml()).not.toThrow();
    plan.allow(Peer.namespace('monitoring'), Peer.namespace('shop'), Port.named('metrics'));
    expect(violationsOf(app)).toMatch(/on TCP "metrics": no container declares that port/);
  });

  it('fails where somebody else shuts the way at the other end', () => {
    const { app, plan, web } = shop();
    const other = new Chart(app, 'other', { namespace: 'other' });
    plan.allow(web, service(other, 'auth'));
    expect(() => app.synthYaml()).not.toThrow();
    new ApiObject(other, 'deny', {
      ...k8s.KubeNetworkPolicy.GVK,
      metadata: { name: 'deny' },
      spec: { podSelector: {}, policyTypes: ['Ingress'] },
    });
    expect(violationsOf(app)).toMatch(
      /shop\/web\[Deployment\] -> other\/auth\[Deployment\] on TCP 8080: denied\n.*other\/deny isolates ingress/,
    );
  });

  it('lets everyone in where the plan says so, and nobody of its own by that', () => {
    const { app, plan, web } = shop();
    plan.allow(Peer.anyone(), web);
    expect(() => app.synthYaml()).not.toThrow();
    expect(app).toReach('203.0.113.7', 'shop/web[Deployment]:8080');
    expect(app).toReach('elsewhere/{app=x}', 'shop/web:80');
    expect(app).not.toReach('shop/job', 'shop/web:80');
  });

  it('lets a pod out to everyone where the plan says so', () => {
    const { app, plan, web } = shop();
    plan.allow(web, Peer.anyone(), Port.tcp(443));
    expect(() => app.synthYaml()).not.toThrow();
    expect(app).toReach('shop/web', '203.0.113.7:443');
  });

  it('cares for the pods and policies of the app alone, and not for what else is wrong with it', () => {
    const { app, chart } = shop();
    new ApiObject(chart, 'odd', { ...k8s.KubeIngress.GVK, metadata: { name: 'odd' }, spec: { rules: 'none' } });
    expect(() => app.synthYaml()).not.toThrow();
  });

  it('says what the API server would refuse, instead of judging', () => {
    const { app, plan } = shop();
    ApiObject.of(plan).addJsonPatch(JsonPatch.replace('/spec/policyTypes', ['Both']));
    expect(violationsOf(app)).toMatch(/\[plan\/input\]:\n.*shop\/plan\/Resource.*"Both" is no policy type/);
  });

  it.each<[string, JsonPatch[], RegExp]>([
    [
      'select nobody',
      [JsonPatch.replace('/spec/selector/app', 'apis')],
      /shop\/api: Service shop\/api selects app=apis, which is none; the plan means shop\/api\[Deployment\] \(app=api,shared=yes\); it must select exactly these/,
    ],
    [
      'select others',
      [JsonPatch.replace('/spec/selector/app', 'db')],
      /selects app=db, which is shop\/db\[Deployment\] \(app=db\); the plan means shop\/api\[Deployment\]/,
    ],
    [
      'select more',
      [JsonPatch.replace('/spec/selector', { shared: 'yes' })],
      /selects shared=yes, which is shop\/api\[Deployment\] .*, shop\/job\[Deployment\]/,
    ],
    ['have its endpoints made by hand', [JsonPatch.remove('/spec/selector')], /Service shop\/api selects no pods/],
    [
      'lead to another port',
      [JsonPatch.replace('/spec/ports/0/targetPort', 9999)],
      /Service shop\/api leads from port 80 to TCP 9999 of shop\/api\[Deployment\]; the plan opens TCP 8080: targetPort must be 8080/,
    ],
    [
      'lead to a name that the pods have not',
      [JsonPatch.replace('/spec/ports/0/targetPort', 'web')],
      /leads from port 80 to no port, as there is none called "web", of shop\/api/,
    ],
    [
      'have another port',
      [JsonPatch.replace('/spec/ports/0/port', 81)],
      /has no port TCP 80, which the plan means; there is TCP 81/,
    ],
    [
      'have another name',
      [JsonPatch.replace('/metadata/name', 'backend')],
      /shop\/api: its pods are reached through Service shop\/api, which the app does not have/,
    ],
  ])('fails where the Service of a receiver was made to %s', (_what, patches, message) => {
    const { app, api, chart } = shop();
    const labels = JsonPatch.add('/spec/template/metadata/labels/shared', 'yes');
    for (const construct of [api, chart.node.findChild('job')]) ApiObject.of(construct).addJsonPatch(labels);
    expect(() => app.synthYaml()).not.toThrow();
    ApiObject.of(api.node.findChild('Service')).addJsonPatch(...patches);
    expect(violationsOf(app)).toMatch(/\[shop\/plan\] a Service does not lead to the pods.*\[plan\/service\]:/);
    expect(violationsOf(app)).toMatch(message);
  });

  it('takes every construct of the library with the Service that it makes', () => {
    const app = new App();
    const chart = new Chart(app, 'shop', { namespace });
    const minio = new Minio(chart, 'minio', { replicas: 4, podLabels: { app: 'store' } });
    const receivers = [
      minio,
      new Minio(chart, 'single', { name: 'single', podLabels: { app: 'single' } }),
      new HistoryServer(chart, 'server', { image: 'server:1', minio, containerPort: 5000, servicePort: 81 }),
      new HeadlessPostgres(chart, 'postgres'),
      new HeadlessSet(chart, 'redis', { image: 'redis:7.4.1', ports: [{ port: 6379 }], replicas: 3 }),
      new EchoDemo(chart, 'echo', { ingress: false, networkPolicy: false }),
    ];
    const plan = new NetworkPlan(chart, 'plan');
    for (const to of receivers) plan.allow(Peer.ingressController('nginx'), to);
    expect(receivers.map((one) => one.networkEnd().serviceName)).not.toContain(undefined);
    const violations = chart.node.findAll().flatMap((construct) => construct.node.validate());
    expect(violations).toEqual([]);
  });

  it('asks for no Service where a construct was told to make none', () => {
    const app = new App();
    const chart = new Chart(app, 'shop', { namespace });
    const echo = new EchoDemo(chart, 'echo', { ingress: false, networkPolicy: false, service: false });
    new NetworkPlan(chart, 'plan').allow(Peer.ingressController('nginx'), echo);
    expect(() => app.synthYaml()).not.toThrow();
  });

  it('takes a Service that leads to the port by its name', () => {
    const { app, api } = shop();
    ApiObject.of(api.node.findChild('Service')).addJsonPatch(JsonPatch.replace('/spec/ports/0/targetPort', 'http'));
    expect(() => app.synthYaml()).not.toThrow();
  });

  it.each<[string, (chart: Chart) => INetworkEnd, RegExp]>([
    [
      'other labels',
      (chart) =>
        Microservice.fromMicroserviceAttributes(chart, 'theirs', {
          name: 'db',
          ports: [{ port: 80, containerPort: 8080 }],
          podLabels: { app: 'dbx' },
        }),
      /shop\/theirs: Service shop\/db selects app=db, which is shop\/db\[Deployment\] .*; the plan means shop\/{app=dbx}/,
    ],
    [
      'another port of the pods',
      (chart) =>
        Microservice.fromMicroserviceAttributes(chart, 'theirs', {
          name: 'db',
          ports: [{ port: 80, containerPort: 9999 }],
          podLabels: { app: 'db' },
        }),
      /Service shop\/db leads from port 80 to TCP 8080 of .*; the plan opens TCP 9999/,
    ],
    [
      'an address that names the Service',
      (chart) =>
        HistoryServer.fromHistoryServerAttributes(chart, 'theirs', {
          url: 'http://db.shop.svc.cluster.local',
          podLabels: { app: 'db' },
          containerPort: 9999,
        }),
      /Service shop\/db leads from port 80 to TCP 8080 of .*; the plan opens TCP 9999/,
    ],
  ])("fails where a Service of the app is said to be somebody else's with %s", (_what, theirs, message) => {
    const { app, chart, plan, web } = shop();
    plan.allow(web, theirs(chart));
    expect(violationsOf(app)).toMatch(message);
  });

  it('takes Services of its own that are said again as they are, and those that the app does not have', () => {
    const { app, chart, plan, api } = shop();
    for (const name of ['db', 'elsewhere'])
      plan.allow(
        api,
        Microservice.fromMicroserviceAttributes(chart, `their-${name}`, {
          name,
          ports: [{ port: 80, containerPort: 8080 }],
          podLabels: { app: name },
        }),
      );
    expect(() => app.synthYaml()).not.toThrow();
  });

  it('fails on labels that no pod of a walled namespace carries, unless somebody else runs the pods', () => {
    const typo = Peer.pods({ app: 'typo' });
    for (const end of [typo, Peer.podsInNamespace('shop', { app: 'typo' }), { networkEnd: () => typo.networkEnd() }]) {
      const { app, plan, web } = shop();
      plan.allow(web, Peer.of(end).called('other'), Port.tcp(5432));
      expect(violationsOf(app)).toMatch(
        /\[plan\/nobody\]:\n *no pod of the app in namespace shop carries app=typo; there are .*shop\/web\[Deployment\] \(app=web\).*madeElsewhere\(\)/,
      );
    }
    const { app, plan, web } = shop();
    plan.allow(web, typo.madeElsewhere(), Port.tcp(5432));
    plan.allow(web, Peer.podsInNamespace('not-walled', { app: 'typo' }), Port.tcp(5432));
    expect(() => app.synthYaml()).not.toThrow();
  });

  it.each([
    ['policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy'],
    ['policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy'],
    ['policy.networking.k8s.io/v1alpha2', 'ClusterNetworkPolicy'],
    ['cilium.io/v2', 'CiliumNetworkPolicy'],
    ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy'],
    ['projectcalico.org/v3', 'NetworkPolicy'],
    ['crd.projectcalico.org/v1', 'NetworkPolicy'],
    ['projectcalico.org/v3', 'GlobalNetworkPolicy'],
    ['extensions/v1beta1', 'NetworkPolicy'],
  ])('does not judge an app with %s %s', (apiVersion, kind) => {
    const { app, chart } = shop();
    new ApiObject(chart, 'other', { apiVersion, kind, metadata: { name: 'other' }, spec: {} });
    const message = violationsOf(app);
    expect(message).toMatch(/\[plan\/unjudged\]:\n/);
    expect(message).toContain(`${kind} shop/other (${apiVersion}), shop/other`);
  });

  it('cares for no policies of a mesh, which only refuse', () => {
    const { app, chart } = shop();
    for (const apiVersion of ['security.istio.io/v1', 'policy.linkerd.io/v1beta3'])
      new ApiObject(chart, apiVersion, { apiVersion, kind: 'AuthorizationPolicy', metadata: { name: 'mesh' } });
    expect(() => app.synthYaml()).not.toThrow();
  });

  it('takes a pod on a port of its node only where it lets everyone in there', () => {
    const { app, chart, plan } = shop();
    const pod = new NodeExposedPod(chart, 'edge', {
      image: 'edge:1.0.0',
      ports: [{ name: 'http', containerPort: 8080, hostPort: 80 }],
    });
    plan.allow(Peer.ingressController('nginx'), pod);
    expect(violationsOf(app)).toMatch(
      /\[plan\/open\]:\n *everyone -> shop\/edge\[Pod\] on TCP 8080, through TCP 80 of its node \(hostPort\):.*let everyone in on that port/,
    );
    plan.allow(Peer.anyone(), pod, Port.tcp(8080));
    expect(() => app.synthYaml()).not.toThrow();
  });

  it('tells five violations and the number of the others', () => {
    const { app, chart } = shop();
    new AllowFrom(chart, 'extra', {
      name: 'extra',
      from: [Peer.cidr('198.51.100.0/24'), Peer.cidr('2001:db8::/32')],
      ports: [Port.tcp(8080)],
    });
    expect(violationsOf(app).match(/plan\/open/g)).toHaveLength(5);
    expect(violationsOf(app)).toMatch(/and \d+ more like these/);
  });

  it('renders an app once a round of validation for all of its plans, and not once a plan', () => {
    const app = new App();
    const charts = ['a', 'b', 'c', 'd'].map((name) => new Chart(app, name, { namespace: name }));
    for (const chart of charts) new NetworkPlan(chart, 'plan').allow(service(chart, 'web'), service(chart, 'api'));
    const rendered = jest.spyOn(ApiObject.of(charts[0]!.node.findChild('web')), 'toJson');
    app.synthYaml();
    const rounds = charts.length + 1;
    // Beside the rounds: once to be read, once to be compared with others of its name, once to be written.
    expect(rendered).toHaveBeenCalledTimes(rounds + 3);
  });

  it('looks again when the app has changed since the last synth, with one plan and with two', () => {
    const { app, plan } = shop();
    const other = new Chart(app, 'other', { namespace: 'other' });
    app.synthYaml();
    new NetworkPlan(other, 'plan');
    expect(() => app.synthYaml()).not.toThrow();
    ApiObject.of(plan.node.findChild('shop.allow-web-to-api')).addJsonPatch(JsonPatch.remove('/spec/egress/0'));
    expect(violationsOf(app)).toMatch(/plan\/closed/);
    expect(violationsOf(app)).toMatch(/plan\/closed/);
  });
});

describe('a server of several pods in a walled namespace', () => {
  const app = () => {
    const chart = new Chart(new App(), 'chart', { namespace });
    return { chart, minio: new Minio(chart, 'minio', { replicas: 4 }), plan: new NetworkPlan(chart, 'plan') };
  };

  it('fails the synth when no connection names it, since the plan would cut its pods off from each other', () => {
    const { chart } = app();
    expect(chart.node.findAll().flatMap((construct) => construct.node.validate())).toContainEqual(
      expect.stringMatching(/\[plan\/closed\]:\n {4}chart\/minio: the plan cuts its pods off from each other/),
    );
  });

  it('is whole where the plan opens it in other words, or another policy does', () => {
    const { chart, minio, plan } = app();
    plan.allow(Peer.namespace(namespace), Peer.namespace(namespace), Port.every());
    expect(chart.node.findAll().flatMap((construct) => construct.node.validate())).toEqual([]);
    expect(chart).toReach(minio, minio, 9000);
  });

  it('is not where the plan opens another port only', () => {
    const { chart, plan } = app();
    plan.allow(Peer.namespace(namespace), Peer.namespace(namespace), Port.tcp(9001).undeclared());
    expect(chart.node.findAll().flatMap((construct) => construct.node.validate())).toEqual([
      expect.stringMatching(/chart\/minio: the plan cuts its pods off from each other: .*\n.*on TCP 9000: denied/),
    ]);
  });

  class Servers extends Construct implements INetworkEnd {
    constructor(
      scope: Construct,
      private readonly end: () => NetworkEnd,
    ) {
      super(scope, 'servers');
    }
    public networkEnd(): NetworkEnd {
      return this.end();
    }
  }
  const db = { name: 'db', namespace, podLabels: { app: 'db' }, clustered: true, madeElsewhere: true };
  const client = Peer.pods({ app: 'web' }).madeElsewhere();

  it('has the ports of the call where its own are not known', () => {
    const chart = new Chart(new App(), 'chart', { namespace });
    const plan = new NetworkPlan(chart, 'plan');
    const servers = new Servers(chart, () => db);
    expect(() => chart.toJson()).toThrow(/chart\/servers: .* allow a connection to it that names its ports/);
    plan.allow(client, servers, Port.tcp(5432));
    const made = policiesOf(chart.toJson());
    expect(made['shop/allow-db-to-db'].egress[0].ports).toEqual([{ protocol: 'TCP', port: 5432 }]);
  });

  it('may connect to others before its ports are known', () => {
    const chart = new Chart(new App(), 'chart', { namespace });
    const plan = new NetworkPlan(chart, 'plan');
    const servers = new Servers(chart, () => db);
    plan.allow(servers, Peer.internet(), Port.tcp(443));
    plan.allow(client, servers, Port.tcp(5432));
    expect(Object.keys(policiesOf(chart.toJson()))).toContain('shop/allow-db-to-internet');
  });

  it.each<[string, () => NetworkEnd]>([
    [
      'is not known yet',
      () => {
        throw new Error('not yet known');
      },
    ],
    ['is none', () => undefined as never],
    ['has no name', () => ({ ...db, name: undefined as never })],
  ])('is no end of a plan that does not name it where what it says %s', (_what, end) => {
    const chart = new Chart(new App(), 'chart', { namespace });
    new NetworkPlan(chart, 'plan');
    new Servers(chart, end);
    expect(() => chart.toJson()).not.toThrow();
  });

  it('is whole again with the first connection that does', () => {
    const { chart, minio, plan } = app();
    plan.allow(Peer.pods({ app: 'web' }).madeElsewhere(), minio);
    expect(chart.node.findAll().flatMap((construct) => construct.node.validate())).toEqual([]);
    expect(chart).toReach(minio, minio, 9000);
  });
});
