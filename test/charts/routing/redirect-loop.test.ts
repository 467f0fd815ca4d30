import {
  PathMatch,
  type RouteRedirect,
  type RouteRule,
  Routes,
  RoutesApi,
  type RoutesProps,
  RoutesTls,
} from '../../../charts';
import { newChart, thrownBy } from '../../support/synth';
import { backend } from './support';

const A = 'a.example';
const chart = newChart({ namespace: 'shop' });
const web = backend(chart, 'web');
const tls = [RoutesTls.fromSecret('tls', [A])];
const gateway = { name: 'shared' };

const sent = (redirect: RouteRedirect, rule: Partial<RouteRule> = {}): RouteRule => ({ host: A, ...rule, redirect });
const make = (rules: RouteRule[], props: Partial<RoutesProps> = {}) => {
  const to = props.gateway ? {} : { className: 'eg' };
  const at = newChart({ namespace: 'shop' });
  return new Routes(at, 'routes', { api: RoutesApi.GATEWAY, name: 'web', rules, ...to, ...props });
};

describe('a redirect', () => {
  it.each<[string, RouteRule[], Partial<RoutesProps>?]>([
    ['to its own host', [sent({ host: A })]],
    ['to its own path', [sent({ path: '/x' }, { path: '/x' })]],
    ['of the very path to itself', [sent({ path: '/x' }, { path: '/x', match: PathMatch.EXACT })]],
    ['to its own path but for a slash', [sent({ path: '/x/' }, { path: '/x' })]],
    ['to a path below its own, which grows', [sent({ path: '/x/y' }, { path: '/x' })]],
    [
      'of everything to a path that only the very path is served at',
      [sent({ path: '/app' }), { host: A, path: '/app', match: PathMatch.EXACT, backend: web }],
    ],
    ['to one that leads back', [sent({ path: '/b' }, { path: '/a' }), sent({ path: '/a' }, { path: '/b' })]],
    ['between hosts', [sent({ host: 'b.example' }), sent({ host: A }, { host: 'b.example' })]],
    [
      'of a host to one that a rule of its own sends back',
      [sent({ host: 'b.example' }), sent({ host: A }, { host: 'b.example' }), { backend: web }],
    ],
    ['of a wildcard to a path below its own', [sent({ path: '/x/y' }, { host: '*.b.example', path: '/x' })]],
    ['of any host to its own path', [sent({ path: '/' }, { host: undefined })]],
    ['to plain HTTP, which is what it comes from', [sent({ scheme: 'http' })]],
    ['to HTTPS where it comes from there', [sent({ scheme: 'https' })], { tls }],
    ['to HTTPS of a host that answers both', [sent({ scheme: 'https' })], { tls, httpsRedirect: false }],
    ['to plain HTTP, which sends it back to HTTPS', [sent({ scheme: 'http' })], { tls }],
    ['to HTTPS on every listener of a Gateway', [sent({ scheme: 'https' })], { gateway }],
  ])('without end is refused: %s', (_what, rules, props = {}) => {
    const error = thrownBy(() => make(rules, props));
    expect(error).toMatchObject({ code: 'routes/rule', prop: 'rules[0].redirect', constructPath: 'test/routes' });
    expect(error.message).toMatch(/without end: \w+/);
  });

  it.each<[string, RouteRule[], Partial<RoutesProps>?]>([
    ['to another host', [sent({ host: 'b.example' })]],
    ['to a path that another rule serves', [sent({ path: '/app' }), { host: A, path: '/app', backend: web }]],
    ['of the very path to one below it', [sent({ path: '/x/y' }, { path: '/x', match: PathMatch.EXACT })]],
    ['from one to the next', [sent({ path: '/b' }, { path: '/a' }), sent({ path: '/c' }, { path: '/b' })]],
    ['to one place twice on its way', [sent({ path: '/' }, { path: '/a' }), sent({ path: '/a/a' }, { path: '/b' })]],
    [
      'of any host to one that has rules',
      [sent({ host: 'www.example' }, { host: undefined }), { host: 'www.example', backend: web }],
    ],
    [
      'of a wildcard to a host with rules of its own',
      [sent({ host: 'www.b.example' }, { host: '*.b.example' }), { host: 'www.b.example', backend: web }],
    ],
    ['to a path that the default backend serves', [sent({ path: '/new' }, { path: '/old' })], { defaultBackend: web }],
    ['to HTTPS that something else serves', [sent({ scheme: 'https' })]],
    [
      'to HTTPS from the one listener for plain HTTP',
      [sent({ scheme: 'https' })],
      { gateway: { ...gateway, sectionName: 'http' } },
    ],
    // Where the name of such a host leads is not these routes' to know: perhaps to another Gateway.
    ['of any host to one that no rule names', [sent({ host: 'b.example' }, { host: undefined })]],
    [
      'of a path of any host to one that no rule names, beside a rule for the rest',
      [sent({ host: 'docs.example', path: '/docs' }, { host: undefined, path: '/docs' }), { backend: web }],
    ],
    [
      'of a path of any host to one that no rule names, beside a default backend',
      [sent({ host: 'docs.example', path: '/docs' }, { host: undefined, path: '/docs' })],
      { defaultBackend: web },
    ],
    ['of a wildcard to a host of it that no rule names', [sent({ host: 'www.b.example' }, { host: '*.b.example' })]],
    [
      'of any host to HTTPS of one that no rule names, on every listener of a Gateway',
      [sent({ scheme: 'https', host: 'b.example' }, { host: undefined })],
      { gateway },
    ],
  ])('that ends is taken: %s', (_what, rules, props = {}) => {
    expect(make(rules, props).name).toBe('web');
  });
});
