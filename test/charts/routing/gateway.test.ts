import { CertificateIssuer, PathMatch, Routes, RoutesApi, RoutesTls } from '../../../charts';
import { idsIn, type Manifest, newChart, pick, render } from '../../support/synth';
import { backend, NAMESPACE, routes } from './support';

const api = RoutesApi.GATEWAY;
const path = (value: string, type = 'PathPrefix') => [{ path: { type, value } }];
const names = (made: Manifest[]) => made.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);

describe('Routes in Gateway API', () => {
  const tls = [RoutesTls.fromIssuer(CertificateIssuer.clusterIssuer('le'), 'web-tls', ['a.example'])];

  it('is a Gateway and an HTTPRoute for each host', () => {
    const made = routes({
      api,
      rules: [{ host: 'a.example', to: 'web' }, { host: '*.b.example', to: 'web' }, { to: 'rest' }],
    });
    expect(names(made)).toEqual([
      'Gateway shop/web',
      'HTTPRoute shop/web-a.example',
      'HTTPRoute shop/web-wildcard.b.example',
      'HTTPRoute shop/web',
    ]);
    expect(pick(made, 'Gateway').spec).toEqual({
      gatewayClassName: 'nginx',
      listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } }],
    });
    expect(pick(made, 'HTTPRoute', 'web-wildcard.b.example').spec).toEqual({
      parentRefs: [{ name: 'web', sectionName: 'http' }],
      hostnames: ['*.b.example'],
      rules: [{ matches: path('/'), backendRefs: [{ name: 'web', port: 8080 }] }],
    });
    expect(pick(made, 'HTTPRoute', 'web').spec).not.toHaveProperty('hostnames');
  });

  it('ends TLS at the Gateway and sends plain HTTP there', () => {
    const made = routes({
      api,
      tls,
      rules: [
        { host: 'a.example', to: 'web' },
        { host: 'b.example', to: 'web' },
      ],
    });
    const gateway = pick(made, 'Gateway');
    expect(gateway.metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'le' });
    expect(gateway.spec.listeners[1]).toEqual({
      name: 'https-a.example',
      hostname: 'a.example',
      port: 443,
      protocol: 'HTTPS',
      tls: { mode: 'Terminate', certificateRefs: [{ name: 'web-tls' }] },
      allowedRoutes: { namespaces: { from: 'Same' } },
    });
    const sections = (name: string) =>
      pick(made, 'HTTPRoute', name).spec.parentRefs.map(({ sectionName }: Manifest) => sectionName);
    expect(sections('web-a.example')).toEqual(['https-a.example']);
    expect(sections('web-b.example')).toEqual(['http']);
    expect(sections('web-a.example-redirect')).toEqual(['http']);
    expect(pick(made, 'HTTPRoute', 'web-a.example-redirect').spec.rules).toEqual([
      { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] },
    ]);
  });

  it('answers both where plain HTTP is not sent on', () => {
    const made = routes({ api, tls, httpsRedirect: false });
    expect(names(made)).toEqual(['Gateway shop/web', 'HTTPRoute shop/web-a.example']);
    expect(pick(made, 'HTTPRoute').spec.parentRefs).toEqual([
      { name: 'web', sectionName: 'http' },
      { name: 'web', sectionName: 'https-a.example' },
    ]);
  });

  it('uses a Gateway that is there', () => {
    const chart = newChart({ namespace: NAMESPACE });
    const gateway = { name: 'shared', namespace: 'infra', sectionName: 'https' };
    const rules = [
      { host: 'a.example', backend: backend(chart, 'web') },
      { host: 'b.example', backend: backend(chart, 'web') },
    ];
    const made = new Routes(chart, 'routes', { api, name: 'web', gateway, rules });
    expect(idsIn(made)).toEqual(['Resource', 'HttpRoute-b.example']);
    for (const { kind, spec } of chart.toJson()) {
      expect(kind).toBe('HTTPRoute');
      expect(spec.parentRefs).toEqual([{ name: 'shared', namespace: 'infra', sectionName: 'https' }]);
    }
  });

  it('rewrites, splits, times out and redirects', () => {
    const made = render(
      (chart) => {
        const [v1, v2] = [backend(chart, 'v1'), backend(chart, 'v2')];
        new Routes(chart, 'routes', {
          api,
          name: 'web',
          className: 'eg',
          rules: [
            { path: '/users', rewrite: '/', timeoutSeconds: 10, backend: v1 },
            {
              path: '/split',
              backends: [
                { backend: v1, weight: 90 },
                { backend: v2, port: 'admin', weight: 10 },
              ],
            },
            { path: '/old', redirect: { path: '/new', statusCode: 301 } },
            {
              path: '/very/old',
              match: PathMatch.EXACT,
              redirect: { scheme: 'https', host: 'new.example', path: '/' },
            },
          ],
        });
      },
      { namespace: NAMESPACE },
    );
    expect(pick(made, 'HTTPRoute').spec.rules).toEqual([
      {
        matches: path('/users'),
        filters: [
          { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
        ],
        timeouts: { request: '10s' },
        backendRefs: [{ name: 'v1', port: 8080 }],
      },
      {
        matches: path('/split'),
        backendRefs: [
          { name: 'v1', port: 8080, weight: 90 },
          { name: 'v2', port: 9000, weight: 10 },
        ],
      },
      {
        matches: path('/old'),
        filters: [
          {
            type: 'RequestRedirect',
            requestRedirect: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' }, statusCode: 301 },
          },
        ],
      },
      {
        matches: path('/very/old', 'Exact'),
        filters: [
          {
            type: 'RequestRedirect',
            requestRedirect: {
              scheme: 'https',
              hostname: 'new.example',
              path: { type: 'ReplaceFullPath', replaceFullPath: '/' },
              statusCode: 302,
            },
          },
        ],
      },
    ]);
  });

  it('answers other origins in the words of the API', () => {
    const made = routes({
      api,
      cors: {
        allowOrigins: ['https://a.example'],
        allowCredentials: true,
        exposeHeaders: ['ETag', 'Link'],
        maxAgeSeconds: 60,
      },
    });
    expect(pick(made, 'HTTPRoute').spec.rules[0].filters).toEqual([
      {
        type: 'CORS',
        cors: {
          allowOrigins: ['https://a.example'],
          allowMethods: ['GET', 'HEAD', 'POST'],
          allowHeaders: ['Content-Type'],
          allowCredentials: true,
          exposeHeaders: ['ETag', 'Link'],
          maxAge: 60,
        },
      },
    ]);
  });

  it('gets the permission of each other namespace, for just the Services it leads to', () => {
    const rules = [
      { host: 'a.example', path: '/z', to: 'z.other' },
      { host: 'a.example', path: '/a', to: 'a.other' },
      { host: 'b.example', path: '/a', to: 'a.other' },
      { host: 'b.example', to: 'web' },
    ];
    const made = routes({ api, rules, labels: { team: 'web' } });
    expect(pick(made, 'HTTPRoute', 'web-a.example').spec.rules[0].backendRefs).toEqual([
      { name: 'z', namespace: 'other', port: 8080 },
    ]);
    const grant = pick(made, 'ReferenceGrant');
    expect(grant.metadata).toEqual({ name: 'web-from-shop', namespace: 'other', labels: { team: 'web' } });
    expect(grant.spec).toEqual({
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'shop' }],
      to: [
        { group: '', kind: 'Service', name: 'a' },
        { group: '', kind: 'Service', name: 'z' },
      ],
    });
  });

  it('leads the rest of each host, and every other host, to the default backend', () => {
    const made = render(
      (chart) =>
        new Routes(chart, 'routes', {
          api,
          name: 'web',
          className: 'eg',
          rules: [
            { host: 'a.example', path: '/users', backend: backend(chart, 'users') },
            { host: 'b.example', backend: backend(chart, 'web') },
          ],
          defaultBackend: backend(chart, 'rest'),
        }),
      { namespace: NAMESPACE },
    );
    const targets = (name: string) =>
      pick(made, 'HTTPRoute', name).spec.rules.map(
        ({ matches, backendRefs }: Manifest) => `${matches[0].path.value} ${backendRefs[0].name}`,
      );
    expect(targets('web-a.example')).toEqual(['/users users', '/ rest']);
    expect(targets('web-b.example')).toEqual(['/ web']);
    expect(targets('web')).toEqual(['/ rest']);
  });
});
