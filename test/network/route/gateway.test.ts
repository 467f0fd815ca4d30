import { InputError } from '../../../network/input-error';
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
const app = (name: string, namespace?: string) =>
  object('v1', 'Service', name, `spec: {selector: {app: ${name}}, ports: [{port: 80}]}`, namespace) +
  object(
    'v1',
    'Pod',
    name,
    'spec: {containers: [{ports: [{containerPort: 80}]}]}',
    namespace,
    `, labels: {app: ${name}}`,
  );
const apps = app('a') + app('b') + app('c');

const gateway = (listeners: string[], namespace?: string, name = 'edge', version = 'v1') =>
  object(
    `gateway.networking.k8s.io/${version}`,
    'Gateway',
    name,
    `spec: {gatewayClassName: x, listeners: [${listeners.join(', ')}]}`,
    namespace,
  );
const http = (more = '') => `{name: web, protocol: HTTP, port: 80${more}}`;
const route = (
  rules: string[],
  { hosts = '', parents = '{name: edge}', name = 'web', meta = '', namespace = 'default', version = 'v1' } = {},
) =>
  object(
    `gateway.networking.k8s.io/${version}`,
    'HTTPRoute',
    name,
    `spec: {parentRefs: [${parents}], hostnames: [${hosts}], rules: [${rules.join(', ')}]}`,
    namespace,
    meta,
  );
const rule = (matches: string, service: string, more = '') =>
  `{matches: [${matches}], backendRefs: [{name: ${service}, port: 80}]${more}}`;
const path = (type: string, value: string, more = '') => `{path: {type: ${type}, value: ${value}}${more}}`;

function ask(yaml: string, url: string) {
  const { backends, ...answer } = routeUrl(clusterOf(apps + yaml), url);
  return {
    ...answer,
    backends: backends.map(({ service, weight }) => `${service.name}${weight === undefined ? '' : `*${weight}`}`),
  };
}

