import { InputError } from '../../../network/input-error';
import { ingresses } from '../../../network/route/ingress';
import { routeUrl } from '../../../network/route/url';
import { clusterOf, clusterWithFields } from '../support/manifests';

const object = (apiVersion: string, kind: string, name: string, rest: string, namespace = 'default', meta = '') => `
---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}${meta}}
${rest}
`;

/** A Service `name` with port 80 before pods of its own. */
const app = (name: string, ports = '{name: http, port: 80, targetPort: 8080}', namespace?: string) =>
  object('v1', 'Service', name, `spec: {selector: {app: ${name}}, ports: [${ports}]}`, namespace) +
  object(
    'apps/v1',
    'Deployment',
    name,
    `spec: {template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{ports: [{containerPort: 8080}]}]}}}`,
    namespace,
  );

const backend = (service: string, port: number | string = 80) =>
  `backend: {service: {name: ${service}, port: {${typeof port === 'number' ? 'number' : 'name'}: ${port}}}}`;
const path = (pathType: string, text: string, service: string, port?: number | string) =>
  `{pathType: ${pathType}, path: "${text}", ${backend(service, port)}}`;
const rule = (host: string | undefined, ...paths: string[]) =>
  `{${host ? `host: "${host}", ` : ''}http: {paths: [${paths.join(', ')}]}}`;
const ingress = (rules: string[], more = '', { name = 'web', annotations = '' } = {}) =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    name,
    `spec: {${more}rules: [${rules.join(', ')}]}`,
    'default',
    annotations && `, annotations: {${annotations}}`,
  );

function ask(yaml: string, url: string) {
  const { backends, ...answer } = routeUrl(clusterOf(yaml), url);
  return { ...answer, backends: backends.map(({ service, port }) => `${service.name}:${port.port}`) };
}

describe('the paths of the Kubernetes documentation', () => {
  const services = ['a', 'b', 'c', 'default'].map((name) => app(name)).join('');

  test.each([
    ['Prefix /', '/anything', 'yes'],
    ['Exact /foo', '/foo', 'yes'],
    ['Exact /foo', '/bar', 'no'],
    ['Exact /foo', '/foo/', 'no'],
    ['Exact /foo/', '/foo', 'no'],
    ['Prefix /foo', '/foo', 'yes'],
    ['Prefix /foo', '/foo/', 'yes'],
    ['Prefix /foo', '/foo/bar', 'yes'],
    ['Prefix /foo', '/foobar', 'no'],
    ['Prefix /foo/', '/foo', 'yes'],
    ['Prefix /foo/', '/foo/', 'yes'],
    ['Prefix /aaa/bb', '/aaa/bbb', 'no'],
    ['Prefix /aaa/bbb', '/aaa/bbb', 'yes'],
    ['Prefix /aaa/bbb/', '/aaa/bbb', 'yes'],
    ['Prefix /aaa/bbb', '/aaa/bbb/', 'yes'],
    ['Prefix /aaa/bbb', '/aaa/bbb/ccc', 'yes'],
    ['Prefix /aaa/bbb', '/aaa/bbbxyz', 'no'],
    ['Exact /Foo', '/foo', 'no'],
    ['Prefix /foo', '/foo?bar=/x', 'yes'],
  ])('%s and a request for %s: %s (002-24)', (written, requested, matches) => {
    const [type, text] = written.split(' ') as [string, string];
    const { verdict, backends } = ask(
      services + ingress([rule(undefined, path(type, text, 'a'))]),
      `http://any${requested}`,
    );
    expect({ verdict, backends }).toEqual(
      matches === 'yes' ? { verdict: 'routes', backends: ['a:80'] } : { verdict: 'not applicable', backends: [] },
    );
  });

  test.each([
    ['/ and /aaa', '/aaa/ccc', 'b:80'],
    ['/ and /aaa', '/aaa', 'b:80'],
    ['/, /aaa and /aaa/bbb', '/aaa/bbb', 'c:80'],
    ['/, /aaa and /aaa/bbb', '/ccc', 'a:80'],
    ['/aaa, with a default backend', '/ccc', 'default:80'],
  ])('prefixes %s, and a request for %s: the longest wins', (written, requested, expected) => {
    const prefixes: Record<string, string> = { '/': 'a', '/aaa': 'b', '/aaa/bbb': 'c' };
    const paths = written.match(/\/[a-z/]*/g)!.map((text) => path('Prefix', text, prefixes[text]!));
    const fallback = written.includes('default')
      ? `defaultBackend: {${backend('default').slice('backend: {'.length)}, `
      : '';
    expect(ask(services + ingress([rule(undefined, ...paths)], fallback), `http://any${requested}`)).toMatchObject({
      verdict: 'routes',
      backends: [expected],
    });
  });

  test.each(['/foo', '/foo/'])('Exact goes before Prefix %s of the same length', (prefix) => {
    const yaml = services + ingress([rule(undefined, path('Prefix', prefix, 'a'), path('Exact', '/foo', 'b'))]);
    expect(ask(yaml, 'http://any/foo').backends).toEqual(['b:80']);
    expect(ask(yaml, 'http://any/foo/bar').backends).toEqual(['a:80']);
  });
});

