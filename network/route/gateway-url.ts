/** What Gateways do with a URL: one answer for each Gateway that has a route for it. */
import type { Cluster } from '../cluster/cluster';
import { hostMatches, namesGateway, whyNotAttached } from './attachment';
import { type Gateway, gateways, type Listener } from './gateway';
import { gatewayPods } from './gateway-class';
import { type GatewayRoute, type GatewayRule, gatewayRoutes, type RouteMatch, type ValueMatch } from './gateway-route';
import { hasPrefix } from './path-match';
import { answerOf, type ControllerAnswer, type RouteAnswer } from './route-answer';
import { rewritten } from './url-filters';

interface Candidate {
  readonly route: GatewayRoute;
  readonly rule: GatewayRule;
  readonly match: RouteMatch;
  readonly host: string | undefined;
  /** What a request must have besides the URL: `header version=2`. */
  readonly conditions: readonly string[];
}

export function gatewayAnswers(cluster: Cluster, url: URL): ControllerAnswer[] {
  return gateways(cluster).flatMap((gateway) => {
    const listeners = gateway.listeners.filter((listener) => takes(listener, url));
    // The most specific one takes the request.
    const [listener] = listeners.sort((one, other) => (other.hostname?.length ?? 0) - (one.hostname?.length ?? 0));
    const answer = listener && ofListener(cluster, url, gateway, listener);
    return answer ? { answer, controllers: gatewayPods(cluster, gateway) } : [];
  });
}

/** Why HTTPRoutes for the URL's host get nothing from the Gateways they name. */
export function gatewayRefusals(cluster: Cluster, url: URL): string[] {
  return gatewayRoutes(cluster)
    .filter(({ kind, hostnames }) => kind === 'HTTPRoute' && hostnames.some((host) => hostMatches(host, url.hostname)))
    .flatMap((route) => {
      const named = gateways(cluster).filter((gateway) => namesGateway(route, gateway));
      if (!named.length) return `the Gateway that ${route.subject} names is not in the input`;
      return named.flatMap((gateway) => {
        const listeners = gateway.listeners.filter((listener) => takes(listener, url));
        if (!listeners.length) return `Gateway ${gateway.namespace}/${gateway.name} has no listener for ${url.origin}`;
        return listeners.flatMap((listener) => whyNotAttached(cluster, route, gateway, listener) ?? []);
      });
    });
}

function takes({ protocol, port, hostname }: Listener, url: URL): boolean {
  const asked = url.protocol === 'https:' ? { protocol: 'HTTPS', port: 443 } : { protocol: 'HTTP', port: 80 };
  return (
    protocol === asked.protocol && port === (Number(url.port) || asked.port) && hostMatches(hostname, url.hostname)
  );
}

function ofListener(cluster: Cluster, url: URL, gateway: Gateway, listener: Listener): RouteAnswer | undefined {
  const candidates = gatewayRoutes(cluster)
    .filter((route) => route.kind === 'HTTPRoute' && !whyNotAttached(cluster, route, gateway, listener))
    .flatMap((route) => candidatesOf(route, listener, url))
    .sort(byPrecedence);
  const best = candidates.find(({ conditions, match }) => !conditions.length && match.pathType !== 'RegularExpression');
  const [first] = candidates;
  if (!first) return undefined;
  const chosen = best ?? first;
  const before = best ? candidates.slice(0, candidates.indexOf(best)) : candidates;
  const isRegex = ({ match }: Candidate) => match.pathType === 'RegularExpression';
  const regexes = candidates.filter(isRegex);
  const steps = [
    `listener ${listener.name} of Gateway ${gateway.namespace}/${gateway.name} takes ${url.origin}`,
    ...before
      .filter((candidate) => !isRegex(candidate))
      .map(
        (candidate) =>
          `a request with ${candidate.conditions.join(' and ')} goes to ${namesOf(candidate)} instead, by ${text(candidate)}`,
      ),
  ];
  if (regexes.length || !best) {
    const doubt = regexes.length
      ? `what ${regexes.map(text).join(' and ')} matches, and before which other rule, is up to the controller`
      : `only requests with ${before.map(({ conditions }) => conditions.join(' and ')).join(', or with ')} are routed`;
    const possible = [...new Set([...(best ? [best] : before), ...regexes])];
    return answerOf(
      cluster,
      deciding(chosen),
      possible.flatMap(({ rule }) => rule.backends),
      steps.slice(0, best ? undefined : 1),
      doubt,
    );
  }
  return withFilters(cluster, url, chosen, steps);
}