describe('a listener', () => {
  test.each([
    ['of port 80 takes http', http(), 'http://a.com/', 'routes'],
    ['of another port takes it there', http().replace('80', '8080'), 'http://a.com:8080/', 'routes'],
    ['of port 80 takes no other port', http(), 'http://a.com:8080/', 'not applicable'],
    ['of HTTP takes no https', http(), 'https://a.com/', 'not applicable'],
    ['of HTTPS takes https', '{name: tls, protocol: HTTPS, port: 443}', 'https://a.com/', 'routes'],
    ['takes its own host', http(', hostname: a.com'), 'http://a.com/', 'routes'],
    ['takes no other host', http(', hostname: a.com'), 'http://b.com/', 'not applicable'],
    ['with a wildcard takes one label', http(', hostname: "*.a.com"'), 'http://x.a.com/', 'routes'],
    [
      'with a wildcard takes several labels, unlike an Ingress',
      http(', hostname: "*.a.com"'),
      'http://x.y.a.com/',
      'routes',
    ],
    [
      'with a wildcard does not take the domain itself',
      http(', hostname: "*.a.com"'),
      'http://a.com/',
      'not applicable',
    ],
  ])('%s', (_, listener, url, verdict) => {
    expect(ask(gateway([listener]) + route([rule('', 'a')]), url).verdict).toBe(verdict);
  });

  test('of the most specific host takes the request', () => {
    const yaml =
      gateway([http(), http(', hostname: a.com').replace('web', 'own')]) +
      route([rule('', 'a')], { parents: '{name: edge, sectionName: web}', name: 'all' }) +
      route([rule('', 'b')], { parents: '{name: edge, sectionName: own}', name: 'own' });
    expect(ask(yaml, 'http://a.com/').backends).toEqual(['b']);
    expect(ask(yaml, 'http://c.com/').backends).toEqual(['a']);
  });

  const elsewhere = (allowed: string, labels = '') =>
    gateway([http(allowed)], 'infra') +
    object('v1', 'Namespace', 'default', '').replace(', namespace: default}', labels ? `, labels: {${labels}}}` : '}') +
    route([rule('', 'a')], { parents: '{name: edge, namespace: infra}', hosts: 'a.com' });
  const selector = ', allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {edge: "yes"}}}}';
  test.each([
    ['takes no routes of other namespaces unless told', '', '', 'not applicable'],
    ['takes those of all namespaces', ', allowedRoutes: {namespaces: {from: All}}', '', 'routes'],
    ['takes those of namespaces with its labels', selector, 'edge: "yes"', 'routes'],
    ['takes none of namespaces without', selector, 'edge: "no"', 'not applicable'],
    ['takes none at all', ', allowedRoutes: {namespaces: {from: None}}', '', 'not applicable'],
    [
      'takes no kind that it does not list',
      ', allowedRoutes: {namespaces: {from: All}, kinds: [{kind: GRPCRoute}]}',
      '',
      'not applicable',
    ],
  ])('%s', (_, allowed, labels, verdict) => {
    expect(ask(elsewhere(allowed, labels), 'http://a.com/').verdict).toBe(verdict);
  });

  test.each([
    [
      'it takes its own namespace',
      elsewhere(''),
      'listener web of Gateway infra/edge takes routes of its own namespace infra, not of namespace default',
    ],
    [
      'it takes namespaces by label',
      elsewhere(selector),
      'listener web of Gateway infra/edge takes routes of namespaces edge=yes, not of namespace default',
    ],
    [
      'it takes other kinds',
      elsewhere(', allowedRoutes: {namespaces: {from: All}, kinds: [{kind: GRPCRoute}]}'),
      'listener web of Gateway infra/edge takes GRPCRoute, not HTTPRoute',
    ],
    [
      'the route names another',
      gateway([http()]) + route([rule('', 'a')], { parents: '{name: edge, sectionName: tls}', hosts: 'a.com' }),
      'HTTPRoute default/web does not name listener web of Gateway default/edge',
    ],
    [
      'no listener has the port',
      gateway(['{name: tls, protocol: HTTPS, port: 443}']) + route([rule('', 'a')], { hosts: 'a.com' }),
      'Gateway default/edge has no listener for http://a.com',
    ],
    [
      'the Gateway is not there',
      route([rule('', 'a')], { hosts: 'a.com' }),
      'the Gateway that HTTPRoute default/web names is not in the input',
    ],
  ])('does not take a route, and the answer says why: %s', (_, yaml, why) => {
    expect(ask(yaml, 'http://a.com/').reason).toBe(
      `no Ingress, Gateway or Route of the input takes http://a.com/: ${why}`,
    );
  });
});

