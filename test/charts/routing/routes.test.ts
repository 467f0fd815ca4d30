import { Protocol } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  CertificateIssuer,
  EchoDemo,
  HistoryServer,
  Microservice,
  MinioService,
  PathMatch,
  type RouteRule,
  Routes,
  RoutesApi,
  type RoutesProps,
  RoutesTls,
  ServiceBackend,
} from '../../../charts';
import {
  expectEveryPropToMatter,
  idsIn,
  type Manifest,
  newChart,
  pick,
  type Refusal,
  render,
  testRefusals,
  thrownBy,
} from '../../support/synth';
import { backend, NAMESPACE } from './support';

const [A, B] = ['a.example', 'b.example'];
/** Backends for props that are made before any chart. */
const elsewhere = newChart({ namespace: 'production' });
const web = backend(elsewhere, 'web');
const other = backend(elsewhere, 'other', 'other');
const unknown = backend(newChart(), 'unknown');
const dns = new Microservice(elsewhere, 'dns', {
  image: 'dns:1',
  ports: [
    { name: 'dns', port: 53, protocol: Protocol.UDP },
    { name: 'http', port: 8080 },
    { name: 'sctp', port: 53, protocol: Protocol.SCTP },
  ],
});
const rule: RouteRule = { host: A, backend: web };
const tls = [RoutesTls.fromSecret('tls')];
const cors = { allowOrigins: ['https://a.example'] };
const rewritten: RouteRule = { host: A, path: '/a', rewrite: '/', backend: web };
const { INGRESS, GATEWAY } = RoutesApi;

const COMMON = {
  api: INGRESS,
  name: 'web',
  namespace: 'production',
  labels: { team: 'web' },
  className: 'nginx',
  rules: [rule],
};
const OF_INGRESS: RoutesProps = {
  ...COMMON,
  annotations: { note: 'x' },
  defaultBackend: web,
  defaultBackendPort: 'admin',
  tls,
  httpsRedirect: false,
  cors,
  nginx: { requestsPerSecond: 1 },
};
const {
  nginx: _nginx,
  className: _class,
  tls: _tls,
  httpsRedirect: _redirect,
  annotations: _annotations,
  ...rest
} = OF_INGRESS;
const OF_GATEWAY: RoutesProps = { ...rest, api: GATEWAY, gateway: { name: 'shared' } };
const ALL: Required<RoutesProps> = { ...OF_INGRESS, gateway: { name: 'shared' } } as Required<RoutesProps>;

const rules = (...given: Partial<RouteRule>[]) => ({ rules: given as RouteRule[] });
const nginx = {};