function withFilters(cluster: Cluster, url: URL, chosen: Candidate, before: readonly string[]): RouteAnswer {
  const { rule, match, route } = chosen;
  const steps = [...before];
  for (const { type, settings } of rule.filters) {
    if (type === 'RequestRedirect') {
      const target = rewritten(url, settings, match.path);
      const reason = `${text(chosen)} redirects to ${target} (${settings.statusCode ?? 302})`;
      return { verdict: 'redirects', backends: [], steps, reason, position: route.origin.locate(rule.field) };
    }
    if (type === 'URLRewrite') {
      const { hostname, pathname } = rewritten(url, settings, match.path);
      steps.push(`URLRewrite: the backend sees ${pathname} of host ${hostname}`);
    }
    if (type === 'RequestMirror') {
      const { name, namespace = route.namespace } = (settings.backendRef ?? {}) as {
        name?: string;
        namespace?: string;
      };
      steps.push(`RequestMirror: Service ${namespace}/${name} gets a copy, whose answer nobody waits for`);
    }
  }
  return answerOf(cluster, deciding(chosen), rule.backends, steps);
}

function candidatesOf(route: GatewayRoute, listener: Listener, url: URL): Candidate[] {
  const hosts = route.hostnames.length
    ? route.hostnames.filter((host) => hostMatches(host, url.hostname))
    : [listener.hostname];
  const [host] = hosts.sort((one, other) => compareHosts(one, other));
  if (!hosts.length) return [];
  return route.rules.flatMap((rule) =>
    rule.matches
      .filter((match) => mayMatch(match, url))
      .map((match) => {
        return { route, rule, match, host, conditions: conditionsOf(match) };
      }),
  );
}

function mayMatch({ pathType, path, query }: RouteMatch, { pathname, searchParams }: URL): boolean {
  if (
    !query.every(({ name, value, isRegex }) => searchParams.has(name) && (isRegex || searchParams.get(name) === value))
  )
    return false;
  if (pathType === 'Exact') return pathname === path;
  return pathType === 'PathPrefix' ? hasPrefix(pathname, path) : mayMatchRegex(path, pathname);
}

/** Controllers differ in the kind of expressions, and in whether they match the whole path or a part. */
function mayMatchRegex(expression: string, path: string): boolean {
  try {
    return new RegExp(expression).test(path);
  } catch {
    return true;
  }
}

/** A plain GET without headers of its own is asked for; what else it would need. */
function conditionsOf({ method, headers, query }: RouteMatch): string[] {
  const valueText = ({ name, value, isRegex }: ValueMatch) => `${name}${isRegex ? '~' : '='}${value}`;
  return [
    ...(method && method !== 'GET' ? [`method ${method}`] : []),
    ...headers.map((header) => `header ${valueText(header)}`),
    ...query.filter(({ isRegex }) => isRegex).map((parameter) => `query ${valueText(parameter)}`),
  ];
}

/** The order of the specification: host, path, method, headers, query, age, name, place in the route. */
function byPrecedence(one: Candidate, other: Candidate): number {
  const numbers = ({ match }: Candidate) => [
    match.pathType === 'Exact' ? 1 : 0,
    match.path.length,
    match.method ? 1 : 0,
    match.headers.length,
    match.query.length,
  ];
  const theirs = numbers(other);
  const difference = numbers(one)
    .map((number, index) => theirs[index]! - number)
    .find((difference) => difference !== 0);
  return compareHosts(one.host, other.host) || difference || byAge(one.route, other.route);
}

function byAge(one: GatewayRoute, other: GatewayRoute): number {
  const key = ({ created = '9', namespace, name }: GatewayRoute) => [created, `${namespace}/${name}`];
  const [[age, name], [otherAge, otherName]] = [key(one), key(other)] as [string[], string[]];
  return compare(age!, otherAge!) || compare(name!, otherName!);
}

/** Exact names before wildcards, longer ones before shorter. */
function compareHosts(one: string | undefined, other: string | undefined): number {
  const rank = (host = '*') => (host.startsWith('*') ? 0 : 1000) + host.length;
  return rank(other) - rank(one);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function text({ match, route }: Candidate): string {
  return `${match.pathType} ${match.path} of ${route.subject}`;
}

function namesOf({ rule: { backends } }: Candidate): string {
  return backends.map(({ namespace, name, port }) => `${namespace}/${name}:${port}`).join(', ') || 'no backend';
}

function deciding(candidate: Candidate) {
  return { text: text(candidate), origin: candidate.route.origin, field: candidate.rule.field };
}
