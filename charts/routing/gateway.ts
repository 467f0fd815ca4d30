import type { ApiObjectMetadata, ApiObjectProps } from 'cdk8s';
import { Gateway, HttpRoute, type HttpRouteSpecRules, ReferenceGrant } from '../../imports/gateway.networking.k8s.io';
import { subdomain } from '../validation/names';
import type { PropCheck } from '../validation/prop-check';
import { manifest, type Plain } from '../workload/manifest';
import { inNamespace } from '../workload/namespace';
import type { Target } from './backend';
import type { Cors } from './cors';
import { refuseLoops } from './redirect-loop';
import { type GatewayReference, PathMatch } from './routes-props';
import { byHost, type Route, type WeightedTarget } from './rule';
import { type Certificate, covers } from './tls';

const MOST_RULES = 16;
const MOST_LISTENERS = 64;
const HTTP = { name: 'http', port: 80, protocol: 'HTTP' } as const;
const HTTPS_PORT = 443;
const REDIRECT = '-redirect';

/** What the objects of Gateway API are written from. */
export interface GatewayPlan {
  readonly metadata: ApiObjectMetadata & { readonly name: string };
  readonly annotations: Record<string, string>;
  /** A Gateway of one's own, or one that is there. */
  readonly gateway: { readonly className: string } | GatewayReference;
  readonly routes: readonly Route[];
  readonly defaultTarget: Target | undefined;
  readonly certificates: readonly Certificate[];
  readonly httpsRedirect: boolean;
  readonly cors: Cors | undefined;
}

/** An object and the id it has in the tree. */
export interface Part {
  readonly id: string;
  readonly object: ApiObjectProps;
}

/** The rules of one host. */
export interface HostRoute {
  readonly host: string | undefined;
  readonly name: string;
  readonly routes: readonly Route[];
  /** Hosts of the HTTPS listeners that serve it. */
  readonly secure: readonly string[];
}

/**
 * The objects of Gateway API, the Gateway first where there is one.
 * @see https://gateway-api.sigs.k8s.io/
 */
export function gatewayObjects(at: PropCheck, plan: GatewayPlan): Part[] {
  const tlsHosts = plan.certificates.flatMap(({ hosts }) => hosts);
  const hosts = hostRoutes(at, plan, tlsHosts);
  const own = 'className' in plan.gateway;
  if (own && tlsHosts.length + 1 > MOST_LISTENERS)
    at.refuse(
      'routes/unsupported',
      'tls',
      tlsHosts.length,
      `a Gateway has ${MOST_LISTENERS} listeners at most: make several`,
    );
  refuseLoops(at, plan, hosts);
  const routes = hosts.flatMap((route) => httpRoutes(plan, route));
  refuseTwice(
    at,
    'rules',
    routes.map(({ object }) => object.metadata!.name!),
  );
  refuseTwice(at, 'tls', tlsHosts.map(listenerName));
  return [...(own ? [{ id: 'Resource', object: gatewayObject(plan) }] : []), ...routes, ...grants(plan, hosts)];
}

/** "*.a.example" and "wildcard.a.example" would be called the same, and so would a host and the redirect of another. */
function refuseTwice(at: PropCheck, prop: string, names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return;
  const problem =
    'two hosts would get this name, in which "*" is written as "wildcard": put them in Routes of their own';
  at.refuse('props/conflict', prop, twice, problem);
}

/** The rules of each host; a default backend takes what is left of each, and of all other hosts. */
function hostRoutes(at: PropCheck, plan: GatewayPlan, tlsHosts: readonly string[]): HostRoute[] {
  const groups = byHost(plan.routes);
  if (plan.defaultTarget && !groups.has(undefined)) groups.set(undefined, []);
  return [...groups].map(([host, given]) => {
    const rest = plan.defaultTarget && !given.some(takesAll) ? [restTo(plan.defaultTarget)] : [];
    const routes = [...given, ...rest];
    if (routes.length > MOST_RULES) {
      const problem = `${host ?? 'every host'} has ${routes.length} rules, an HTTPRoute takes ${MOST_RULES}: make several Routes`;
      at.refuse('routes/unsupported', 'rules', plan.routes.length, problem);
    }
    const suffix = host === undefined ? '' : `-${host.replace('*', 'wildcard')}`;
    const name = plan.metadata.name + suffix;
    at.check('name', name + REDIRECT, subdomain); // the longest of the names made of it
    return { host, name, routes, secure: tlsHosts.filter((covered) => host !== undefined && covers(covered, host)) };
  });
}

function takesAll({ path, match }: Route): boolean {
  return path === '/' && match === PathMatch.PREFIX;
}

function restTo(target: Target): Route {
  return {
    prop: 'defaultBackend',
    host: undefined,
    path: '/',
    match: PathMatch.PREFIX,
    targets: [target],
    redirect: undefined,
    rewrite: undefined,
    timeoutSeconds: undefined,
  };
}

function gatewayObject({ metadata, annotations, gateway, certificates }: GatewayPlan): ApiObjectProps {
  const allowedRoutes = { namespaces: { from: 'Same' } } as const;
  return manifest(Gateway, {
    metadata: { ...metadata, ...(Object.keys(annotations).length > 0 && { annotations }) },
    spec: {
      gatewayClassName: (gateway as { className: string }).className,
      listeners: [
        { ...HTTP, allowedRoutes },
        ...certificates.flatMap(({ hosts, secretName }) =>
          hosts.map((hostname) => ({
            name: listenerName(hostname),
            hostname,
            port: HTTPS_PORT,
            protocol: 'HTTPS',
            tls: { mode: 'Terminate' as const, certificateRefs: [{ name: secretName }] },
            allowedRoutes,
          })),
        ),
      ],
    },
  });
}