describe('the hosts of the Kubernetes documentation', () => {
  test.each([
    ['*.foo.com', 'bar.foo.com', 'routes'],
    ['*.foo.com', 'baz.bar.foo.com', 'not applicable'],
    ['*.foo.com', 'foo.com', 'not applicable'],
    ['bar.foo.com', 'bar.foo.com', 'routes'],
    ['bar.foo.com', 'foo.com', 'not applicable'],
    ['', 'anything.example', 'routes'],
  ])('a rule for "%s" and a request to %s: %s', (host, requested, verdict) => {
    expect(ask(app('a') + ingress([rule(host, path('Prefix', '/', 'a'))]), `http://${requested}/`).verdict).toBe(
      verdict,
    );
  });

  const yaml =
    ['exact', 'wildcard', 'any'].map((name) => app(name)).join('') +
    ingress([
      rule(undefined, path('Prefix', '/', 'any')),
      rule('*.foo.com', path('Prefix', '/', 'wildcard')),
      rule('bar.foo.com', path('Prefix', '/only', 'exact')),
    ]);

  test.each([
    ['http://bar.foo.com/only', 'exact:80'],
    ['http://BAR.foo.com/only', 'exact:80'],
    ['http://other.foo.com/only', 'wildcard:80'],
    ['http://example.com/only', 'any:80'],
  ])('%s goes to the most specific host', (url, expected) => {
    expect(ask(yaml, url)).toMatchObject({ verdict: 'routes', backends: [expected] });
  });

  test('a path that the most specific host does not have is for the controller to decide', () => {
    expect(ask(yaml, 'http://bar.foo.com/else')).toMatchObject({
      verdict: 'undecidable',
      backends: ['wildcard:80'],
      reason:
        "there are rules for bar.foo.com, and none has the path: some controllers then go on to other hosts' rules, ingress-nginx does not",
    });
  });
});

