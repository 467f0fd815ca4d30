import { subdomain } from '../validation/names';
import { wholeNumber } from '../validation/numbers';
import { isPlainObject, type PropCheck, type PropNames, type Rule } from '../validation/prop-check';
import type { Target } from './backend';
import type { Cors } from './cors';
import { type NginxOptions, PathMatch } from './routes-props';
import { below, type Route } from './rule';
import { type Certificate, covers } from './tls';

const PREFIX = 'nginx.ingress.kubernetes.io/';

const OPTIONS: PropNames<NginxOptions> = {
  requestsPerSecond: true,
  connectionsPerClient: true,
  basicAuthSecret: true,
  basicAuthRealm: true,
};

const realm: Rule<string> = {
  code: 'routes/basic-auth',
  wants: 'up to 200 letters, digits, spaces and "-._"',
  accepts: (value) => typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,199}$/.test(value),
};

/** What the annotations are for. */
interface NginxSubject {
  readonly routes: readonly Route[];
  readonly defaultTarget: Target | undefined;
  readonly certificates: readonly Certificate[];
  readonly cors: Cors | undefined;
  readonly httpsRedirect: boolean | undefined;
}

/**
 * What ingress-nginx is told by annotations.
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
export function nginxAnnotations(
  at: PropCheck,
  options: NginxOptions,
  { routes, defaultTarget, certificates, cors, httpsRedirect }: NginxSubject,
): Record<string, string> {
  if (!isPlainObject(options)) at.refuse('props/shape', 'nginx', options, 'must be an object, perhaps an empty one');
  at.known('nginx', options, OPTIONS);
  const rps = at.optional('nginx.requestsPerSecond', options.requestsPerSecond, wholeNumber(1, 100_000));
  const connections = at.optional('nginx.connectionsPerClient', options.connectionsPerClient, wholeNumber(1, 100_000));
  const secret = at.optional('nginx.basicAuthSecret', options.basicAuthSecret, subdomain);
  const asked = at.optional('nginx.basicAuthRealm', options.basicAuthRealm, realm);
  if (asked !== undefined && secret === undefined)
    at.refuse('props/missing', 'nginx.basicAuthRealm', asked, 'has no effect without basicAuthSecret');
  if (secret !== undefined) checkBasicAuth(at, secret, { routes, defaultTarget, certificates, cors, httpsRedirect });
  const settings = {
    ...rewriting(at, routes),
    ...(rps !== undefined && { 'limit-rps': `${rps}` }),
    ...(connections !== undefined && { 'limit-connections': `${connections}` }),
    ...(secret !== undefined && { 'auth-type': 'basic', 'auth-secret': secret }),
    ...(asked !== undefined && { 'auth-realm': asked }),
    ...(httpsRedirect !== undefined && { 'ssl-redirect': `${httpsRedirect}` }),
    ...(cors && {
      'enable-cors': 'true',
      'cors-allow-origin': cors.allowOrigins.join(', '),
      'cors-allow-methods': cors.allowMethods.join(', '),
      'cors-allow-headers': cors.allowHeaders.join(', '),
      'cors-allow-credentials': `${cors.allowCredentials}`, // the controller's own default is "true"
      ...(cors.exposeHeaders.length > 0 && { 'cors-expose-headers': cors.exposeHeaders.join(', ') }),
      'cors-max-age': `${cors.maxAgeSeconds}`,
    }),
  };
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [PREFIX + name, value]));
}

/** Annotations that a prop stands for, by the ends of their names: said here, they would undo what the prop says or checks. */
const SAID: readonly (readonly [annotation: RegExp, prop: string])[] = [
  [/^rewrite-target$/, 'rules[…].rewrite'],
  [/^limit-rps$/, 'nginx.requestsPerSecond'],
  [/^limit-connections$/, 'nginx.connectionsPerClient'],
  [/^auth-(type|secret)$/, 'nginx.basicAuthSecret'],
  [/^auth-realm$/, 'nginx.basicAuthRealm'],
  [/^ssl-redirect$/, 'httpsRedirect'],
  [/^(enable-cors|cors-(allow-(origin|methods|headers|credentials)|expose-headers|max-age))$/, 'cors'],
];

/** What undoes all others, whichever they are. */
const UNDOING: Readonly<Record<string, string>> = {
  'use-regex': 'ingress-nginx would read paths as patterns, and the paths of rules are none: leave it out',
  'ssl-passthrough': 'ingress-nginx hands such connections on unread, so that nothing else of the Ingress holds',
};

/**
 * What answers without the password, or hands it on: other ways in, other names of the host, text for nginx itself, and a canary,
 * of which ingress-nginx heeds little else.
 */
const ROUND_PASSWORDS = /^(satisfy|server-alias|canary|(configuration|server|modsecurity)-snippet)$/;