describe('Routes', () => {
  it.each([
    ['Ingress', OF_INGRESS],
    ['Gateway API', OF_GATEWAY],
  ])('give every prop an effect in %s', (_what, props) => {
    // Some props need others: leaving those out is refused, which is an effect as well.
    expectEveryPropToMatter(props, (some) => {
      const chart = newChart({ namespace: 'elsewhere' });
      try {
        new Routes(chart, 'routes', some);
      } catch (error) {
        return (error as Error).message;
      }
      return chart.toJson();
    });
  });

  it('have their main object as "Resource"', () => {
    const chart = newChart({ namespace: 'production' });
    expect(idsIn(new Routes(chart, 'ingress', OF_INGRESS))).toEqual(['Resource']);
    const made = new Routes(chart, 'gateway', { ...COMMON, api: GATEWAY, tls, rules: [rule, { backend: other }] });
    expect(idsIn(made)).toEqual([
      'Resource',
      `HttpRoute-${A}`,
      `HttpsRedirect-${A}`,
      'HttpRoute-any',
      'ReferenceGrant-other',
    ]);
    expect([made.name, made.namespace]).toEqual(['web', 'production']);
  });

  it('lead to the Services of the other constructs', () => {
    const made = render(
      (chart) => {
        const minio = new MinioService(chart, 'minio');
        const history = new HistoryServer(chart, 'history', { image: 'history-server:1', minio });
        const echo = new EchoDemo(chart, 'echo', { host: 'echo.example', namespace: NAMESPACE });
        const ports = [
          { name: 'http', port: 80, containerPort: 8080 },
          { name: 'admin', port: 81, containerPort: 8081 },
        ];
        const shop = new Microservice(chart, 'shop', { image: 'shop:1', ports });
        const paths = { minio, history, echo, shop };
        const all = Object.entries(paths).map(([name, service]) => ({ path: `/${name}`, backend: service }));
        const admin = { path: '/shop/admin', backend: shop, port: 'admin' };
        new Routes(chart, 'routes', { api: INGRESS, name: 'all', className: 'nginx', rules: [...all, admin] });
      },
      { namespace: NAMESPACE },
    );
    const { paths } = pick(made, 'Ingress', 'all').spec.rules[0].http;
    expect(paths.map(({ backend: { service } }: { backend: { service: unknown } }) => service)).toEqual([
      { name: 'minio', port: { number: 9000 } },
      { name: 'history-server', port: { number: 80 } },
      { name: 'echoserver', port: { number: 80 } },
      { name: 'shop', port: { number: 80 } },
      { name: 'shop', port: { number: 81 } },
    ]);
  });

  it('lead to the TCP port of a Service that speaks UDP on others', () => {
    const chart = newChart({ namespace: 'production' });
    new Routes(chart, 'routes', { ...COMMON, rules: [{ backend: dns, port: 'http' }] });
    expect(pick(chart.toJson(), 'Ingress').spec.rules[0].http.paths[0].backend.service.port).toEqual({ number: 8080 });
  });

  it('tell paths apart by case where nothing is rewritten', () => {
    const chart = newChart({ namespace: 'production' });
    new Routes(chart, 'routes', { ...COMMON, nginx, rules: ['/Shop', '/shop'].map((path) => ({ ...rule, path })) });
    expect(pick(chart.toJson(), 'Ingress').spec.rules[0].http.paths).toHaveLength(2);
  });

  it('take annotations of ingress-nginx that no prop stands for', () => {
    const chart = newChart({ namespace: 'production' });
    const annotations = {
      'nginx.ingress.kubernetes.io/proxy-body-size': '8m',
      'nginx.ingress.kubernetes.io/auth-secret-type': 'auth-map',
    };
    new Routes(chart, 'routes', { ...COMMON, tls, nginx: { basicAuthSecret: 'auth' }, annotations });
    expect(pick(chart.toJson(), 'Ingress').metadata.annotations).toMatchObject(annotations);
  });

  describe('beside others of the namespace', () => {
    const issued = (...hosts: string[]) => [RoutesTls.fromIssuer(CertificateIssuer.issuer('ca'), 'one', hosts)];
    const used = (...hosts: string[]) => [RoutesTls.fromSecret('one', hosts)];
    const make = (first: RoutesTls[], second: RoutesTls[], namespace: string) => {
      const chart = newChart({ namespace: 'production' });
      const hosts = { ...COMMON, rules: ['a.example', 'b.example', 'x.c.example'].map((host) => ({ ...rule, host })) };
      new Routes(chart, 'first', { ...hosts, tls: first });
      const service = backend(chart, 'web', namespace);
      const there = hosts.rules.map((one) => ({ ...one, backend: service }));
      return new Routes(chart, 'second', { ...hosts, name: 'second', namespace, rules: there, tls: second });
    };

    it.each<[string, RoutesTls[], RoutesTls[], RegExp]>([
      ['a Secret from two issuers', issued(A), issued(B), /"one": cert-manager makes it for test\/first already/],
      ['a Secret from one issuer twice', issued(A), issued(A), /take RoutesTls.fromSecret/],
      [
        'the Secret of an issuer for another host',
        issued(A),
        used(A, B),
        /for the hosts of test\/first, a.example, and these use it for b.example, too/,
      ],
      [
        'an issuer for a Secret that others use for another host',
        used(B),
        issued(A),
        /for the hosts of these routes, a.example, and test\/first use it for b.example, too/,
      ],
    ])('refuse %s', (_what, first, second, message) => {
      const error = thrownBy(() => make(first, second, 'production'));
      expect(error).toMatchObject({ code: 'routes/tls', prop: 'tls[0]', constructPath: 'test/second' });
      expect(error.message).toMatch(message);
    });

    it.each<[string, RoutesTls[], RoutesTls[], string?]>([
      ['the Secret of an issuer for its hosts', issued(A, '*.c.example'), used('x.c.example')],
      ['an issuer for a Secret that others use for its hosts', used(A), issued(A, B)],
      ["a Secret of one's own twice", used(A), used(B)],
      ['Secrets of one name in two namespaces', issued(A), issued(B), 'other'],
    ])('take %s', (_what, first, second, namespace = 'production') => {
      expect(make(first, second, namespace).name).toBe('second');
    });
  });

  it.each([
    INGRESS,
    GATEWAY,
  ])('share a Secret whose issuer is asked for the hosts of both in one of them: %s', (api) => {
    const chart = newChart({ namespace: 'production' });
    const issued = RoutesTls.fromIssuer(CertificateIssuer.issuer('ca'), 'one', [A, B]);
    new Routes(chart, 'first', { ...COMMON, api, tls: [issued] });
    const used = { ...COMMON, api, name: 'second', rules: [{ ...rule, host: B }], tls: [RoutesTls.fromSecret('one')] };
    expect(new Routes(chart, 'second', used).name).toBe('second');
    const { spec } = chart.toJson()[0];
    const asked = api === INGRESS ? spec.tls[0].hosts : spec.listeners.flatMap((one: Manifest) => one.hostname ?? []);
    expect(asked).toEqual([A, B]);
  });

  it.each<[string, RouteRule[]]>([
    [
      'a redirect',
      [
        { match: PathMatch.EXACT, redirect: { path: '/app' } },
        { path: '/app', backend: web },
      ],
    ],
    ['a redirect and nothing else', [{ host: A, match: PathMatch.EXACT, redirect: { host: B } }]],
    [
      'a rule beside others of the host',
      [
        { match: PathMatch.EXACT, backend: web },
        { path: '/static', backend: web },
      ],
    ],
  ])('take the very path "/" for %s', (_what, given) => {
    const chart = newChart({ namespace: 'production' });
    new Routes(chart, 'routes', { ...COMMON, api: GATEWAY, rules: given });
    expect(pick(chart.toJson(), 'HTTPRoute').spec.rules[0].matches).toEqual([{ path: { type: 'Exact', value: '/' } }]);
  });

  it('may both be without a namespace', () => {
    const chart = newChart();
    new Routes(chart, 'routes', { ...COMMON, namespace: undefined, rules: [{ backend: backend(chart, 'web') }] });
    expect(chart.toJson()[0].metadata).not.toHaveProperty('namespace');
  });

  const REFUSED: Refusal<RoutesProps>[] = [
    ['an API that is none', { api: 'Route' as RoutesApi }, 'props/choice', /one of Ingress, Gateway/],
    ['a name in upper case', { name: 'Web' }, 'name/subdomain', /upper case/],
    ['a namespace with a dot', { namespace: 'a.b' }, 'name/dns-label', /"a.b"/],
    ['a label that is a number', { labels: { a: 1 as never } }, 'label/value', /"1" in quotes/],
    ['an annotation that is a switch', { annotations: { a: true as never } }, 'value/annotation', /"true" in quotes/],
    ['an annotation of a wrong key', { annotations: { 'a b': '' } }, 'label/key', /annotations \(key\)/],
    [
      'an annotation that a prop makes',
      { nginx, cors, annotations: { 'nginx.ingress.kubernetes.io/enable-cors': 'no' } },
      'props/conflict',
      /made by another prop/,
    ],
    ...[
      'rewrite-target',
      'limit-rps',
      'limit-connections',
      'auth-type',
      'auth-secret',
      'auth-realm',
      'ssl-redirect',
      'enable-cors',
      'cors-allow-origin',
      'cors-allow-methods',
      'cors-allow-headers',
      'cors-allow-credentials',
      'cors-expose-headers',
      'cors-max-age',
    ].map(
      (name): Refusal<RoutesProps> => [
        `${name} by annotation beside options of ingress-nginx, though its prop is not given`,
        { nginx, annotations: { [`nginx.ingress.kubernetes.io/${name}`]: 'x' } },
        'props/conflict',
        /is made by another prop, ".+": say it there/,
      ],
    ),
    [
      'paths that ingress-nginx reads as patterns',
      { nginx, annotations: { 'nginx.ingress.kubernetes.io/use-regex': 'true' } },
      'props/conflict',
      /the paths of rules are none: leave it out/,
    ],
    [
      'connections that ingress-nginx does not read beside options of what it does with them',
      { nginx, annotations: { 'nginx.ingress.kubernetes.io/ssl-passthrough': 'true' } },
      'props/conflict',
      /nothing else of the Ingress holds/,
    ],
    ...['satisfy', 'server-alias', 'configuration-snippet', 'server-snippet', 'modsecurity-snippet', 'canary'].map(
      (name): Refusal<RoutesProps> => [
        `${name} by annotation beside a password`,
        {
          tls,
          nginx: { basicAuthSecret: 'auth' },
          annotations: { [`nginx.ingress.kubernetes.io/${name}`]: 'any' },
        },
        'routes/basic-auth',
        /without the password/,
      ],
    ),
    [
      'the old spelling of the class',
      { annotations: { 'kubernetes.io/ingress.class': 'nginx' } },
      'props/conflict',
      /old spelling of className/,
    ],
    [
      'an issuer by annotation',
      { annotations: { 'cert-manager.io/cluster-issuer': 'le' } },
      'props/conflict',
      /RoutesTls.fromIssuer/,
    ],
    ['no class', { className: undefined }, 'props/missing', /class of the Ingress, such as "nginx"/],
    [
      'no class of a Gateway',
      { api: GATEWAY, className: undefined },
      'props/missing',
      /class of the Gateway, or "gateway"/,
    ],
    ['a class with a space', { className: 'my nginx' }, 'name/subdomain', /"my nginx"/],

    ['no rules', rules(), 'props/shape', /list of at least one/],
    [
      'a misspelt part of a rule',
      rules({ ...rule, timeout: 5 } as never),
      'props/unknown',
      /"rules\[0\].timeout" is 5: there is no such prop; there are .*timeoutSeconds/,
    ],
    [
      'a misspelt part of a redirect',
      { api: GATEWAY, ...rules({ redirect: { host: B, status: 301 } as never }) },
      'props/unknown',
      /statusCode/,
    ],
    [
      'a misspelt part of a weighted backend',
      { api: GATEWAY, ...rules({ backends: [{ backend: web, weight: 1, wait: 1 } as never] }) },
      'props/unknown',
      /backends\[0\].wait"/,
    ],
    [
      'a weighted backend that is text',
      { api: GATEWAY, ...rules({ backends: ['web' as never] }) },
      'props/shape',
      /backends\[0\]"/,
    ],
    ['a misspelt part of CORS', { nginx, cors: { ...cors, origins: [] } as never }, 'props/unknown', /allowOrigins/],
    ['a misspelt option of ingress-nginx', { nginx: { rps: 1 } as never }, 'props/unknown', /requestsPerSecond/],
    [
      'a misspelt part of a Gateway',
      { api: GATEWAY, className: undefined, gateway: { name: 'shared', section: 'http' } as never },
      'props/unknown',
      /sectionName/,
    ],
    ['a rule that is none', rules('/a' as never), 'props/shape', /rules\[0\]/],
    ['a host that is an address', rules({ ...rule, host: '192.0.2.10' }), 'host/name', /names, not addresses/],
    ['a path without a slash', rules({ ...rule, path: 'a' }), 'routes/path', /begin with "\/"/],
    [
      'a path that is a pattern',
      rules({ ...rule, path: '/a(/|$)(.*)' }),
      'routes/path',
      /a prefix takes what is below it/,
    ],
    ['a path with an empty part', rules({ ...rule, path: '/a//b' }), 'routes/path', /without empty/],
    ['a path that climbs', rules({ ...rule, path: '/a/../b' }), 'routes/path', /"\/a\/..\/b"/],
    ['a path too long', rules({ ...rule, path: `/${'a'.repeat(1024)}` }), 'routes/path', /1024/],
    ['a kind of match that is none', rules({ ...rule, match: 'Regex' as PathMatch }), 'props/choice', /Prefix, Exact/],
    ['a rule that leads nowhere', rules({ host: A }), 'routes/rule', /exactly one of/],
    [
      'a rule that leads to two places',
      rules({ ...rule, redirect: { host: B } }),
      'routes/rule',
      /backend and redirect/,
    ],
    ['a port of no backend', rules({ redirect: { host: B }, port: 'http' }), 'props/conflict', /without "backend"/],
    ['the very path "/" alone', rules({ ...rule, match: PathMatch.EXACT }), 'routes/exact-root', /PathMatch.PREFIX/],
    [
      'the very path "/" with the rest of another host',
      rules({ ...rule, match: PathMatch.EXACT }, { host: B, backend: web }),
      'routes/exact-root',
      /only "\/" itself/,
    ],
    ['a host and path twice', rules(rule, { ...rule, path: '/' }), 'routes/duplicate', /rules\[1\].*rules\[0\] has/],
    [
      'a prefix twice, with and without slash',
      rules({ ...rule, path: '/a' }, { ...rule, path: '/a/' }),
      'routes/duplicate',
      /a.example\/a\//,
    ],
    ['a backend that is none', rules({ backend: 'web' as never }), 'routes/backend', /fromServiceBackendAttributes/],
    ['a port that the Service lacks', rules({ ...rule, port: 'grpc' }), 'props/choice', /names: http, admin/],
    [
      'a port that speaks UDP',
      rules({ backend: dns, port: 'dns' }),
      'routes/backend',
      /"rules\[0\].port" is "dns": port 53 of "dns" speaks UDP, and routes lead to TCP only/,
    ],
    [
      'a Service whose first port speaks UDP',
      rules({ backend: dns }),
      'routes/backend',
      /"rules\[0\].backend" is "dns": port 53 .* name another port/,
    ],
    [
      'a default backend that speaks SCTP',
      { defaultBackend: dns, defaultBackendPort: 'sctp' },
      'routes/backend',
      /SCTP/,
    ],
    [
      'a timeout of a redirect',
      { api: GATEWAY, ...rules({ redirect: { host: B }, timeoutSeconds: 1 }) },
      'props/conflict',
      /no Service answers/,
    ],
    ['a timeout of 0', { api: GATEWAY, ...rules({ ...rule, timeoutSeconds: 0 }) }, 'number/range', /from 1 to 86400/],
    ['a rewrite of an exact path', rules({ ...rewritten, match: PathMatch.EXACT }), 'routes/rule', /PathMatch.PREFIX/],
    [
      'a redirect to itself',
      { api: GATEWAY, ...rules({ redirect: { statusCode: 301 } }) },
      'routes/rule',
      /leads back/,
    ],
    [
      'a redirect that is text',
      { api: GATEWAY, ...rules({ redirect: '/b' as never }) },
      'props/shape',
      /"scheme", "host" or "path"/,
    ],
    [
      'a redirect to a scheme that is none',
      { api: GATEWAY, ...rules({ redirect: { scheme: 'ftp' } }) },
      'props/choice',
      /http, https/,
    ],
    [
      'a redirect with status 200',
      { api: GATEWAY, ...rules({ redirect: { host: B, statusCode: 200 } }) },
      'props/choice',
      /301/,
    ],
    [
      'weights of 0 only',
      { api: GATEWAY, ...rules({ backends: [{ backend: web, weight: 0 }] }) },
      'routes/rule',
      /none would get a request/,
    ],
    [
      'a weight of -0',
      { api: GATEWAY, ...rules({ backends: [{ backend: web, weight: -0 }] }) },
      'number/range',
      /is -0: must be a whole number from 0/,
    ],
    [
      'a weight below 0',
      { api: GATEWAY, ...rules({ backends: [{ backend: web, weight: -1 }] }) },
      'number/range',
      /weight/,
    ],
    [
      'more backends than fit',
      { api: GATEWAY, ...rules({ backends: Array(17).fill({ backend: web, weight: 1 }) }) },
      'routes/rule',
      /16 at most/,
    ],
    [
      'more rules than fit',
      { api: GATEWAY, rules: Array.from({ length: 17 }, (_, i) => ({ ...rule, path: `/${i}` })) },
      'routes/unsupported',
      /17 rules, an HTTPRoute takes 16/,
    ],
    [
      'more hosts with TLS than fit',
      { api: GATEWAY, tls, rules: Array.from({ length: 64 }, (_, i) => ({ host: `h${i}.example`, backend: web })) },
      'routes/unsupported',
      /64 listeners/,
    ],

    [
      'weights in an Ingress',
      rules({ backends: [{ backend: web, weight: 1 }] }),
      'routes/unsupported',
      /split requests: take RoutesApi.GATEWAY/,
    ],
    ['a redirect in an Ingress', rules({ redirect: { host: B } }), 'routes/unsupported', /no redirects/],
    ['a timeout in an Ingress', rules({ ...rule, timeoutSeconds: 1 }), 'routes/unsupported', /no timeouts/],
    [
      'a Service of another namespace in an Ingress',
      rules({ backend: other }),
      'routes/unsupported',
      /"other".*its own, "production"/,
    ],
    [
      'a default backend of another namespace in an Ingress',
      { defaultBackend: other },
      'routes/unsupported',
      /"other"/,
    ],
    ['a Gateway for an Ingress', { gateway: { name: 'shared' } }, 'routes/unsupported', /an Ingress has none/],
    ['a rewrite without ingress-nginx', rules(rewritten), 'routes/unsupported', /give "nginx"/],
    ['CORS without ingress-nginx', { cors }, 'routes/unsupported', /give "nginx"/],
    ['a redirect to HTTPS without ingress-nginx', { tls, httpsRedirect: true }, 'routes/unsupported', /give "nginx"/],
    [
      'two rewrites in an Ingress',
      { nginx, ...rules(rewritten, { ...rewritten, path: '/b', rewrite: '/v2' }) },
      'routes/unsupported',
      /one rewrite/,
    ],
    [
      'a rewrite that would hit another rule',
      { nginx, ...rules({ ...rewritten, rewrite: '/v2' }, rule) },
      'routes/unsupported',
      /"\/v2" in front, too/,
    ],
    [
      'a rewritten path inside of one that is not',
      { nginx, ...rules({ ...rewritten, path: '/a/b' }, { ...rule, path: '/a' }) },
      'routes/unsupported',
      /"\/a\/b": is inside of rules\[1\], whose pattern/,
    ],
    [
      'two paths that a rewriting Ingress does not tell apart',
      { nginx, ...rules({ ...rewritten, path: '/a' }, { ...rule, path: '/shop' }, { ...rule, path: '/SHOP/' }) },
      'routes/unsupported',
      /"rules\[2\].path" is "\/SHOP\/": rules\[1\] has that path but for its case/,
    ],
    [
      'two rewritten paths that differ by case',
      { nginx, ...rules({ ...rewritten, path: '/Shop' }, { ...rewritten, path: '/shop' }) },
      'routes/unsupported',
      /rules\[0\] has that path but for its case/,
    ],
    [
      'a rewritten path of another case inside of one that is not',
      { nginx, ...rules({ ...rewritten, path: '/A/b' }, { ...rule, path: '/a' }) },
      'routes/unsupported',
      /is inside of rules\[1\], whose pattern/,
    ],
    [
      'a wildcard and a host that would be called the same',
      { api: GATEWAY, ...rules({ ...rule, host: '*.a.example' }, { ...rule, host: 'wildcard.a.example' }) },
      'props/conflict',
      /"rules" is "web-wildcard.a.example": two hosts would get this name/,
    ],
    [
      'a host called as the redirect of another',
      { api: GATEWAY, tls: [RoutesTls.fromSecret('tls', [A])], ...rules(rule, { ...rule, host: `${A}-redirect` }) },
      'props/conflict',
      /"web-a.example-redirect"/,
    ],
    [
      'certificates whose listeners would be called the same',
      {
        api: GATEWAY,
        tls: ['*.a.example', 'wildcard.a.example'].map((host) => RoutesTls.fromSecret('tls', [host])),
        ...rules({ ...rule, host: 'x.a.example' }, { ...rule, host: 'wildcard.a.example' }),
      },
      'props/conflict',
      /"tls" is "https-wildcard.a.example"/,
    ],
    ['options of ingress-nginx in Gateway API', { api: GATEWAY, nginx }, 'routes/unsupported', /RoutesApi.INGRESS/],
    ['options of ingress-nginx that are none', { nginx: true as never }, 'props/shape', /perhaps an empty one/],
    [
      'a Service whose namespace is not known',
      rules({ backend: unknown }),
      'routes/namespace',
      /namespace of the Service is not known/,
    ],
    ['a Gateway that is text', { api: GATEWAY, gateway: 'shared' as never }, 'props/shape', /with "name"/],
    [
      'a class beside a Gateway',
      { api: GATEWAY, gateway: { name: 'shared' } },
      'props/conflict',
      /"shared" is there already/,
    ],
    [
      'a wrong name of a Gateway',
      { api: GATEWAY, className: undefined, gateway: { name: 'A' } },
      'name/subdomain',
      /gateway.name/,
    ],

    ['TLS that is text', { tls: ['tls' as never] }, 'routes/tls', /RoutesTls.fromSecret/],
    [
      'a certificate of an issuer for hosts of no rule at all',
      { tls: [RoutesTls.fromIssuer(CertificateIssuer.issuer('ca'), 'tls', [B])] },
      'routes/tls',
      /"b.example": is the host of no rule; there are a.example/,
    ],
    ['TLS without a host', { tls, ...rules({ backend: web }) }, 'routes/tls', /no rule names a host/],
    [
      'TLS for a host of no rule',
      { tls: [RoutesTls.fromSecret('tls', [B])] },
      'routes/tls',
      /"b.example": is the host of no rule; there are a.example/,
    ],
    [
      'one Secret for two certificates of an issuer',
      {
        ...rules(rule, { ...rule, host: B }),
        tls: [A, B].map((host) => RoutesTls.fromIssuer(CertificateIssuer.clusterIssuer('ca'), 'one', [host])),
      },
      'routes/tls',
      /Secret of another certificate/,
    ],
    ['two certificates for a host', { tls: [...tls, RoutesTls.fromSecret('two')] }, 'routes/tls', /two certificates/],
    [
      "a Secret of one's own and an issuer",
      { tls: [...tls, RoutesTls.fromIssuer(CertificateIssuer.issuer('le'), 'two')] },
      'routes/tls',
      /would overwrite a Secret/,
    ],
    [
      'two issuers',
      {
        tls: [
          RoutesTls.fromIssuer(CertificateIssuer.issuer('x'), 'one'),
          RoutesTls.fromIssuer(CertificateIssuer.issuer('y'), 'two'),
        ],
      },
      'routes/tls',
      /reads one issuer/,
    ],
    ['a redirect to HTTPS without TLS', { nginx, httpsRedirect: true }, 'props/missing', /without tls/],
    ['a redirect that is text', { nginx, tls, httpsRedirect: 'yes' as never }, 'switch/boolean', /httpsRedirect/],

    ['CORS that is text', { nginx, cors: '*' as never }, 'props/shape', /"allowOrigins"/],
    ['an origin with a path', { nginx, cors: { allowOrigins: ['https://a.example/'] } }, 'routes/cors', /no path/],
    [
      '"*" beside other origins',
      { nginx, cors: { allowOrigins: ['*', 'https://a.example'] } },
      'routes/cors',
      /leave the others out/,
    ],
    [
      'credentials for every origin',
      { nginx, cors: { allowOrigins: ['*'], allowCredentials: true } },
      'routes/cors',
      /browsers refuse it/,
    ],
    ['a method that is none', { nginx, cors: { ...cors, allowMethods: ['LOAD'] } }, 'props/choice', /GET/],
    [
      'a header to show that is every header',
      { nginx, cors: { ...cors, exposeHeaders: ['*'] } },
      'routes/cors',
      /cors.exposeHeaders\[0\].*name of a header/,
    ],
    ['a header with a space', { nginx, cors: { ...cors, allowHeaders: ['X Y'] } }, 'routes/cors', /name of a header/],
    [
      'a password for every origin',
      { nginx: { basicAuthSecret: 'auth' }, tls, cors: { allowOrigins: ['*'] } },
      'routes/cors',
      /name the origins/,
    ],
    [
      'a password without TLS',
      { nginx: { basicAuthSecret: 'auth' } },
      'routes/basic-auth',
      /for a.example would travel in clear text/,
    ],
    [
      'a password without TLS for every host',
      { nginx: { basicAuthSecret: 'auth' }, tls, ...rules(rule, { backend: web }) },
      'routes/basic-auth',
      /every host/,
    ],
    [
      'a password with plain HTTP left open',
      { nginx: { basicAuthSecret: 'auth' }, tls, httpsRedirect: false },
      'routes/basic-auth',
      /leave httpsRedirect on/,
    ],
    [
      'a password with a default backend',
      { nginx: { basicAuthSecret: 'auth' }, tls, defaultBackend: web },
      'routes/basic-auth',
      /hosts without TLS, too/,
    ],
    ['a realm without a password', { nginx: { basicAuthRealm: 'Shop' } }, 'props/missing', /basicAuthSecret/],
    [
      'a realm with quotes',
      { nginx: { basicAuthSecret: 'auth', basicAuthRealm: '"' }, tls },
      'routes/basic-auth',
      /spaces/,
    ],
    ['a rate of 0', { nginx: { requestsPerSecond: 0 } }, 'number/range', /requestsPerSecond/],
    [
      'a default backend that is text',
      { defaultBackend: 'web' as never },
      'routes/backend',
      /a construct with a Service/,
    ],
    ['a port without a default backend', { defaultBackendPort: 'http' }, 'props/missing', /without defaultBackend/],
  ];
  testRefusals((scope: Construct, props: RoutesProps) => new Routes(scope, 'routes', props), COMMON, ALL, REFUSED);
});