function listenerName(host: string): string {
  return `https-${host.replace('*', 'wildcard')}`;
}

/** The HTTPRoute of a host and, where the host has TLS, the one that sends plain HTTP there. */
function httpRoutes(plan: GatewayPlan, route: HostRoute): Part[] {
  const { host, name, secure, routes } = route;
  const redirects = secure.length > 0 && plan.httpsRedirect;
  const sections = [...(redirects ? [] : [HTTP.name]), ...secure.map(listenerName)];
  const rules = routes.map((one) => httpRule(one, plan));
  const first = !('className' in plan.gateway) && route.host === plan.routes[0]!.host;
  const id = first ? 'Resource' : `HttpRoute-${host ?? 'any'}`;
  const main = { id, object: httpRoute(plan, name, host, sections, rules) };
  if (!redirects) return [main];
  const toHttps: HttpRule = {
    filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }],
  };
  const object = httpRoute(plan, name + REDIRECT, host, [HTTP.name], [toHttps]);
  return [main, { id: `HttpsRedirect-${host}`, object }];
}

type HttpRule = Plain<HttpRouteSpecRules>;

function httpRoute(
  { metadata, gateway }: GatewayPlan,
  name: string,
  host: string | undefined,
  sections: readonly string[],
  rules: HttpRule[],
): ApiObjectProps {
  const parentRefs =
    'className' in gateway
      ? sections.map((sectionName) => ({ name: metadata.name, sectionName }))
      : [
          {
            name: gateway.name,
            ...inNamespace(gateway.namespace),
            ...(gateway.sectionName && { sectionName: gateway.sectionName }),
          },
        ];
  return manifest(HttpRoute, {
    metadata: { ...metadata, name },
    spec: { parentRefs, ...(host !== undefined && { hostnames: [host] }), rules },
  });
}

function httpRule(route: Route, { metadata, cors }: GatewayPlan): HttpRule {
  const { path, match, targets, redirect, rewrite, timeoutSeconds } = route;
  const filters: NonNullable<HttpRule['filters']> = [];
  if (redirect) {
    const { scheme, host, path: to, statusCode = 302 } = redirect;
    filters.push({
      type: 'RequestRedirect',
      requestRedirect: {
        ...(scheme !== undefined && { scheme: scheme as 'http' | 'https' }),
        ...(host !== undefined && { hostname: host }),
        ...(to !== undefined && { path: replacement(to, match) }),
        statusCode: statusCode as 301,
      },
    });
  }
  if (rewrite !== undefined) filters.push({ type: 'URLRewrite', urlRewrite: { path: replacement(rewrite, match) } });
  if (cors && !redirect)
    filters.push({
      type: 'CORS',
      cors: {
        allowOrigins: [...cors.allowOrigins],
        allowMethods: [...cors.allowMethods],
        allowHeaders: [...cors.allowHeaders],
        allowCredentials: cors.allowCredentials,
        ...(cors.exposeHeaders.length > 0 && { exposeHeaders: [...cors.exposeHeaders] }),
        maxAge: cors.maxAgeSeconds,
      },
    });
  return {
    matches: [{ path: { type: match === PathMatch.PREFIX ? 'PathPrefix' : 'Exact', value: path } }],
    ...(filters.length > 0 && { filters }),
    ...(timeoutSeconds !== undefined && { timeouts: { request: `${timeoutSeconds}s` } }),
    ...(targets.length > 0 && { backendRefs: targets.map((target) => backendRef(target, metadata.namespace)) }),
  };
}

function replacement(path: string, match: PathMatch) {
  return match === PathMatch.PREFIX
    ? { type: 'ReplacePrefixMatch' as const, replacePrefixMatch: path }
    : { type: 'ReplaceFullPath' as const, replaceFullPath: path };
}

function backendRef({ serviceName, namespace, port, weight }: WeightedTarget, own: string | undefined) {
  return {
    name: serviceName,
    ...(namespace !== own && { namespace: namespace! }),
    port,
    ...(weight !== undefined && { weight }),
  };
}

/** The permission of each other namespace to lead to its Services. */
function grants({ metadata }: GatewayPlan, hosts: readonly HostRoute[]): Part[] {
  const targets = hosts.flatMap(({ routes }) => routes.flatMap((route) => route.targets));
  const others = [...new Set(targets.map(({ namespace }) => namespace))].filter((one) => one !== metadata.namespace);
  return others.map((namespace) => {
    const names = targets.filter((target) => target.namespace === namespace).map(({ serviceName }) => serviceName);
    const from = [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: metadata.namespace! }];
    const to = [...new Set(names)].sort().map((name) => ({ group: '', kind: 'Service', name }));
    const { labels } = metadata;
    const named = {
      name: `${metadata.name}-from-${metadata.namespace}`,
      namespace: namespace!,
      ...(labels && { labels }),
    };
    return {
      id: `ReferenceGrant-${namespace}`,
      object: manifest(ReferenceGrant, { metadata: named, spec: { from, to } }),
    };
  });
}