describe('an HTTPRoute', () => {
  const edge = gateway([http()]);

  test.each([
    ['PathPrefix', '/foo', '/foo', true],
    ['PathPrefix', '/foo', '/foo/', true],
    ['PathPrefix', '/foo', '/foo/bar', true],
    ['PathPrefix', '/foo', '/foobar', false],
    ['PathPrefix', '/foo/', '/foo', true],
    ['Exact', '/foo', '/foo', true],
    ['Exact', '/foo', '/foo/', false],
  ])('%s %s and a request for %s: %s', (type, value, requested, matches) => {
    expect(ask(edge + route([rule(path(type, value), 'a')]), `http://a.com${requested}`).backends).toEqual(
      matches ? ['a'] : [],
    );
  });

  test('without rules of paths takes everything of its hosts', () => {
    const yaml = edge + route([rule('', 'a')], { hosts: 'a.com, "*.b.com"' });
    expect(ask(yaml, 'http://a.com/x').backends).toEqual(['a']);
    expect(ask(yaml, 'http://x.b.com/x').backends).toEqual(['a']);
    expect(ask(yaml, 'http://c.com/x').verdict).toBe('not applicable');
  });

  test('shares nothing with a listener of another host', () => {
    const yaml = gateway([http(', hostname: b.com')]) + route([rule('', 'a')], { hosts: 'a.com' });
    expect(ask(yaml, 'http://a.com/').verdict).toBe('not applicable');
  });

  test('is read in its older version too', () => {
    const yaml = gateway([http()], undefined, 'edge', 'v1beta1') + route([rule('', 'a')], { version: 'v1beta1' });
    expect(ask(yaml, 'http://a.com/').backends).toEqual(['a']);
  });

  test('names the rule and the way to the pods', () => {
    expect(ask(edge + route([rule(path('PathPrefix', '/x'), 'a')]), 'http://a.com/x/y')).toEqual({
      verdict: 'routes',
      backends: ['a'],
      reason: 'PathPrefix /x of HTTPRoute default/web sends it to default/a:80',
      steps: [
        'listener web of Gateway default/edge takes http://a.com',
        'Service default/a port TCP 80 → default/a[Pod] TCP 80',
      ],
      position: { source: 'test.yaml' },
    });
  });

  test('is pointed at where its rule is written', () => {
    const yaml = apps + edge + route([rule(path('Exact', '/'), 'a'), rule(path('PathPrefix', '/b'), 'b')]);
    expect(routeUrl(clusterWithFields(yaml), 'http://a.com/b').position).toEqual({
      source: 'HTTPRoute web: spec.rules[1]',
    });
  });

  describe('goes before another', () => {
    const both = (one: string, other: string) => edge + route([one, other]);
    test.each([
      [
        'with Exact before the longer prefix',
        both(rule(path('PathPrefix', '/foo/'), 'a'), rule(path('Exact', '/foo'), 'b')),
        '/foo',
      ],
      [
        'with the longer prefix',
        both(rule(path('PathPrefix', '/'), 'a'), rule(path('PathPrefix', '/foo'), 'b')),
        '/foo/x',
      ],
      [
        'with the method',
        both(rule(path('PathPrefix', '/'), 'a'), rule(path('PathPrefix', '/', ', method: GET'), 'b')),
        '/',
      ],
      [
        'with the query',
        both(
          rule(path('PathPrefix', '/'), 'a'),
          rule(path('PathPrefix', '/', ', queryParams: [{name: v, value: "2"}]'), 'b'),
        ),
        '/?v=2',
      ],
      ['as the first of its route', both(rule(path('PathPrefix', '/'), 'b'), rule(path('PathPrefix', '/'), 'a')), '/'],
      [
        'with the exact host',
        edge +
          route([rule('', 'a')], { hosts: '"*.com"', name: 'one' }) +
          route([rule('', 'b')], { hosts: 'a.com', name: 'two' }),
        '/',
      ],
      [
        'with the host, whatever the path',
        edge +
          route([rule(path('Exact', '/foo'), 'a')], { hosts: '"*.com"', name: 'one' }) +
          route([rule('', 'b')], { hosts: 'a.com', name: 'two' }),
        '/foo',
      ],
      [
        'as the older one',
        edge +
          route([rule('', 'a')], { name: 'one', meta: ', creationTimestamp: "2026-02-01T00:00:00Z"' }) +
          route([rule('', 'b')], { name: 'two', meta: ', creationTimestamp: "2026-01-01T00:00:00Z"' }),
        '/',
      ],
      [
        'by its name, when nothing else tells them apart',
        edge + route([rule('', 'a')], { name: 'two' }) + route([rule('', 'b')], { name: 'one' }),
        '/',
      ],
    ])('%s', (_, yaml, requested) => {
      expect(ask(yaml, `http://a.com${requested}`)).toMatchObject({ verdict: 'routes', backends: ['b'] });
    });
  });

  test('of another query is passed over', () => {
    const yaml =
      edge + route([rule(path('PathPrefix', '/', ', queryParams: [{name: v, value: "2"}]'), 'a'), rule('', 'b')]);
    expect(ask(yaml, 'http://a.com/?v=1').backends).toEqual(['b']);
  });

  test('that asks for more than a plain GET has is a step of the answer', () => {
    const canary = path('PathPrefix', '/', ', headers: [{name: version, value: "2"}]');
    const yaml = edge + route([rule(canary, 'a'), rule(path('PathPrefix', '/', ', method: POST'), 'c'), rule('', 'b')]);
    expect(ask(yaml, 'http://a.com/')).toMatchObject({
      verdict: 'routes',
      backends: ['b'],
      steps: expect.arrayContaining([
        'a request with method POST goes to default/c:80 instead, by PathPrefix / of HTTPRoute default/web',
        'a request with header version=2 goes to default/a:80 instead, by PathPrefix / of HTTPRoute default/web',
      ]),
    });
  });

  test('for which there is only a conditional rule is undecidable', () => {
    const yaml = edge + route([rule(path('PathPrefix', '/', ', headers: [{name: version, value: "2"}]'), 'a')]);
    expect(ask(yaml, 'http://a.com/')).toMatchObject({
      verdict: 'undecidable',
      backends: ['a'],
      reason: 'only requests with header version=2 are routed',
    });
  });

  test('with a regular expression is for the controller to read, when it may match', () => {
    const yaml = edge + route([rule(path('RegularExpression', '"/v[0-9]+/.*"'), 'a'), rule('', 'b')]);
    expect(ask(yaml, 'http://a.com/v1/x')).toMatchObject({ verdict: 'undecidable', backends: ['b', 'a'] });
    expect(ask(yaml, 'http://a.com/other')).toMatchObject({ verdict: 'routes', backends: ['b'] });
  });
});

