import { choice, list, oneOf } from '../validation/choice';
import { ingressHost } from '../validation/host';
import { subdomain } from '../validation/names';
import { wholeNumber } from '../validation/numbers';
import { isPlainObject, type PropCheck, type PropNames, type Rule } from '../validation/prop-check';
import { checkBackend, type Target } from './backend';
import { PathMatch, type RouteRedirect, type RouteRule, type WeightedBackend } from './routes-props';

const LONGEST_PATH = 1024;
const MOST_BACKENDS = 16;

const RULE: PropNames<RouteRule> = {
  host: true,
  path: true,
  match: true,
  backend: true,
  port: true,
  backends: true,
  redirect: true,
  rewrite: true,
  timeoutSeconds: true,
};
const WEIGHTED: PropNames<WeightedBackend> = { backend: true, port: true, weight: true };
const REDIRECT: PropNames<RouteRedirect> = { scheme: true, host: true, path: true, statusCode: true };

/** Characters that neither a controller's configuration nor a URL parser gives a meaning of their own. */
export const routePath: Rule<string> = {
  code: 'routes/path',
  wants: `a path such as "/users", of at most ${LONGEST_PATH} letters, digits and "-._~:@!+,=", without empty, "." and ".." parts`,
  accepts: (value) =>
    typeof value === 'string' &&
    value.length <= LONGEST_PATH &&
    /^(\/[A-Za-z0-9._~:@!+,=-]+)*\/?$/.test(value) &&
    value !== '' &&
    !value.split('/').some((part) => part === '.' || part === '..'),
  advise: (value: unknown) => {
    if (typeof value !== 'string') return undefined;
    if (/[*()|[\]^$\\]/.test(value))
      return 'patterns are the affair of one controller: a prefix takes what is below it';
    return value.startsWith('/') ? undefined : 'begin with "/"';
  },
};

/** A rule as both APIs are written from it. */
export interface Route {
  /** Where the rule stands among the props. */
  readonly prop: string;
  readonly host: string | undefined;
  readonly path: string;
  readonly match: PathMatch;
  /** None where clients are sent elsewhere. */
  readonly targets: readonly WeightedTarget[];
  readonly redirect: RouteRedirect | undefined;
  readonly rewrite: string | undefined;
  readonly timeoutSeconds: number | undefined;
}

export interface WeightedTarget extends Target {
  /** None where the Service is the only one. */
  readonly weight?: number;
}

export function checkRules(at: PropCheck, rules: RouteRule[], hasDefault: boolean): Route[] {
  at.check('rules', rules, list);
  const routes = rules.map((rule, i) => checkRule(at, `rules[${i}]`, rule));
  const seen = new Map<string, string>();
  for (const { prop, host, path, match } of routes) {
    const key = JSON.stringify([host, match, match === PathMatch.PREFIX ? below(path) : path]);
    const first = seen.get(key);
    if (first !== undefined)
      at.refuse('routes/duplicate', prop, `${host ?? '*'}${path}`, `${first} has that host and path already`);
    seen.set(key, prop);
  }
  for (const route of routes) {
    const { prop, host, path, match, redirect } = route;
    if (path !== '/' || match !== PathMatch.EXACT || redirect || hasDefault) continue;
    if (routes.some((other) => other !== route && other.host === host)) continue;
    const remedy =
      'only "/" itself would be answered, and not what its page loads: take PathMatch.PREFIX, or add a rule or a defaultBackend for the rest';
    at.refuse('routes/exact-root', `${prop}.match`, match, remedy);
  }
  return routes;
}