describe('the Ingress of the guide (001-19)', () => {
  const apps =
    app('users-service', '{port: 8080}') +
    app('products-service', '{port: 8081, targetPort: 8080}') +
    app('frontend-service');
  const rewrite = (target: string) => `nginx.ingress.kubernetes.io/rewrite-target: "${target}"`;
  const paths = [
    path('Prefix', '/users', 'users-service', 8080),
    path('Prefix', '/products', 'products-service', 8081),
    path('Prefix', '/', 'frontend-service', 80),
  ];
  const wrong =
    apps + ingress([rule('api.example.com', ...paths)], 'ingressClassName: nginx, ', { annotations: rewrite('/') });

  test.each([
    ['/users/7', 'users-service:8080'],
    ['/products', 'products-service:8081'],
    ['/index.html', 'frontend-service:80'],
  ])('sends %s to %s, and every backend sees / alone', (requested, expected) => {
    const { verdict, backends, steps } = ask(wrong, `http://api.example.com${requested}`);
    expect({ verdict, backends }).toEqual({ verdict: 'routes', backends: [expected] });
    expect(steps).toContain(
      `rewrite-target / of ingress-nginx: the backend sees / for ${requested}, as it does for every path of this Ingress`,
    );
  });

  test('keeps sub-paths when written with groups', () => {
    const right =
      apps +
      ingress(
        [rule('api.example.com', path('ImplementationSpecific', '/users(/|$)(.*)', 'users-service', 8080))],
        'ingressClassName: nginx, ',
        { annotations: rewrite('/$2') },
      );
    expect(ask(right, 'http://api.example.com/users/7/name')).toMatchObject({
      verdict: 'routes',
      backends: ['users-service:8080'],
      steps: expect.arrayContaining([
        'rewrite-target /$2 of ingress-nginx: the backend sees /7/name for /users/7/name',
      ]),
    });
    expect(ask(right, 'http://api.example.com/usersfoo').verdict).toBe('not applicable');
  });

  test.each([
    ['Prefix', '/users', '/usersfoo'],
    ['Prefix', '/users(/|$)(.*)', '/users/7'],
    ['Exact', '/users', '/users/7'],
  ])('may match more than %s %s says, once ingress-nginx reads it as a regular expression', (type, text, requested) => {
    const yaml = (className: string) =>
      apps +
      ingress([rule('api.example.com', path(type, text, 'users-service', 8080))], `ingressClassName: ${className}, `, {
        annotations: rewrite('/$2'),
      });
    expect(ask(yaml('nginx'), `http://api.example.com${requested}`)).toMatchObject({
      verdict: 'undecidable',
      backends: ['users-service:8080'],
    });
    expect(ask(yaml('traefik'), `http://api.example.com${requested}`).verdict).toBe('not applicable');
  });

  test('with an expression that JavaScript does not know is not decided', () => {
    const yaml =
      apps +
      ingress([rule('api.example.com', path('ImplementationSpecific', '/(?i)users', 'users-service', 8080))], '', {
        annotations: rewrite('/$1'),
      });
    expect(ask(yaml, 'http://api.example.com/users').verdict).toBe('undecidable');
  });

  test('is not rewritten by another controller', () => {
    const { steps } = ask(
      wrong.replace('ingressClassName: nginx', 'ingressClassName: traefik'),
      'http://api.example.com/users',
    );
    expect(steps.join()).not.toContain('rewrite');
  });

  test('leads through Service and target port to the pods', () => {
    expect(ask(wrong, 'http://api.example.com/products')).toMatchObject({
      reason: 'Prefix /products of Ingress default/web sends it to default/products-service:8081',
      steps: expect.arrayContaining([
        'the controller of class nginx: Ingress default/web has a rule for host api.example.com',
        'Prefix /products of Ingress default/web goes before Prefix / of Ingress default/web',
        'Service default/products-service port TCP 8081 → default/products-service[Deployment] TCP 8080',
      ]),
      position: { source: 'test.yaml' },
    });
  });
});

test('Exact / gives 404 for /lololol, and Prefix / does not (002-28)', () => {
  const multihost = (type: string) =>
    app('foo') +
    app('bar') +
    ingress([rule('foo.example.com', path(type, '/', 'foo')), rule('bar.example.com', path(type, '/', 'bar'))]);
  expect(ask(multihost('Exact'), 'http://foo.example.com/').backends).toEqual(['foo:80']);
  expect(ask(multihost('Exact'), 'http://foo.example.com/lololol').verdict).toBe('not applicable');
  expect(ask(multihost('Prefix'), 'http://bar.example.com/lololol').backends).toEqual(['bar:80']);
});