describe('the backends of a rule', () => {
  const edge = gateway([http()]);
  const backends = (refs: string) => edge + route([`{backendRefs: [${refs}]}`]);

  test('share requests by weight, and a weight of 0 gets none', () => {
    const yaml = backends('{name: a, port: 80, weight: 9}, {name: b, port: 80}, {name: c, port: 80, weight: 0}');
    expect(ask(yaml, 'http://a.com/')).toMatchObject({ verdict: 'routes', backends: ['a*9', 'b*1'] });
  });

  test('may all have the weight 0', () => {
    expect(ask(backends('{name: a, port: 80, weight: 0}'), 'http://a.com/')).toMatchObject({
      verdict: 'not applicable',
      reason:
        'PathPrefix / of HTTPRoute default/web takes it, but it names no backend that gets requests; the client gets an error such as 503',
    });
  });

  test('may be partly missing: that share gets an error', () => {
    const yaml = backends('{name: a, port: 80, weight: 9}, {name: gone, port: 80, weight: 1}');
    expect(ask(yaml, 'http://a.com/')).toMatchObject({
      verdict: 'routes',
      backends: ['a*9'],
      steps: expect.arrayContaining(['namespace default has no Service gone; its share of the requests gets an error']),
    });
  });

  const grant = (more: string, version = 'v1beta1') =>
    object(`gateway.networking.k8s.io/${version}`, 'ReferenceGrant', 'from-default', `spec: {${more}}`, 'shop');
  const from = 'from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: default}]';
  const other = app('s', 'shop') + backends('{name: s, namespace: shop, port: 80}');
  test.each([
    ['without a ReferenceGrant', '', 'not applicable'],
    ['with one', grant(`${from}, to: [{group: "", kind: Service}]`), 'routes'],
    ['with one for this Service', grant(`${from}, to: [{group: "", kind: Service, name: s}]`), 'routes'],
    ['with one for another Service', grant(`${from}, to: [{group: "", kind: Service, name: t}]`), 'not applicable'],
    [
      'with one for another namespace',
      grant(`${from.replace('default', 'test')}, to: [{group: "", kind: Service}]`),
      'not applicable',
    ],
    [
      'with one for another kind',
      grant(`${from.replace('HTTPRoute', 'TCPRoute')}, to: [{group: "", kind: Service}]`),
      'not applicable',
    ],
  ])('of another namespace %s', (_, granted, verdict) => {
    const answer = ask(other + granted, 'http://a.com/');
    expect(answer.verdict).toBe(verdict);
    if (verdict === 'routes') expect(answer.backends).toEqual(['s']);
    else
      expect(answer.reason).toContain(
        'Service shop/s is refused: no ReferenceGrant in namespace shop lets HTTPRoutes of default name it',
      );
  });
});

