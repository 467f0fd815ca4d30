/** Policy ports that are a Service's and not its pods'. */
import type { Protocol } from '../cluster/port';
import { meets } from '../cluster/selector';
import type { Service } from '../cluster/service';
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
}

export const servicePortSlips = workedOutOnce((examined: Examined): readonly ServicePortSlip[] => {
  const view = policyView(examined);
  const services = groupBy(examined.cluster.services, ({ namespace }) => namespace);
  return view.rules.flatMap((place) => {
    const { rule } = place;
    const receivers = view.receivers(place)?.filter((group) => view.isReal(group));
    if (!rule.ports || !receivers?.length) return [];
    return rule.ports.flatMap((port, index) => {
      if ('name' in port || port.first !== port.last) return [];
      const { protocol, first } = port;
      if (receivers.some((group) => listensOn(group, protocol, first))) return [];
      const behind = receivers.flatMap((group) =>
        behindPort(services.get(group.namespace) ?? [], group, protocol, first).map((one) => ({ ...one, group })),
      );
      // Whoever opens both is on the safe side.
      const missing = behind.filter(
        ({ group, target }) => target === first || !hasPort(view.portsOn(rule, group), protocol, target),
      );
      if (!missing.length || missing.some(({ target }) => target === first)) return [];
      const { namespace, name } = missing[0]!.service;
      const targets = [...new Set(missing.map(({ target }) => target))].sort((one, other) => one - other);
      return { ...place, index, port: { protocol, port: first }, service: `${namespace}/${name}`, targets };
    });
  });
});

function listensOn({ members }: PodGroup, protocol: Protocol, number: number): boolean {
  return members.some(({ pods }) => pods.ports.some((port) => port.protocol === protocol && port.port === number));
}

/** Where Services with this port lead to on pods of the group. */
function behindPort(services: readonly Service[], { members }: PodGroup, protocol: Protocol, number: number) {
  return services.flatMap((service) => {
    const ports = service.ports.filter((port) => port.protocol === protocol && port.port === number);
    // Through a headless Service connections go to the pods themselves.
    if (!ports.length || !service.selector || service.headless || service.type === 'ExternalName') return [];
    const { requirements } = service.selector;
    const pods = members
      .map((member) => member.pods)
      .filter(({ labels }) => requirements.every((one) => meets(one, labels)));
    return pods.flatMap((some) =>
      ports.flatMap((port) => {
        const target = podPort(some, port);
        return target === undefined ? [] : { service, target };
      }),
    );
  });
}
