import { InputError } from '../../../network/input-error';
import { type ResolveOptions, resolveName } from '../../../network/route/dns';
import { clusterOf } from '../support/manifests';

const object = (apiVersion: string, kind: string, name: string, rest: string, namespace = 'default') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}}
${rest}
`;
const service = (name: string, spec: string, namespace?: string) =>
  object('v1', 'Service', name, `spec: {${spec}}`, namespace);
const pods = (kind: string, name: string, spec: string, template = '', namespace?: string) =>
  object(
    'apps/v1',
    kind,
    name,
    `spec: {${spec}, template: {metadata: {labels: {app: ${name}}}, spec: {containers: []${template}}}}`,
    namespace,
  );
const pod = (name: string, spec: string, rest = '') =>
  object('v1', 'Pod', name, `spec: {containers: [], ${spec}}\n${rest}`).replace(
    'metadata: {',
    `metadata: {labels: {app: ${name}}, `,
  );

const plain = (name: string) => `selector: {app: ${name}}, ports: [{port: 80}]`;

const shop = [
  service(
    'api-service',
    'clusterIP: 10.0.0.100, selector: {app: api}, ports: [{name: http, port: 8080}]',
    'production',
  ),
  service('nginx', plain('nginx'), 'demo'),
  service('nginx-service', plain('nginx')),
  service('echoserver', plain('echoserver')),
  service('echoserver', plain('echoserver'), 'k8s-lab5'),
  service('mysql-headless', 'clusterIP: None, selector: {app: mysql}, ports: [{name: mysql, port: 3306}]'),
  pods('StatefulSet', 'mysql', 'replicas: 3, serviceName: mysql-headless'),
  service('external-db', 'type: ExternalName, externalName: db.example.com'),
  pods('Deployment', 'backend', 'replicas: 1'),
].join('');

function ask(name: string, from = 'default', yaml = shop, options?: ResolveOptions) {
  return resolveName(clusterOf(yaml), name, from, options);
}

describe('a name resolves', () => {
  test.each([
    [
      '000-44: in another namespace, by the long name',
      'echoserver.default.svc.cluster.local',
      'k8s-lab5',
      'default/echoserver',
    ],
    ['000-44: in k8s-lab5 the short name is its own Service', 'echoserver', 'k8s-lab5', 'k8s-lab5/echoserver'],
    ['000-46: from default to k8s-lab5', 'echoserver.k8s-lab5.svc.cluster.local', 'default', 'k8s-lab5/echoserver'],
    ['000-53: in its own namespace, by the short name', 'echoserver', 'default', 'default/echoserver'],
    ['001-05: short inside of production', 'api-service', 'production', 'production/api-service'],
    ['001-05: long from anywhere', 'api-service.production.svc.cluster.local', 'default', 'production/api-service'],
    [
      '001-61: from a namespace that has nothing else',
      'nginx-service.default.svc.cluster.local',
      'testing',
      'default/nginx-service',
    ],
    ['002-14: by its short name', 'nginx-service', 'default', 'default/nginx-service'],
    ['003-08: by the long name', 'nginx.demo.svc.cluster.local', 'demo', 'demo/nginx'],
    ['003-10: by Service and namespace', 'nginx.demo', 'universe', 'demo/nginx'],
    ['001-35: the name of the Service, in its own namespace', 'nginx', 'demo', 'demo/nginx'],
    ['001-76: with the namespace behind it', 'nginx-service.default', 'ingress-nginx', 'default/nginx-service'],
    ['in upper case too', 'Nginx.Demo', 'universe', 'demo/nginx'],
    ['with a dot at its end', 'nginx.demo.svc.cluster.local.', 'universe', 'demo/nginx'],
  ])('%s', (_, name, from, found) => {
    const { verdict, record, service: of } = ask(name, from);
    expect({ verdict, record, found: `${of!.namespace}/${of!.name}` }).toEqual({
      verdict: 'resolves',
      record: 'A/AAAA',
      found,
    });
  });

  test('to the cluster IP, where the input has it', () => {
    expect(ask('api-service.production')).toMatchObject({
      target: '10.0.0.100',
      reason: 'Service production/api-service: its cluster IP',
    });
  });

  test('to the pod itself, by localhost', () => {
    expect(ask('localhost')).toMatchObject({ verdict: 'resolves', record: 'hosts file', target: '127.0.0.1' });
  });

  test('of the API server, which every cluster has (004-26)', () => {
    expect(ask('kubernetes.default')).toMatchObject({
      verdict: 'resolves',
      reason: expect.stringContaining('API server'),
    });
  });

  test('from hostAliases before DNS is asked', () => {
    const yaml = shop + pod('client', 'hostAliases: [{ip: 10.9.9.9, hostnames: [api-service]}]');
    const client = clusterOf(yaml).workloads.find((workload) => workload.name === 'client')!.pods[0];
    expect(ask('api-service', 'default', yaml, { pods: client })).toMatchObject({
      verdict: 'resolves',
      record: 'hosts file',
      target: '10.9.9.9',
      tried: [],
    });
  });
});

describe('a pod tries names in turn', () => {
  test('by its search path, with five dots as the limit (002-13)', () => {
    expect(ask('db.example.com').tried).toEqual([
      'db.example.com.default.svc.cluster.local',
      'db.example.com.svc.cluster.local',
      'db.example.com.cluster.local',
      'db.example.com',
    ]);
  });

  test('so nginx.demo.svc is found from any namespace, by the last search domain (003-09)', () => {
    for (const from of ['demo', 'universe'])
      expect(ask('nginx.demo.svc', from)).toMatchObject({
        verdict: 'resolves',
        tried: [
          `nginx.demo.svc.${from}.svc.cluster.local`,
          'nginx.demo.svc.svc.cluster.local',
          'nginx.demo.svc.cluster.local',
        ],
      });
  });

  test('a name of five dots first as it stands, and one with a dot at its end only so', () => {
    expect(ask('a.b.c.d.e.com').tried).toEqual(['a.b.c.d.e.com']);
    expect(ask('nginx-service.').tried).toEqual(['nginx-service']);
    expect(ask('nginx-service.').verdict).toBe('no such name');
  });

  test('under another cluster domain', () => {
    expect(ask('nginx', 'demo', shop, { clusterDomain: 'k8s.corp' })).toMatchObject({
      verdict: 'resolves',
      tried: ['nginx.demo.svc.k8s.corp'],
    });
    expect(ask('nginx.demo.svc.cluster.local', 'demo', shop, { clusterDomain: 'k8s.corp' }).verdict).toBe(
      'no such name',
    );
  });
});

describe('the DNS settings of a pod', () => {
  const kubeDns = service('kube-dns', 'clusterIP: 10.96.0.10, ports: [{port: 53, protocol: UDP}]', 'kube-system');
  const askAs = (name: string, settings: string, more = '') => {
    const yaml = shop + more + pod('client', settings);
    const client = clusterOf(yaml).workloads.find((workload) => workload.name === 'client')!.pods[0];
    return ask(name, 'default', yaml, { pods: client });
  };

  test.each([
    [
      'ndots 1 tries a dotted name as it stands first',
      'dnsConfig: {options: [{name: ndots, value: "1"}]}',
      'www.example.com',
      'outside',
      ['www.example.com'],
    ],
    [
      'ndots 1 still finds a namespace, which is no domain outside',
      'dnsConfig: {options: [{name: ndots, value: "1"}]}',
      'nginx.demo',
      'resolves',
      ['nginx.demo', 'nginx.demo.default.svc.cluster.local', 'nginx.demo.svc.cluster.local'],
    ],
    [
      'search domains follow those of the cluster',
      'dnsConfig: {searches: [corp.example]}',
      'wiki',
      'outside',
      ['wiki.default.svc.cluster.local', 'wiki.svc.cluster.local', 'wiki.cluster.local', 'wiki.corp.example'],
    ],
    ['Default does not know the cluster', 'dnsPolicy: Default', 'nginx-service', 'no such name', ['nginx-service']],
    ['Default knows the world', 'dnsPolicy: Default', 'www.example.com', 'outside', ['www.example.com']],
    [
      'the host network does not know the cluster',
      'hostNetwork: true',
      'nginx-service.default.svc.cluster.local',
      'no such name',
      ['nginx-service.default.svc.cluster.local'],
    ],
    [
      'the host network knows it with ClusterFirstWithHostNet',
      'hostNetwork: true, dnsPolicy: ClusterFirstWithHostNet',
      'nginx-service',
      'resolves',
      ['nginx-service.default.svc.cluster.local'],
    ],
    [
      'None with a server that may be anybody',
      'dnsPolicy: None, dnsConfig: {nameservers: [10.96.0.10]}',
      'nginx-service',
      'undecidable',
      ['nginx-service'],
    ],
  ])('%s', (_, settings, name, verdict, tried) => {
    expect(askAs(name, settings)).toMatchObject({ verdict, tried });
  });

  test('say when servers outside are asked first', () => {
    expect(askAs('mysql-0.mysql-headless.default', 'dnsConfig: {options: [{name: ndots, value: "1"}]}')).toMatchObject({
      verdict: 'undecidable',
      reason: expect.stringMatching(
        /^mysql-0\.mysql-headless\.default is tried first, and servers outside may have it; if not: the pod/,
      ),
    });
  });

  test('None with the address of kube-dns asks the cluster, by the search path it gives itself', () => {
    const config = 'dnsPolicy: None, dnsConfig: {nameservers: [10.96.0.10], searches: [demo.svc.cluster.local]}';
    expect(askAs('nginx', config, kubeDns)).toMatchObject({
      verdict: 'resolves',
      tried: ['nginx.demo.svc.cluster.local'],
    });
    expect(askAs('nginx', config.replace('10.96.0.10', '1.1.1.1'), kubeDns)).toMatchObject({
      verdict: 'no such name',
      reason: 'dnsPolicy None asks 1.1.1.1, not the DNS of the cluster (10.96.0.10)',
    });
  });

  test.each([
    [
      'dnsPolicy: clusterfirst',
      'Pod default/client spec.dnsPolicy: "clusterfirst" is none of ClusterFirst, ClusterFirstWithHostNet, Default, None',
    ],
    ['dnsPolicy: None', 'Pod default/client spec.dnsConfig.nameservers: dnsPolicy None needs at least one nameserver'],
    [
      'dnsConfig: {options: [{name: ndots, value: many}]}',
      'Pod default/client spec.dnsConfig.options[0].value: "many" is not a number of dots',
    ],
    [
      'hostAliases: [{ip: here, hostnames: [a]}]',
      'Pod default/client spec.hostAliases[0].ip: "here" is not an address',
    ],
  ])('%s is refused', (settings, message) => {
    expect(() => askAs('nginx', settings)).toThrow(message);
    expect(() => askAs('nginx', settings)).toThrow(InputError);
  });
});

describe('a headless Service', () => {
  test('gives the addresses of its pods (001-14, 000-34)', () => {
    const { verdict, pods: found, reason } = ask('mysql-headless.default.svc.cluster.local');
    expect({ verdict, found: found!.map(({ workload }) => workload.id) }).toEqual({
      verdict: 'resolves',
      found: ['default/mysql[StatefulSet]'],
    });
    expect(reason).toBe(
      'headless Service default/mysql-headless: the addresses of its ready pods, of default/mysql[StatefulSet]',
    );
  });

  test.each(['mysql-0', 'mysql-1', 'mysql-2'])('gives the pod %s its name (001-14)', (name) => {
    expect(ask(`${name}.mysql-headless.default.svc.cluster.local`)).toMatchObject({
      verdict: 'resolves',
      reason: `the pod ${name} under headless Service default/mysql-headless, once it is ready`,
    });
    expect(ask(`${name}.mysql-headless`).verdict).toBe('resolves');
  });

  const redis = service('redis', 'clusterIP: None, selector: {app: redis}, ports: [{port: 6379}]');
  const set = (spec: string) => pods('StatefulSet', 'redis', spec);
  test.each([
    [
      '001-38: without a StatefulSet',
      redis,
      'redis-0',
      'under Service default/redis only pods have names that a StatefulSet with serviceName redis made, or that set hostname and subdomain; it selects no pods, and none is called redis-0',
    ],
    [
      'of a Deployment',
      redis + pods('Deployment', 'redis', 'replicas: 1'),
      'redis-0',
      'under Service default/redis only pods have names that a StatefulSet with serviceName redis made, or that set hostname and subdomain; it selects default/redis[Deployment], and none is called redis-0',
    ],
    [
      'with another serviceName',
      redis + set('replicas: 1, serviceName: redis-hl'),
      'redis-0',
      'the pods of default/redis[StatefulSet] have their names under its serviceName "redis-hl", not under redis',
    ],
    [
      'beyond the replicas',
      redis + set('replicas: 3, serviceName: redis'),
      'redis-3',
      'default/redis[StatefulSet] has no pod redis-3; it has redis-0 to redis-2',
    ],
    [
      'before the first ordinal',
      redis + set('replicas: 2, ordinals: {start: 5}, serviceName: redis'),
      'redis-0',
      'default/redis[StatefulSet] has no pod redis-0; it has redis-5 to redis-6',
    ],
    [
      'of one pod',
      redis + set('serviceName: redis'),
      'redis-1',
      'default/redis[StatefulSet] has no pod redis-1; it has redis-0',
    ],
    [
      'scaled to 0',
      redis + set('replicas: 0, serviceName: redis'),
      'redis-0',
      'default/redis[StatefulSet] has no pod redis-0; it has none: it is scaled to 0',
    ],
    [
      'that it does not select',
      redis.replace('app: redis', 'app: other') + set('serviceName: redis'),
      'redis-0',
      'Service default/redis selects app=other, not the pods of default/redis[StatefulSet]',
    ],
    [
      'under a Service that is not headless',
      redis.replace('clusterIP: None, ', '') + set('serviceName: redis'),
      'redis-0',
      'Service default/redis is not headless, and only a headless Service promises names to its pods (CoreDNS gives them all the same); set clusterIP: None',
    ],
  ])('gives no name to a pod %s', (_, yaml, host, reason) => {
    for (const name of [`${host}.redis`, `${host}.redis.default.svc.cluster.local`])
      expect(ask(name, 'default', yaml)).toMatchObject({ verdict: 'no such name', reason });
  });

  test('names pods from the first ordinal on', () => {
    const yaml = redis + set('replicas: 2, ordinals: {start: 5}, serviceName: redis');
    expect(ask('redis-6.redis', 'default', yaml).verdict).toBe('resolves');
    expect(ask('redis-06.redis', 'default', yaml).verdict).toBe('no such name');
  });

  test('names pods that set hostname and subdomain', () => {
    const yaml = redis + pod('redis', 'hostname: leader, subdomain: redis');
    expect(ask('leader.redis', 'default', yaml)).toMatchObject({ verdict: 'resolves', pods: [{ kind: 'pods' }] });
    expect(ask('redis.redis', 'default', yaml).verdict).toBe('no such name');
  });

  test('names pods without hostname by their address', () => {
    const yaml = redis + pod('redis', '', 'status: {podIP: 10.0.1.5}');
    expect(ask('10-0-1-5.redis', 'default', yaml).verdict).toBe('resolves');
    expect(ask('10-0-1-6.redis', 'default', yaml).verdict).toBe('no such name');
  });

  test('gives addresses that were written by hand, and their names', () => {
    const yaml = `${service('db', 'clusterIP: None, ports: [{port: 5432}]')}
---
apiVersion: v1
kind: Endpoints
metadata: {name: db, namespace: default}
subsets: [{addresses: [{ip: 192.0.2.7, hostname: main}], ports: [{port: 5432}]}]
`;
    expect(ask('db', 'default', yaml)).toMatchObject({ verdict: 'resolves', target: '192.0.2.7', pods: [] });
    expect(ask('main.db', 'default', yaml)).toMatchObject({ verdict: 'resolves', target: '192.0.2.7' });
  });

  test('without endpoints has no addresses', () => {
    expect(ask('redis', 'default', redis)).toMatchObject({
      verdict: 'no such name',
      reason: 'Service default/redis is headless and has no endpoints, so its name has no addresses',
    });
  });
});

describe('an ExternalName', () => {
  test('is a CNAME that leads outside; Host and TLS server name stay as asked for (001-11, 004-08)', () => {
    expect(ask('external-db')).toMatchObject({
      verdict: 'outside',
      record: 'CNAME',
      target: 'db.example.com',
      service: { name: 'external-db' },
      reason:
        'Service default/external-db is a CNAME for db.example.com; db.example.com is no name of the cluster: servers outside of it answer for it; clients go on asking for the name they know, so Host header and TLS server name do not say db.example.com',
    });
  });

  test('may lead to a Service of another namespace', () => {
    const yaml = shop + service('api', 'type: ExternalName, externalName: api-service.production.svc.cluster.local');
    expect(ask('api', 'default', yaml)).toMatchObject({
      verdict: 'resolves',
      record: 'CNAME',
      target: 'api-service.production.svc.cluster.local',
      service: { namespace: 'production', name: 'api-service' },
    });
  });

  test.each([
    [
      'to a name that is not there',
      'nowhere.default.svc.cluster.local',
      'Service default/a is a CNAME for nowhere.default.svc.cluster.local, and there is no such name',
    ],
    [
      'to a short name, which no search path completes',
      'nginx-service',
      'Service default/a is a CNAME for nginx-service, and there is no such name',
    ],
    [
      'to an address',
      '10.0.0.1',
      'Service default/a gives the address 10.0.0.1 as externalName, which DNS takes for a name; write an EndpointSlice',
    ],
    [
      'back to itself',
      'a.default.svc.cluster.local',
      'Service default/a is a CNAME for a.default.svc.cluster.local; Service default/a leads back to itself',
    ],
  ])('that leads %s is no name', (_, externalName, reason) => {
    const answer = ask('a', 'default', shop + service('a', `type: ExternalName, externalName: ${externalName}`));
    expect(answer.verdict).toBe('no such name');
    expect(answer.reason.startsWith(reason)).toBe(true);
  });
});

describe('an SRV name (001-36)', () => {
  test('is of a named port', () => {
    expect(ask('_http._tcp.api-service.production.svc.cluster.local')).toMatchObject({
      verdict: 'resolves',
      record: 'SRV',
      target: 'TCP 8080',
    });
    expect(ask('_mysql._tcp.mysql-headless')).toMatchObject({ record: 'SRV', pods: [{ kind: 'pods' }] });
  });

  test.each([
    [
      'in the form of the guide',
      '_tcp._mysql._service.dns.local',
      'a name for SRV records is _<name of the port>._<tcp or udp>.<Service>.<namespace>.svc.cluster.local',
    ],
    [
      'with protocol and port the wrong way round',
      '_tcp._mysql.mysql-headless',
      'Service default/mysql-headless has _mysql._tcp',
    ],
    ['of another protocol', '_mysql._udp.mysql-headless', 'Service default/mysql-headless has _mysql._tcp'],
    [
      'of a port without a name',
      '_http._tcp.nginx-service',
      'no port of Service default/nginx-service has a name, and SRV names are of named ports',
    ],
  ])('%s is none', (_, name, reason) => {
    expect(ask(name)).toMatchObject({ verdict: 'no such name', reason });
  });
});

describe('the name of an address of a pod (001-37, 004-10)', () => {
  test('depends on the settings of CoreDNS', () => {
    expect(ask('10-0-1-5.default.pod.cluster.local')).toMatchObject({
      verdict: 'undecidable',
      target: '10.0.1.5',
      reason: expect.stringContaining('pods insecure'),
    });
    expect(ask('fd00--5.default.pod.cluster.local').target).toBe('fd00::5');
  });

  test('is none without an address', () => {
    expect(ask('backend.default.pod.cluster.local')).toMatchObject({
      verdict: 'no such name',
      reason: 'backend is no address with dashes for dots, as in 10-0-1-5.default.pod.cluster.local',
    });
  });
});

describe('there is no such name, and the answer says which one was meant', () => {
  test.each([
    [
      '001-15: the Service is in another namespace',
      'api-service',
      'namespace default has no Service api-service; there is one in production: write api-service.production.svc.cluster.local',
    ],
    [
      '004-10: the namespace is wrong',
      'nginx-service.production.svc.cluster.local',
      'namespace production has no Service nginx-service; there is one in default: write nginx-service.default.svc.cluster.local',
    ],
    [
      '004-10: the namespace is wrong, short',
      'nginx-service.production',
      'namespace production has no Service nginx-service; there is one in default: write nginx-service.default.svc.cluster.local',
    ],
    [
      '004-27: pods have no names',
      'backend',
      'namespace default has no Service backend; backend is default/backend[Deployment], and pods have no name of their own in DNS; put a Service in front of it',
    ],
    [
      'the name of the workload is not that of its Service',
      'mysql',
      'namespace default has no Service mysql; mysql is default/mysql[StatefulSet], and pods have no name of their own in DNS; Service default/mysql-headless is in front of it: write mysql-headless',
    ],
    [
      'a letter is missing',
      'echoserve',
      'namespace default has no Service echoserve; the nearest name is echoserver.default.svc.cluster.local',
    ],
    ['it is like nothing here', 'inventory', 'namespace default has no Service inventory'],
    [
      'the namespace is not in the input',
      'inventory.stock.svc.cluster.local',
      'namespace stock has no Service inventory; the input has nothing of this namespace',
    ],
    [
      'the namespace has a letter too many',
      'nginx.demos.svc',
      'namespace demos has no Service nginx; there is one in demo, default: write nginx.demo.svc.cluster.local or nginx.default.svc.cluster.local',
    ],
    [
      'pods by name under pod',
      'backend.pod',
      "the name of a pod's address is like 10-0-1-5.default.pod.cluster.local; a pod's own name is none",
    ],
  ])('%s', (_, name, reason) => {
    const answer = ask(name, 'default', shop + service('nginx', plain('nginx')));
    expect(answer.verdict).toBe('no such name');
    expect(answer.reason.startsWith(reason)).toBe(true);
  });

  test('of a pod, whose Service is in another namespace', () => {
    expect(ask('mysql-0.mysql-headless', 'testing')).toMatchObject({
      verdict: 'no such name',
      reason:
        'namespace testing has no Service mysql-headless; there is one in default: write mysql-0.mysql-headless.default.svc.cluster.local',
    });
  });

  test.each([
    ['a top-level domain', 'api.example', 'outside'],
    ['an international domain', 'api.xn--p1ai', 'outside'],
    ['no top-level domain, with a dash', 'api.my-team', 'no such name'],
    ['no top-level domain, with a digit', 'api.team2', 'no such name'],
  ])('unless its last part may be %s', (_, name, verdict) => {
    expect(ask(name).verdict).toBe(verdict);
  });

  test('with every name that was tried', () => {
    expect(ask('api-service').tried).toEqual([
      'api-service.default.svc.cluster.local',
      'api-service.svc.cluster.local',
      'api-service.cluster.local',
      'api-service',
    ]);
  });

  test('and a slip in a namespace that leads outside is named too', () => {
    expect(ask('api-service.prodution')).toMatchObject({
      verdict: 'outside',
      reason:
        'api-service.prodution is no name of the cluster: servers outside of it answer for it; Service production/api-service is api-service.production.svc.cluster.local',
    });
  });

  test('but what comes with the cluster may be there without being in the input', () => {
    expect(ask('kube-dns.kube-system').verdict).toBe('undecidable');
    const yaml = shop + service('metrics', plain('metrics'), 'kube-system');
    expect(ask('kube-dns.kube-system', 'default', yaml).verdict).toBe('no such name');
  });
});

test.each([
  '10.0.0.1',
  'fd00::1',
  'http://api',
  '',
  'a..b',
  `${'a'.repeat(64)}.svc`,
  '-api',
])('"%s" is no name to ask for', (name) => {
  expect(() => ask(name)).toThrow(InputError);
});