test('null is as good as not written', () => {
  const yaml =
    app('a') +
    ingress(
      [
        '{host: null, http: {paths: [{pathType: Prefix, path: /, backend: {resource: null, service: {name: a, port: {name: null, number: 80}}}}]}}',
      ],
      'ingressClassName: null, tls: null, ',
    );
  expect(ask(yaml, 'http://any/').backends).toEqual(['a:80']);
});

describe('a rule whose backend can not serve', () => {
  test.each([
    [
      'has no Service (002-19, 002-21)',
      app('a'),
      path('Prefix', '/', 'newdeploy', 8080),
      'namespace default has no Service newdeploy',
    ],
    [
      'has its Service in another namespace',
      app('a') + app('b', undefined, 'prod'),
      path('Prefix', '/', 'b'),
      'namespace default has no Service b; prod has one, but it names its own namespace',
    ],
    [
      'names a port that the Service lacks (X-04)',
      app('a'),
      path('Prefix', '/', 'a', 8080),
      'Service default/a has no port 8080; it has TCP 80 (http); 8080 is the port of its pods, behind its port 80',
    ],
    [
      'names a port by a name that the Service lacks',
      app('a'),
      path('Prefix', '/', 'a', 'web'),
      'Service default/a has no port named "web"; it has TCP 80 (http)',
    ],
    [
      'names a UDP port',
      app('a', '{port: 80, protocol: UDP}'),
      path('Prefix', '/', 'a'),
      'port UDP 80 of Service default/a is no TCP port, as the route needs one',
    ],
    [
      'has no endpoints',
      app('a').replace('{app: a}', '{app: x}'),
      path('Prefix', '/', 'a'),
      'Service default/a has no endpoints: Service default/a selects app=x; no pods of its namespace have these labels; the nearest are default/a[Deployment], where app is a, not x',
    ],
    [
      'is a resource',
      app('a'),
      '{pathType: Prefix, path: /, backend: {resource: {kind: StorageBucket, name: assets}}}',
      'StorageBucket default/assets is no Service: only its controller knows what it serves',
    ],
  ])('%s', (_, apps, paths, why) => {
    expect(ask(apps + ingress([rule(undefined, paths)]), 'http://any/')).toMatchObject({
      verdict: 'not applicable',
      backends: [],
      reason: `Prefix / of Ingress default/web takes it, but ${why}; the client gets an error such as 503`,
    });
  });

  test('may name the port by its name', () => {
    expect(
      ask(app('a') + ingress([rule(undefined, path('Prefix', '/', 'a', 'http'))]), 'http://any/').backends,
    ).toEqual(['a:80']);
  });
});

test.each([
  [
    'a rule',
    ingress([rule('a.com', path('Prefix', '/', 'a'), path('Prefix', '/b', 'a'))]),
    'Ingress web: spec.rules[0].http.paths[1]',
  ],
  [
    'a default backend',
    ingress([], 'defaultBackend: {service: {name: a, port: {number: 80}}}, '),
    'Ingress web: spec.defaultBackend',
  ],
])('%s is pointed at where it is written', (_, yaml, source) => {
  for (const services of [app('a'), ''])
    expect(routeUrl(clusterWithFields(services + yaml), 'http://a.com/b').position).toEqual({ source });
});