function checkRule(at: PropCheck, prop: string, rule: RouteRule): Route {
  if (!isPlainObject(rule))
    at.refuse('props/shape', prop, rule, 'must be an object with "backend", "backends" or "redirect"');
  at.known(prop, rule, RULE);
  const host = at.optional(`${prop}.host`, rule.host, ingressHost);
  const path = at.check(`${prop}.path`, rule.path ?? '/', routePath);
  const match = at.check(`${prop}.match`, rule.match ?? PathMatch.PREFIX, oneOf(PathMatch));
  const given = (['backend', 'backends', 'redirect'] as const).filter((name) => rule[name] !== undefined);
  if (given.length !== 1) {
    const shown = given.length === 0 ? rule : given.join(' and ');
    at.refuse('routes/rule', prop, shown, 'must have exactly one of "backend", "backends" and "redirect"');
  }
  if (rule.port !== undefined && rule.backend === undefined)
    at.refuse('props/conflict', `${prop}.port`, rule.port, 'has no effect without "backend"');
  const rewrite = at.optional(`${prop}.rewrite`, rule.rewrite, routePath);
  if (rewrite !== undefined && match === PathMatch.EXACT)
    at.refuse('routes/rule', `${prop}.rewrite`, rewrite, 'takes the place of a prefix: take PathMatch.PREFIX');
  for (const name of ['rewrite', 'timeoutSeconds'] as const) {
    if (rule.redirect !== undefined && rule[name] !== undefined)
      at.refuse(
        'props/conflict',
        `${prop}.${name}`,
        rule[name],
        'has no effect on a redirect, which no Service answers',
      );
  }
  return {
    prop,
    host,
    path,
    match,
    targets: checkTargets(at, prop, rule),
    redirect: rule.redirect && checkRedirect(at, `${prop}.redirect`, rule.redirect),
    rewrite,
    timeoutSeconds: at.optional(`${prop}.timeoutSeconds`, rule.timeoutSeconds, wholeNumber(1, 86400)),
  };
}

function checkTargets(at: PropCheck, prop: string, { backend, port, backends }: RouteRule): WeightedTarget[] {
  if (backend !== undefined) return [checkBackend(at, `${prop}.backend`, backend, `${prop}.port`, port)];
  if (backends === undefined) return [];
  at.check(`${prop}.backends`, backends, list);
  if (backends.length > MOST_BACKENDS)
    at.refuse('routes/rule', `${prop}.backends`, backends.length, `an HTTPRoute takes ${MOST_BACKENDS} at most`);
  const targets = backends.map((one, i) => checkWeighted(at, `${prop}.backends[${i}]`, one));
  if (targets.every(({ weight }) => weight === 0))
    at.refuse('routes/rule', `${prop}.backends`, 0, 'is the weight of all: none would get a request');
  return targets;
}

function checkWeighted(at: PropCheck, prop: string, weighted: WeightedBackend): WeightedTarget {
  if (!isPlainObject(weighted))
    at.refuse('props/shape', prop, weighted, 'must be an object with "backend" and "weight"');
  at.known(prop, weighted, WEIGHTED);
  return {
    ...checkBackend(at, `${prop}.backend`, weighted.backend, `${prop}.port`, weighted.port),
    weight: at.check(`${prop}.weight`, weighted.weight, wholeNumber(0, 1_000_000)),
  };
}

function checkRedirect(at: PropCheck, prop: string, redirect: RouteRedirect): RouteRedirect {
  if (!isPlainObject(redirect))
    at.refuse('props/shape', prop, redirect, 'must be an object with "scheme", "host" or "path"');
  at.known(prop, redirect, REDIRECT);
  const { scheme, host, path, statusCode } = redirect;
  at.optional(`${prop}.scheme`, scheme, choice('http', 'https'));
  at.optional(`${prop}.host`, host, subdomain);
  at.optional(`${prop}.path`, path, routePath);
  at.optional(`${prop}.statusCode`, statusCode, choice(301, 302, 303, 307, 308));
  if (scheme === undefined && host === undefined && path === undefined)
    at.refuse('routes/rule', prop, redirect, 'leads back to where it comes from: give scheme, host or path');
  return redirect;
}

/** A path as the beginning of what is below it: without the slash at the end. */
export function below(path: string): string {
  return path.replace(/\/$/, '');
}

/** Rules by host, in the order of their first rules. */
export function byHost(routes: readonly Route[]): Map<string | undefined, Route[]> {
  const groups = new Map<string | undefined, Route[]>();
  for (const route of routes) groups.set(route.host, [...(groups.get(route.host) ?? []), route]);
  return groups;
}
