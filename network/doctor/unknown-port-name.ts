/** Port names in policies that no pod has. */
import type { PolicyPort } from '../cluster/network-policy';
import { type PodGroup, portKey } from '../reach/pod-groups';
import { workedOutOnce } from '../route/per-cluster';
import type { Examined } from './examined';
import { policyView, type RuleInForce } from './policy-view';

export interface UnknownPortName extends RuleInForce {
  /** Of the port within its rule. */
  readonly index: number;
  readonly port: Extract<PolicyPort, { name: string }>;
  readonly receivers: readonly PodGroup[];
}

export const unknownPortNames = workedOutOnce((examined: Examined): readonly UnknownPortName[] => {
  const view = policyView(examined);
  return view.rules.flatMap((place) => {
    if (!place.rule.ports?.some((port) => 'name' in port)) return [];
    const receivers = view.receivers(place);
    if (!receivers?.length) return [];
    return place.rule.ports.flatMap((port, index) => {
      if (!('name' in port)) return [];
      const key = portKey(port.protocol, port.name);
      return receivers.some(({ namedPorts }) => namedPorts.has(key)) ? [] : { ...place, index, port, receivers };
    });
  });
});