/** Annotations of the user's own may add to what `nginx` says, not undo it. */
export function checkBesideNginx(
  at: PropCheck,
  { basicAuthSecret }: NginxOptions,
  annotations: { readonly [key: string]: string },
): void {
  for (const [key, value] of Object.entries(annotations)) {
    if (!key.startsWith(PREFIX)) continue;
    const name = key.slice(PREFIX.length);
    const said = SAID.find(([annotation]) => annotation.test(name));
    if (said)
      at.refuse('props/conflict', `annotations.${key}`, value, `is made by another prop, "${said[1]}": say it there`);
    const undoing = Object.hasOwn(UNDOING, name) && UNDOING[name];
    if (undoing) at.refuse('props/conflict', `annotations.${key}`, value, undoing);
    if (basicAuthSecret !== undefined && ROUND_PASSWORDS.test(name)) {
      const problem =
        'could let clients in without the password, or over plain HTTP: leave it out beside basicAuthSecret';
      at.refuse('routes/basic-auth', `annotations.${key}`, value, problem);
    }
  }
}

/** Passwords only where nobody on the way can read them, and no other site can make use of them. */
function checkBasicAuth(
  at: PropCheck,
  secret: string,
  { routes, defaultTarget, certificates, cors, httpsRedirect }: NginxSubject,
): void {
  const prop = 'nginx.basicAuthSecret';
  const hosts = certificates.flatMap((certificate) => certificate.hosts);
  const open = routes.find(({ host }) => host === undefined || !hosts.some((covered) => covers(covered, host)));
  if (open) {
    const problem = `passwords for ${open.host ?? 'every host'} would travel in clear text: give the host TLS`;
    at.refuse('routes/basic-auth', prop, secret, problem);
  }
  if (defaultTarget) {
    const problem =
      'the default backend answers hosts without TLS, too: put it into Routes of its own, or leave it out';
    at.refuse('routes/basic-auth', prop, secret, problem);
  }
  if (httpsRedirect === false)
    at.refuse('routes/basic-auth', prop, secret, 'passwords would travel in clear text: leave httpsRedirect on');
  if (cors?.allowOrigins.includes('*'))
    at.refuse('routes/cors', 'cors.allowOrigins', '*', 'every site could use what needs a password: name the origins');
}

export function isRewriting(routes: readonly Route[]): boolean {
  return routes.some(({ rewrite }) => rewrite !== undefined);
}

/**
 * The one target of an Ingress takes what the second group of a path's pattern found. A path that is not rewritten has an
 * empty first group, so that "/" and the second group give it back.
 */
function rewriting(at: PropCheck, routes: readonly Route[]): Record<string, string> {
  const first = routes.find(({ rewrite }) => rewrite !== undefined);
  if (!first) return {};
  const target = below(first.rewrite!);
  for (const { prop, rewrite, path } of routes) {
    if (rewrite !== undefined && below(rewrite) !== target) {
      const problem = `${first.prop} has "${first.rewrite}", and an Ingress has one rewrite: take RoutesApi.GATEWAY`;
      at.refuse('routes/unsupported', `${prop}.rewrite`, rewrite, problem);
    }
    if (rewrite !== undefined) continue;
    if (target !== '') {
      const problem = `would get "${first.rewrite}" in front, too, since an Ingress has one rewrite: take RoutesApi.GATEWAY`;
      at.refuse('routes/unsupported', `${prop}.path`, path, problem);
    }
  }
  for (const [i, route] of routes.entries()) {
    const isSame = (other: Route) =>
      other.host === route.host && other.match === route.match && folded(other) === folded(route);
    const same = routes.slice(0, i).find(isSame);
    if (same) {
      const problem = `${same.prop} has that path but for its case, which ingress-nginx does not tell apart where a path is rewritten: take RoutesApi.GATEWAY`;
      at.refuse('routes/unsupported', `${route.prop}.path`, route.path, problem);
    }
  }
  for (const inner of routes) {
    const outer = routes.find((other) => isInside(inner, other) && nginxPath(other).length >= nginxPath(inner).length);
    if (outer) {
      const problem = `is inside of ${outer.prop}, whose pattern ingress-nginx would try first, since it is not shorter: take RoutesApi.GATEWAY`;
      at.refuse('routes/unsupported', `${inner.prop}.path`, inner.path, problem);
    }
  }
  return { 'use-regex': 'true', 'rewrite-target': `${target}/$2` };
}

/** Whether a rule is meant to win over a prefix that takes its requests, too. */
function isInside(inner: Route, outer: Route): boolean {
  if (inner === outer || inner.host !== outer.host || outer.match !== PathMatch.PREFIX) return false;
  return folded(inner).startsWith(folded(outer));
}

/** A path as ingress-nginx compares it once one of the host's is a pattern: without regard to case. */
function folded({ path }: Route): string {
  return `${below(path)}/`.toLowerCase();
}

/** The pattern of a path in an Ingress that rewrites; ingress-nginx tries longer ones first. */
export function nginxPath({ path, match, rewrite }: Route): string {
  const literal = (text: string) => text.slice(1).replace(/[.+!=]/g, '\\$&');
  if (match === PathMatch.EXACT) return `/()(${literal(path)})(?:$)`;
  const prefix = literal(below(path));
  if (prefix === '') return '/()(.*)';
  return rewrite === undefined ? `/()(${prefix}(?:/.*|$))` : `/${prefix}(/|$)(.*)`;
}
