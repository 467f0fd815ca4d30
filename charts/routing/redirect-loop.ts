import type { PropCheck } from '../validation/prop-check';
import type { GatewayPlan, HostRoute } from './gateway';
import { PathMatch } from './routes-props';
import { below, type Route } from './rule';

/** After as many, browsers give up. */
const MOST_REDIRECTS = 20;

/** Stands for what follows a prefix in a request. */
const REST = '/~';

interface Request {
  /** Undefined where a listener that someone else runs decides it. */
  readonly scheme: string | undefined;
  /** As a rule has it: undefined stands for any that no rule names, and `*.…` for any that only the wildcard covers. */
  readonly host: string | undefined;
  readonly path: string;
}

/**
 * Redirects that lead from one to the next without end, as far as they surely stay within these routes: a host that a redirect
 * names is theirs only where a rule has that very name. Where the names that a wildcard covers lead is up to the DNS.
 */
export function refuseLoops(at: PropCheck, plan: GatewayPlan, hosts: readonly HostRoute[]): void {
  for (const { host, routes } of hosts)
    for (const { prop, path, match, redirect } of routes) {
      if (!redirect) continue;
      const paths = match === PathMatch.PREFIX ? [path, below(path) + REST] : [path];
      const requests = schemesOf(plan, host, hosts).flatMap((scheme) =>
        paths.map((one) => ({ scheme, host, path: one })),
      );
      const endless = requests.find((request) => isEndless(request, plan, hosts));
      if (!endless) continue;
      const problem = `a client that asks for "${endless.path}" would be sent from one place to the next without end`;
      at.refuse('routes/rule', `${prop}.redirect`, redirect, `${problem}${remedyFor(redirect.scheme, plan)}`);
    }
}

function remedyFor(scheme: string | undefined, { gateway, httpsRedirect }: GatewayPlan): string {
  if (scheme === undefined) return ': lead it elsewhere';
  if ('className' in gateway) return httpsRedirect ? ': tls sends plain HTTP on by itself' : ': leave httpsRedirect on';
  return ': name the listener for the other scheme in gateway.sectionName';
}

function isEndless(first: Request, plan: GatewayPlan, hosts: readonly HostRoute[]): boolean {
  let request: Request | undefined = first;
  for (let hops = 0; hops <= MOST_REDIRECTS && request; hops++) request = next(request, plan, hosts);
  return request !== undefined;
}

/** Where a client is sent; undefined where it gets an answer, or leaves these routes. */
function next(request: Request, plan: GatewayPlan, hosts: readonly HostRoute[]): Request | undefined {
  const of = hostRouteOf(request.host, hosts);
  if (!of || !schemesOf(plan, of.host, hosts).includes(request.scheme)) return undefined;
  if (request.scheme === 'http' && of.secure.length > 0 && plan.httpsRedirect) return { ...request, scheme: 'https' };
  const rule = ruleFor(request.path, of.routes);
  if (!rule?.redirect) return undefined;
  const { scheme = request.scheme, host = request.host, path } = rule.redirect;
  return { scheme, host, path: path === undefined ? request.path : replaced(request.path, rule, path) };
}

/** Schemes whose requests for a host come to these routes. */
function schemesOf(
  { gateway }: GatewayPlan,
  host: string | undefined,
  hosts: readonly HostRoute[],
): (string | undefined)[] {
  if ('className' in gateway) return hostRouteOf(host, hosts)!.secure.length > 0 ? ['http', 'https'] : ['http'];
  return gateway.sectionName === undefined ? ['http', 'https'] : [undefined];
}

function hostRouteOf(host: string | undefined, hosts: readonly HostRoute[]): HostRoute | undefined {
  return hosts.find((route) => route.host === host);
}

function ruleFor(path: string, routes: readonly Route[]): Route | undefined {
  const fits = (rule: Route) =>
    rule.match === PathMatch.EXACT ? rule.path === path : `${path}/`.startsWith(`${below(rule.path)}/`);
  const rank = ({ match, path: ruled }: Route) => (match === PathMatch.EXACT ? Infinity : below(ruled).length);
  return routes.filter(fits).sort((a, b) => rank(b) - rank(a))[0];
}

function replaced(path: string, rule: Route, by: string): string {
  if (rule.match === PathMatch.EXACT) return by;
  const rest = path.slice(below(rule.path).length).replace(/^\//, '');
  return rest === '' ? by : `${below(by)}/${rest}`;
}