describe('a filter', () => {
  const edge = gateway([http()]);
  const filtered = (filter: string, prefix = '/old') =>
    edge +
    route([`{matches: [${path('PathPrefix', prefix)}], filters: [${filter}], backendRefs: [{name: a, port: 80}]}`]);
  const redirect = (settings: string) => filtered(`{type: RequestRedirect, requestRedirect: {${settings}}}`);

  test.each([
    ['scheme: https, statusCode: 301', 'https://a.com/old/x (301)'],
    ['hostname: b.com', 'http://b.com/old/x (302)'],
    ['port: 8080', 'http://a.com:8080/old/x (302)'],
    ['path: {type: ReplaceFullPath, replaceFullPath: /new}', 'http://a.com/new (302)'],
    ['path: {type: ReplacePrefixMatch, replacePrefixMatch: /new}', 'http://a.com/new/x (302)'],
    ['path: {type: ReplacePrefixMatch, replacePrefixMatch: /}', 'http://a.com/x (302)'],
  ])('redirects by %s', (settings, target) => {
    expect(ask(redirect(settings), 'http://a.com/old/x')).toMatchObject({
      verdict: 'redirects',
      backends: [],
      reason: `PathPrefix /old of HTTPRoute default/web redirects to ${target}`,
    });
  });

  test.each([
    [
      '{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /}}}',
      'URLRewrite: the backend sees /x of host a.com',
    ],
    ['{type: URLRewrite, urlRewrite: {hostname: b.com}}', 'URLRewrite: the backend sees /old/x of host b.com'],
    [
      '{type: RequestMirror, requestMirror: {backendRef: {name: b, port: 80}}}',
      'RequestMirror: Service default/b gets a copy, whose answer nobody waits for',
    ],
  ])('%s is a step of the answer', (filter, step) => {
    const { verdict, backends, steps } = ask(filtered(filter), 'http://a.com/old/x');
    expect({ verdict, backends }).toEqual({ verdict: 'routes', backends: ['a'] });
    expect(steps).toContain(step);
  });
});

describe('several Gateways', () => {
  const two = gateway([http()]) + gateway([http()], undefined, 'inner');
  test('that lead to the same backends are one answer', () => {
    const yaml = two + route([rule('', 'a')], { parents: '{name: edge}, {name: inner}' });
    expect(ask(yaml, 'http://a.com/')).toMatchObject({ verdict: 'routes', backends: ['a'] });
  });

  test('that lead elsewhere are told apart by the address of the host', () => {
    const yaml =
      two + route([rule('', 'a')], { name: 'one' }) + route([rule('', 'b')], { name: 'two', parents: '{name: inner}' });
    expect(ask(yaml, 'http://a.com/')).toMatchObject({ verdict: 'undecidable', backends: ['a', 'b'] });
  });
});

describe('what the API server would refuse is an error', () => {
  const edge = gateway([http()]);
  test.each([
    [gateway(['{name: web, protocol: HTTP}']), 'Gateway default/edge spec.listeners[0].port: nothing is not a port'],
    [
      gateway([http(', allowedRoutes: {namespaces: {from: Some}}')]),
      'Gateway default/edge spec.listeners[0].allowedRoutes.namespaces.from: "Some" is none of Same, All, None, Selector',
    ],
    [
      edge + route([rule(path('Prefix', '/'), 'a')]),
      'HTTPRoute default/web spec.rules[0].matches[0].path.type: "Prefix" is none of Exact, PathPrefix, RegularExpression',
    ],
    [
      edge + route([rule(path('Exact', 'x'), 'a')]),
      'HTTPRoute default/web spec.rules[0].matches[0].path.value: "x" does not begin with /',
    ],
    [
      edge + route(['{backendRefs: [{name: a}]}']),
      'HTTPRoute default/web spec.rules[0].backendRefs[0].port: nothing is not a port',
    ],
    [
      edge + route(['{backendRefs: [{name: a, port: 80, weight: -1}]}']),
      'HTTPRoute default/web spec.rules[0].backendRefs[0].weight: -1 is no weight',
    ],
    [
      edge + route(['{backendRefs: [{port: 80}]}']),
      'HTTPRoute default/web spec.rules[0].backendRefs[0].name: nothing names no backend',
    ],
  ])('%#', (yaml, message) => {
    expect(() => ask(yaml, 'http://a.com/')).toThrow(InputError);
    expect(() => ask(yaml, 'http://a.com/')).toThrow(message);
  });
});