describe('no rule', () => {
  test('matches, and the answer names those of the host', () => {
    expect(ask(app('a') + ingress([rule('a.com', path('Exact', '/', 'a'))]), 'http://a.com/x').reason).toBe(
      'no Ingress, Gateway or Route of the input takes http://a.com/x: the rules for a.com are Exact / of Ingress default/web',
    );
  });

  test('is for the host', () => {
    expect(ask(app('a') + ingress([rule('a.com', path('Exact', '/', 'a'))]), 'http://b.com/').reason).toBe(
      'no Ingress, Gateway or Route of the input takes http://b.com/: no rule is for host b.com',
    );
  });

  test('of a host without paths goes to the default backend', () => {
    const yaml = app('a') + ingress(['{host: a.com}'], 'defaultBackend: {service: {name: a, port: {number: 80}}}, ');
    expect(ask(yaml, 'http://a.com/x')).toMatchObject({
      verdict: 'routes',
      reason: 'the default backend of Ingress default/web sends it to default/a:80',
    });
  });

  test('and two default backends: it is not said whose', () => {
    const fallback = (name: string) =>
      ingress([], `defaultBackend: {service: {name: ${name}, port: {number: 80}}}, `, { name });
    expect(ask(app('a') + app('b') + fallback('a') + fallback('b'), 'http://any/')).toMatchObject({
      verdict: 'undecidable',
      backends: ['a:80', 'b:80'],
      reason: 'Ingress default/a and Ingress default/b each have a default backend',
    });
  });
});

describe('several Ingresses', () => {
  const apps = app('a') + app('b');
  const one = ingress([rule('a.com', path('Prefix', '/', 'a'))], '', { name: 'one' });

  test('of one host and path: nothing says which wins (X-05)', () => {
    const yaml = apps + one + ingress([rule('a.com', path('Prefix', '/', 'b'))], '', { name: 'two' });
    expect(ask(yaml, 'http://a.com/')).toMatchObject({
      verdict: 'undecidable',
      backends: ['a:80', 'b:80'],
      reason:
        'Prefix / of Ingress default/one and Prefix / of Ingress default/two are of one host and path: often the oldest wins, but no rule says so',
    });
  });

  test('of one host, path and backend are one', () => {
    const yaml = apps + one + ingress([rule('a.com', path('Prefix', '/', 'a'))], '', { name: 'two' });
    expect(ask(yaml, 'http://a.com/')).toMatchObject({ verdict: 'routes', backends: ['a:80'] });
  });

  test('of one host share its paths', () => {
    const yaml = apps + one + ingress([rule('a.com', path('Prefix', '/b', 'b'))], '', { name: 'two' });
    expect(ask(yaml, 'http://a.com/b/c').backends).toEqual(['b:80']);
  });

  test('of several classes each have a controller: the address of the host decides', () => {
    const of = (name: string) =>
      ingress([rule('a.com', path('Prefix', '/', name))], `ingressClassName: ${name}, `, { name });
    expect(ask(apps + of('a') + of('b'), 'http://a.com/')).toMatchObject({
      verdict: 'undecidable',
      backends: ['a:80', 'b:80'],
      reason: expect.stringMatching(/^2 entries take it, and the address of a\.com decides between them/),
    });
  });
});

describe('ImplementationSpecific', () => {
  const answer = (text: string, url: string) =>
    ask(app('a') + ingress([rule(undefined, path('ImplementationSpecific', text, 'a'))]), url).verdict;

  test.each([
    ['/', '/x', 'routes'],
    ['', '/x', 'routes'],
    ['/foo', '/foo/bar', 'routes'],
    ['/foo', '/bar', 'not applicable'],
    ['/foo', '/foobar', 'undecidable'],
    ['/foo/*', '/foo/bar', 'undecidable'],
    ['/foo/*', '/bar', 'not applicable'],
  ])('"%s" and a request for %s: %s', (text, requested, verdict) => {
    expect(answer(text, `http://any${requested}`)).toBe(verdict);
  });
});