describe('ServiceBackend', () => {
  const attributes = { serviceName: 'web', servicePorts: [{ name: 'http', port: 80 }] };
  const make = (changes: object) =>
    ServiceBackend.fromServiceBackendAttributes(newChart({ namespace: 'shop' }), 'web', { ...attributes, ...changes });

  it('is a name and ports, and renders nothing', () => {
    const chart = newChart({ namespace: 'shop' });
    const made = ServiceBackend.fromServiceBackendAttributes(chart, 'web', attributes);
    made.servicePorts.pop();
    expect([made.serviceName, made.namespace, made.servicePorts]).toEqual([
      'web',
      'shop',
      [{ name: 'http', port: 80 }],
    ]);
    expect(chart.toJson()).toEqual([]);
  });

  it.each([
    ['serviceName', { serviceName: '9a' }, 'name/service'],
    ['namespace', { namespace: 'A' }, 'name/dns-label'],
    ['servicePorts', { servicePorts: [] }, 'props/shape'],
    ['servicePorts[0].port', { servicePorts: [{ port: 0 }] }, 'number/port'],
    ['servicePorts[0].name', { servicePorts: [{ name: 'A', port: 1 }] }, 'name/dns-label'],
    ['servicePorts[0]', { servicePorts: [80] }, 'props/shape'],
    ['servicePorts[0].protocol', { servicePorts: [{ port: 80, protocol: 'HTTP' }] }, 'props/choice'],
    ['servicePorts[0].portName', { servicePorts: [{ port: 80, portName: 'http' }] }, 'props/unknown'],
    ['name', { name: 'web' }, 'props/unknown'],
  ])('refuses a wrong %s', (prop, changes, code) => {
    expect(thrownBy(() => make(changes))).toMatchObject({ prop, code });
  });
});

