/** Policy ports that are a Service's and not its pods'. */
import type { PolicyPort } from '../cluster/network-policy';
import type { Protocol } from '../cluster/port';
import { matches } from '../cluster/selector';
import type { Service, ServicePort } from '../cluster/service';
import { groupBy } from '../group-by';
import type { PodGroup } from '../reach/pod-groups';
import { hasPort } from '../reach/port-set';
import { workedOutOnce } from '../route/per-cluster';
import { podPort } from '../route/service-endpoints';
import type { Examined } from './examined';
import { policyView, type RuleInForce } from './policy-view';

export interface ServicePortSlip extends RuleInForce {
  /** Of the port within its rule. */
  readonly index: number;
  readonly port: { readonly protocol: Protocol; readonly port: number };
  /** `shop/api` */
  readonly service: string;
  /** Ports of the pods behind that of the Service. */
  readonly targets: readonly number[];
  /** Whether the Service is that of every pod which the rule speaks of: others may well listen on the port that is opened. */
  readonly isSure: boolean;
}

export const servicePortSlips = workedOutOnce((examined: Examined): readonly ServicePortSlip[] => {
  const view = policyView(examined);
  const moved = movedPorts(examined.cluster.services);
  const used = usedPorts(examined.cluster.services);
  const numbers = new Set([...moved.values()].flat().map(({ port: { protocol, port } }) => `${protocol} ${port}`));
  return view.rules.flatMap((place) => {
    const { rule } = place;
    const isMoved = (port: PolicyPort) =>
      'first' in port && port.first === port.last && numbers.has(`${port.protocol} ${port.first}`);
    if (!rule.ports?.some(isMoved)) return [];
    const receivers = view.receivers(place)?.filter((group) => view.isReal(group)) ?? [];
    return rule.ports.flatMap((port, index) => {
      if (!isMoved(port) || 'name' in port) return [];
      const { protocol, first } = port;
      const usedIn = (namespace: string) => used.get(keyOf(namespace, protocol, first)) ?? [];
      if (receivers.some((group) => listensOn(group, protocol, first) || isUsed(group, usedIn))) return [];
      const behind = receivers.flatMap((group) =>
        behindPorts((namespace) => moved.get(keyOf(namespace, protocol, first)) ?? [], group),
      );
      if (behind.some(({ target }) => target === first)) return [];
      // Whoever opens both is on the safe side.
      const missing = behind.filter(({ group, target }) => !hasPort(view.portsOn(rule, group), protocol, target));
      if (!missing.length) return [];
      const { namespace, name } = missing[0]!.service;
      const targets = [...new Set(missing.map(({ target }) => target))].sort((one, other) => one - other);
      const served = new Set(behind.map(({ pods }) => pods));
      const isSure = receivers.every(({ members }) => members.every(({ pods }) => served.has(pods)));
      return { ...place, index, port: { protocol, port: first }, service: `${namespace}/${name}`, targets, isSure };
    });
  });
});

interface MovedPort {
  readonly service: Service;
  readonly port: ServicePort;
}

/** Ports of Services that are others on the pods, by namespace and port. */
function movedPorts(services: readonly Service[]): ReadonlyMap<string, readonly MovedPort[]> {
  const moved = services
    // Through a headless Service connections go to the pods themselves.
    .filter(({ headless, type, selector }) => !headless && type !== 'ExternalName' && selector)
    .flatMap((service) => service.ports.map((port) => ({ service, port })))
    .filter(({ port }) => port.targetPort !== port.port);
  return groupBy(moved, ({ service, port }) => keyOf(service.namespace, port.protocol, port.port));
}

/** Services by the ports of pods that they lead to by number: whoever names a port of a Service so says that pods listen there. */
function usedPorts(services: readonly Service[]): ReadonlyMap<string, readonly Service[]> {
  const used = services.flatMap((service) =>
    service.selector ? service.ports.map((port) => ({ service, port, number: numberOf(service, port) })) : [],
  );
  const byPort = groupBy(used, ({ service, port, number }) => keyOf(service.namespace, port.protocol, number));
  return new Map([...byPort].map(([key, some]) => [key, some.map(({ service }) => service)]));
}

function numberOf({ headless }: Service, { port, targetPort }: ServicePort): number | string {
  return headless ? port : targetPort;
}

function isUsed({ members }: PodGroup, usedIn: (namespace: string) => readonly Service[]): boolean {
  return members.some(({ pods }) => usedIn(pods.namespace).some(({ selector }) => matches(selector!, pods.labels)));
}

function keyOf(namespace: string, protocol: Protocol, port: number | string): string {
  return `${namespace} ${protocol} ${port}`;
}

function listensOn({ members }: PodGroup, protocol: Protocol, number: number): boolean {
  return members.some(({ pods }) => pods.ports.some((port) => port.protocol === protocol && port.port === number));
}

/** Where the ports of Services lead to on pods of the group. */
function behindPorts(movedIn: (namespace: string) => readonly MovedPort[], group: PodGroup) {
  return group.members.flatMap(({ pods }) =>
    movedIn(pods.namespace).flatMap(({ service, port }) => {
      const target = matches(service.selector!, pods.labels) ? podPort(pods, port) : undefined;
      return target === undefined ? [] : { service, group, pods, target };
    }),
  );
}