describe('the class of an Ingress', () => {
  const ofClass = (more: string, annotations = '', apps = '') =>
    ingresses(clusterOf(apps + ingress([rule(undefined, path('Prefix', '/', 'a'))], more, { annotations })))[0]!
      .className;
  const classOf = (name: string, isDefault: boolean) =>
    object(
      'networking.k8s.io/v1',
      'IngressClass',
      name,
      'spec: {controller: k8s.io/ingress-nginx}',
      undefined,
      `, annotations: {ingressclass.kubernetes.io/is-default-class: "${isDefault}"}`,
    );

  test('is its own, that of the old annotation, or the default one', () => {
    expect(ofClass('ingressClassName: traefik, ', '', classOf('nginx', true))).toBe('traefik');
    expect(ofClass('', 'kubernetes.io/ingress.class: haproxy')).toBe('haproxy');
    expect(ofClass('', '', classOf('nginx', true) + classOf('other', false))).toBe('nginx');
    expect(ofClass('')).toBeUndefined();
    expect(ofClass('', '', classOf('nginx', true) + classOf('other', true))).toBeUndefined();
  });
});

describe('TLS', () => {
  const yaml = (tls: string) => app('a') + ingress([rule('a.com', path('Prefix', '/', 'a'))], `tls: [${tls}], `);

  test.each([
    ['https', '{hosts: [a.com], secretName: a-tls}', 'TLS ends at the controller, with Secret default/a-tls'],
    ['https', '{hosts: ["*.com"]}', 'TLS ends at the controller, with the certificate of the controller'],
    [
      'https',
      '{hosts: [b.com], secretName: b-tls}',
      'no entry of spec.tls has a.com: the controller shows the certificate it has by default',
    ],
    [
      'http',
      '{hosts: [a.com], secretName: a-tls}',
      'the host has TLS, so the controller may redirect http to https (ingress-nginx does, unless ssl-redirect is "false")',
    ],
  ])('%s with %s is a step of the answer', (scheme, tls, step) => {
    const { verdict, steps } = ask(yaml(tls), `${scheme}://a.com/`);
    expect(verdict).toBe('routes');
    expect(steps).toContain(step);
  });
});

describe('an Ingress that the API server would refuse is an error', () => {
  const one = path('Prefix', '/', 'a');
  test.each([
    [
      ingress([rule('10.0.0.1', one)]),
      'spec.rules[0].host: "10.0.0.1" is no host; write a name such as shop.example.com or *.example.com',
    ],
    [ingress([rule('a.com:80', one)]), 'spec.rules[0].host: "a.com:80" is no host'],
    [ingress([rule('*', one)]), 'spec.rules[0].host: "*" is no host'],
    [
      ingress([rule('a.com', path('prefix', '/', 'a'))]),
      'spec.rules[0].http.paths[0].pathType: "prefix" is no pathType; write Exact, Prefix, ImplementationSpecific',
    ],
    [
      ingress([rule('a.com', `{path: /, ${backend('a')}}`)]),
      'spec.rules[0].http.paths[0].pathType: nothing is no pathType',
    ],
    [
      ingress([rule('a.com', path('Prefix', 'foo', 'a'))]),
      'spec.rules[0].http.paths[0].path: "foo" does not begin with /',
    ],
    [ingress([rule('a.com', path('Exact', '/a//b', 'a'))]), 'spec.rules[0].http.paths[0].path: "/a//b" has //'],
    [
      ingress([rule('a.com', '{pathType: Prefix, path: /}')]),
      'spec.rules[0].http.paths[0].backend: needs either a service or a resource',
    ],
    [
      ingress([rule('a.com', '{pathType: Prefix, path: /, backend: {serviceName: a, servicePort: 80}}')]),
      'spec.rules[0].http.paths[0].backend.serviceName: there is no such field here',
    ],
    [
      ingress([rule('a.com', path('Prefix', '/', 'a', 70000))]),
      'spec.rules[0].http.paths[0].backend.service.port.number: 70000 is not a port',
    ],
    [
      ingress([
        rule('a.com', '{pathType: Prefix, path: /, backend: {service: {name: a, port: {number: 80, name: http}}}}'),
      ]),
      'spec.rules[0].http.paths[0].backend.service.port: needs either a number or a name',
    ],
    [ingress([]), 'spec: has neither rules nor a defaultBackend'],
  ])('%#', (yaml, message) => {
    expect(() => ask(yaml, 'http://a.com/')).toThrow(InputError);
    expect(() => ask(yaml, 'http://a.com/')).toThrow(`Ingress default/web ${message}`);
  });
});