describe('RoutesTls and CertificateIssuer', () => {
  it.each<[string, () => unknown, string, RegExp]>([
    ['a Secret in upper case', () => RoutesTls.fromSecret('TLS'), 'name/subdomain', /RoutesTls.fromSecret.*secretName/],
    ['no hosts', () => RoutesTls.fromSecret('tls', []), 'props/shape', /hosts/],
    ['a host that is an address', () => RoutesTls.fromSecret('tls', ['192.0.2.1']), 'host/name', /hosts\[0\]/],
    [
      'an issuer that is text',
      () => RoutesTls.fromIssuer('le' as never, 'tls'),
      'routes/tls',
      /CertificateIssuer.clusterIssuer/,
    ],
    ['an issuer in upper case', () => CertificateIssuer.clusterIssuer('LE'), 'name/subdomain', /name/],
    ['an issuer of the namespace in upper case', () => CertificateIssuer.issuer('LE'), 'name/subdomain', /name/],
    [
      'a kind in lower case',
      () => CertificateIssuer.external('a', 'originIssuer', 'b.c'),
      'routes/tls',
      /OriginIssuer/,
    ],
    ['a group with a slash', () => CertificateIssuer.external('a', 'B', 'b/c'), 'name/subdomain', /group/],
  ])('refuse %s', (_what, make, code, message) => {
    const error = thrownBy(make);
    expect(error).toMatchObject({ code });
    expect(error.message).toMatch(message);
  });
});
