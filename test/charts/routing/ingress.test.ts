import * as fc from 'fast-check';
import { CertificateIssuer, PathMatch, Routes, RoutesApi, RoutesTls } from '../../../charts';
import { PropError } from '../../../charts/validation/prop-check';
import { type Manifest, pick, render } from '../../support/synth';
import { backend, NAMESPACE, routes } from './support';

const ingress = (props: Parameters<typeof routes>[0]): Manifest => pick(routes(props), 'Ingress');
const NGINX = 'nginx.ingress.kubernetes.io/';
const to = (name: string, port = 8080) => ({ service: { name, port: { number: port } } });

describe('Routes as an Ingress', () => {
  it('is one Ingress with hosts and paths in the order of the rules', () => {
    const made = ingress({
      rules: [
        { host: 'api.example.com', path: '/users', to: 'users' },
        { host: 'www.example.com', to: 'front', port: 'admin' },
        { host: 'api.example.com', path: '/health', match: PathMatch.EXACT, to: 'health' },
        { path: '/status', to: 'status' },
      ],
    });
    expect(made.metadata).toEqual({ name: 'web', namespace: 'shop' });
    expect(made.spec).toEqual({
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'api.example.com',
          http: {
            paths: [
              { path: '/users', pathType: 'Prefix', backend: to('users') },
              { path: '/health', pathType: 'Exact', backend: to('health') },
            ],
          },
        },
        { host: 'www.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: to('front', 9000) }] } },
        { http: { paths: [{ path: '/status', pathType: 'Prefix', backend: to('status') }] } },
      ],
    });
  });

  it('rewrites a prefix and keeps what is behind it; other paths arrive as they are', () => {
    const made = ingress({
      nginx: {},
      rules: [
        { host: 'a.example', path: '/users', rewrite: '/', to: 'users' },
        { host: 'a.example', path: '/v1.0/', rewrite: '/', to: 'old' },
        { host: 'a.example', path: '/assets', to: 'front' },
        { host: 'a.example', path: '/robots.txt', match: PathMatch.EXACT, to: 'front' },
        { host: 'a.example', to: 'front' },
      ],
    });
    expect(made.metadata.annotations).toEqual({ [`${NGINX}use-regex`]: 'true', [`${NGINX}rewrite-target`]: '/$2' });
    const { paths } = made.spec.rules[0].http;
    expect(paths.map(({ path }: Manifest) => path)).toEqual([
      '/users(/|$)(.*)',
      '/v1\\.0(/|$)(.*)',
      '/()(assets(?:/.*|$))',
      '/()(robots\\.txt)(?:$)',
      '/()(.*)',
    ]);
    expect(new Set(paths.map(({ pathType }: Manifest) => pathType))).toEqual(new Set(['ImplementationSpecific']));

    /** What nginx does: the longest pattern that matches, and the target with its groups. */
    const arrives = (request: string): string | undefined => {
      const byLength = [...paths].sort((a: Manifest, b: Manifest) => b.path.length - a.path.length);
      const found = byLength.find(({ path }: Manifest) => new RegExp(`^${path}`).test(request));
      const groups = new RegExp(`^${found.path}`).exec(request)!;
      return `${found.backend.service.name} ${'/$2'.replace('$2', groups[2]!)}`;
    };
    expect(
      [
        '/users',
        '/users/',
        '/users/7/name',
        '/usersX',
        '/v1.0/x',
        '/v1x0/x',
        '/assets',
        '/assets/a.css',
        '/robots.txt',
        '/',
      ].map(arrives),
    ).toEqual([
      'users /',
      'users /',
      'users /7/name',
      'front /usersX',
      'old /x',
      'front /v1x0/x',
      'front /assets',
      'front /assets/a.css',
      'front /robots.txt',
      'front /',
    ]);
  });

  it('rewrites to another prefix where all rules do', () => {
    const made = ingress({ nginx: {}, rules: [{ path: '/api', rewrite: '/v2/', to: 'api' }] });
    expect(made.metadata.annotations).toMatchObject({ [`${NGINX}rewrite-target`]: '/v2/$2' });
  });

  it('finds for any request what the paths mean, or is refused', () => {
    const part = fc.constantFrom('a', 'b', 'a.b', 'A');
    const path = fc.array(part, { maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
    const rule = fc.record({ path, match: fc.constantFrom(...Object.values(PathMatch)), isRewritten: fc.boolean() });
    const request = fc
      .array(fc.constantFrom('a', 'b', 'a.b', 'axb', 'A'), { maxLength: 4 })
      .map((parts) => `/${parts.join('/')}`);
    let made = 0;
    const property = fc.property(
      fc.array(rule, { minLength: 1, maxLength: 4 }),
      fc.array(request),
      (given, requests) => {
        const rules = given.map(({ path, match, isRewritten }, i) => {
          const isPrefix = match === PathMatch.PREFIX;
          return { path, match, to: `s${i}`, isPrefix, ...(isPrefix && isRewritten && { rewrite: '/' }) };
        });
        let paths: Manifest[];
        try {
          const asked = rules.map(({ isPrefix: _isPrefix, ...rest }) => rest);
          paths = ingress({ nginx: {}, rules: [...asked, { path: '/zz', rewrite: '/', to: 'zz' }] }).spec.rules[0].http
            .paths;
        } catch (error) {
          if (!(error instanceof PropError)) throw error;
          return;
        }
        made += 1;
        const found = (asked: string) => {
          const inOrder = [...paths].sort((a, b) => b.path.length - a.path.length);
          const first = inOrder.find(({ path }) => new RegExp(`^${path}`, 'i').test(asked)); // as nginx compares patterns
          return first && `${first.backend.service.name} /${new RegExp(`^${first.path}`, 'i').exec(asked)![2]}`;
        };
        const meant = (asked: string) => {
          const lower = asked.toLowerCase();
          const fits = ({ path, isPrefix }: (typeof rules)[number]) => {
            const ruled = path.toLowerCase();
            return isPrefix ? `${lower}/`.startsWith(ruled === '/' ? '/' : `${ruled}/`) : lower === ruled;
          };
          const best = rules
            .filter(fits)
            .sort((a, b) => Number(a.isPrefix) - Number(b.isPrefix) || b.path.length - a.path.length)[0];
          const rest = best?.rewrite && best.path !== '/' ? asked.slice(best.path.length).replace(/^\/?/, '/') : asked;
          return best && `${best.to} ${rest}`;
        };
        for (const asked of requests) expect([asked, found(asked)]).toEqual([asked, meant(asked)]);
      },
    );
    fc.assert(property, { numRuns: 300 });
    expect(made).toBeGreaterThan(0);
  });

  it('has a default backend, of any of its ports', () => {
    const made = render(
      (chart) =>
        new Routes(chart, 'routes', {
          api: RoutesApi.INGRESS,
          name: 'web',
          className: 'nginx',
          rules: [{ path: '/', match: PathMatch.EXACT, backend: backend(chart, 'web') }],
          defaultBackend: backend(chart, 'rest'),
          defaultBackendPort: 'admin',
        }),
      { namespace: NAMESPACE },
    );
    expect(pick(made, 'Ingress').spec.defaultBackend).toEqual(to('rest', 9000));
    expect(ingress({}).spec).not.toHaveProperty('defaultBackend');
  });

  it.each([
    ['a Secret of its own', RoutesTls.fromSecret('web-tls'), {}],
    [
      'an issuer of the cluster',
      RoutesTls.fromIssuer(CertificateIssuer.clusterIssuer('le'), 'web-tls'),
      { 'cert-manager.io/cluster-issuer': 'le' },
    ],
    [
      'an issuer of the namespace',
      RoutesTls.fromIssuer(CertificateIssuer.issuer('le'), 'web-tls'),
      { 'cert-manager.io/issuer': 'le' },
    ],
    [
      'an issuer of another project',
      RoutesTls.fromIssuer(
        CertificateIssuer.external('le', 'OriginIssuer', 'cert-manager.k8s.cloudflare.com'),
        'web-tls',
      ),
      {
        'cert-manager.io/issuer': 'le',
        'cert-manager.io/issuer-kind': 'OriginIssuer',
        'cert-manager.io/issuer-group': 'cert-manager.k8s.cloudflare.com',
      },
    ],
  ])('has TLS for every host by %s', (_what, tls, annotations) => {
    const made = ingress({
      tls: [tls],
      rules: [
        { host: 'a.example', to: 'web' },
        { host: 'b.example', to: 'web' },
      ],
    });
    expect(made.spec.tls).toEqual([{ hosts: ['a.example', 'b.example'], secretName: 'web-tls' }]);
    expect(made.metadata.annotations ?? {}).toEqual(annotations);
  });

  it('has certificates for some hosts, and one for those of a wildcard', () => {
    const tls = [RoutesTls.fromSecret('one', ['a.example']), RoutesTls.fromSecret('many', ['*.b.example'])];
    const made = ingress({
      tls,
      rules: [
        { host: 'a.example', to: 'web' },
        { host: 'x.b.example', to: 'web' },
      ],
    });
    expect(made.spec.tls).toEqual([
      { hosts: ['a.example'], secretName: 'one' },
      { hosts: ['*.b.example'], secretName: 'many' },
    ]);
  });

  it('leaves nothing of CORS to the defaults of ingress-nginx, which would allow credentials', () => {
    const made = ingress({ nginx: {}, cors: { allowOrigins: ['https://a.example', 'https://b.example:8443'] } });
    expect(made.metadata.annotations).toEqual({
      [`${NGINX}enable-cors`]: 'true',
      [`${NGINX}cors-allow-origin`]: 'https://a.example, https://b.example:8443',
      [`${NGINX}cors-allow-methods`]: 'GET, HEAD, POST',
      [`${NGINX}cors-allow-headers`]: 'Content-Type',
      [`${NGINX}cors-allow-credentials`]: 'false',
      [`${NGINX}cors-max-age`]: '600',
    });
  });

  it('shows other origins the headers that are named', () => {
    const cors = { allowOrigins: ['https://a.example'], exposeHeaders: ['ETag', 'Link'] };
    expect(ingress({ nginx: {}, cors }).metadata.annotations).toMatchObject({
      [`${NGINX}cors-expose-headers`]: 'ETag, Link',
    });
  });

  it('limits rates and asks for passwords', () => {
    const made = ingress({
      tls: [RoutesTls.fromSecret('web-tls')],
      httpsRedirect: true,
      nginx: { requestsPerSecond: 10, connectionsPerClient: 5, basicAuthSecret: 'basic-auth', basicAuthRealm: 'Shop' },
    });
    expect(made.metadata.annotations).toEqual({
      [`${NGINX}limit-rps`]: '10',
      [`${NGINX}limit-connections`]: '5',
      [`${NGINX}auth-type`]: 'basic',
      [`${NGINX}auth-secret`]: 'basic-auth',
      [`${NGINX}auth-realm`]: 'Shop',
      [`${NGINX}ssl-redirect`]: 'true',
    });
  });

  it('takes annotations of other controllers', () => {
    const annotations = { 'traefik.ingress.kubernetes.io/router.entrypoints': 'websecure' };
    expect(ingress({ className: 'traefik', annotations }).metadata.annotations).toEqual(annotations);
  });
});