test.each(['api.example.com', 'ftp://a.com/', '/users', ''])('"%s" is no URL to ask for', (url) => {
  expect(() => ask('', url)).toThrow(
    `"${url}" is no URL; write one like https://shop.example.com/cart [input/reference]`,
  );
});

describe('an OpenShift Route', () => {
  const route = (spec: string, name = 'web') => object('route.openshift.io/v1', 'Route', name, `spec: {${spec}}`);
  const apps = app('a') + app('b');
  const to = 'to: {kind: Service, name: a}';

  test.each([
    ['is taken by host', `host: a.com, ${to}`, 'http://a.com/x', 'routes'],
    ['is taken by path, element by element', `host: a.com, path: /x, ${to}`, 'http://a.com/x/y', 'routes'],
    ['is not taken by half an element', `host: a.com, path: /x, ${to}`, 'http://a.com/xy', 'not applicable'],
    [
      'is taken by one label with a wildcard policy',
      `host: www.a.com, wildcardPolicy: Subdomain, ${to}`,
      'http://b.a.com/',
      'routes',
    ],
    ['serves no https without TLS', `host: a.com, ${to}`, 'https://a.com/', 'not applicable'],
    ['serves https with TLS', `host: a.com, tls: {termination: edge}, ${to}`, 'https://a.com/', 'routes'],
    ['serves no http with TLS', `host: a.com, tls: {termination: edge}, ${to}`, 'http://a.com/', 'not applicable'],
    [
      'serves http with TLS where it says so',
      `host: a.com, tls: {termination: edge, insecureEdgeTerminationPolicy: Allow}, ${to}`,
      'http://a.com/',
      'routes',
    ],
    [
      'redirects http where it says so',
      `host: a.com, tls: {termination: edge, insecureEdgeTerminationPolicy: Redirect}, ${to}`,
      'http://a.com/',
      'redirects',
    ],
    ['leads to the port that is named', `host: a.com, port: {targetPort: http}, ${to}`, 'http://a.com/', 'routes'],
    ['leads to the port that the pods have', `host: a.com, port: {targetPort: 8080}, ${to}`, 'http://a.com/', 'routes'],
    [
      'does not lead to the number of the Service',
      `host: a.com, port: {targetPort: 80}, ${to}`,
      'http://a.com/',
      'not applicable',
    ],
  ])('%s', (_, spec, url, verdict) => {
    expect(ask(apps + route(spec), url).verdict).toBe(verdict);
  });

  test('says where TLS ends', () => {
    const yaml = apps + route(`host: a.com, tls: {termination: passthrough}, ${to}`);
    expect(ask(yaml, 'https://a.com/').steps).toContain('TLS: passthrough');
  });

  test.each([
    ['to: {kind: Pod, name: a}', 'spec.to.kind: "Pod" is no Service'],
    ['to: {kind: Service}', 'spec.to.name: nothing names no Service'],
    ['to: {name: a, weight: many}', 'spec.to.weight: "many" is no weight; write 0 to 256'],
  ])('with %s is an error', (spec, message) => {
    expect(() => ask(apps + route(spec), 'http://a.com/')).toThrow(`Route default/web ${message}`);
  });

  test('shares requests among backends by weight', () => {
    const spec = `host: a.com, to: {kind: Service, name: a, weight: 3}, alternateBackends: [{kind: Service, name: b, weight: 1}]`;
    expect(routeUrl(clusterOf(apps + route(spec)), 'http://a.com/').backends).toMatchObject([
      { service: { name: 'a' }, weight: 3 },
      { service: { name: 'b' }, weight: 1 },
    ]);
  });
});
