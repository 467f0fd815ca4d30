/** Which routes of the Gateway API belong to which listeners. */
import type { Cluster } from '../cluster/cluster';
import { matches } from '../cluster/selector';
import type { Gateway, Listener } from './gateway';
import type { GatewayRoute, ParentRef } from './gateway-route';

/** Kinds that a listener takes where it says nothing of them. */
const KINDS_OF: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
};

export function namesGateway(route: GatewayRoute, { namespace, name }: Gateway): boolean {
  return parentsOf(route, { namespace, name }).length > 0;
}

/** Why a route that names the Gateway is none of this listener's; undefined when it is. */
export function whyNotAttached(
  cluster: Cluster,
  route: GatewayRoute,
  gateway: Gateway,
  listener: Listener,
): string | undefined {
  const subject = `listener ${listener.name} of Gateway ${gateway.namespace}/${gateway.name}`;
  const parents = parentsOf(route, gateway);
  if (
    !parents.some(
      ({ sectionName, port }) =>
        (sectionName === undefined || sectionName === listener.name) && (port === undefined || port === listener.port),
    )
  )
    return `${route.subject} does not name ${subject}`;
  const kinds = listener.kinds ?? KINDS_OF[listener.protocol] ?? [];
  if (!kinds.includes(route.kind)) return `${subject} takes ${kinds.join(', ') || 'no routes'}, not ${route.kind}`;
  if (!takesNamespace(cluster, route, gateway, listener))
    return `${subject} takes routes of ${fromText(gateway, listener)}, not of namespace ${route.namespace}`;
  if (route.hostnames.length && !route.hostnames.some((host) => commonHost(host, listener.hostname) !== undefined))
    return `${subject} is for ${listener.hostname}, and ${route.subject} for ${route.hostnames.join(', ')}`;
  return undefined;
}

/** The narrower of two host names, of which each may be a wildcard or absent; undefined when they share nothing. */
export function commonHost(one: string, other: string | undefined): string | undefined {
  if (other === undefined || one === other) return one;
  if (hostMatches(other, one)) return one;
  return hostMatches(one, other) ? other : undefined;
}

/** `*.example.com` matches every name below example.com, of one label or several, and wildcards below it. */
export function hostMatches(pattern: string | undefined, host: string): boolean {
  if (pattern === undefined || pattern === host) return true;
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1)) && host.length >= pattern.length;
}

function parentsOf({ parents }: GatewayRoute, { namespace, name }: { namespace: string; name: string }): ParentRef[] {
  return parents.filter(
    (parent) => parent.kind === 'Gateway' && parent.namespace === namespace && parent.name === name,
  );
}

function takesNamespace(
  { namespaces }: Cluster,
  { namespace }: GatewayRoute,
  gateway: Gateway,
  { from }: Listener,
): boolean {
  if (from === 'All') return true;
  if (from === 'Same') return namespace === gateway.namespace;
  const labels = namespaces.get(namespace) ?? { 'kubernetes.io/metadata.name': namespace };
  return from !== 'None' && matches(from, labels);
}

function fromText({ namespace }: Gateway, { from }: Listener): string {
  if (from === 'Same') return `its own namespace ${namespace}`;
  return typeof from === 'string' ? 'no namespace' : `namespaces ${from.text}`;
}
