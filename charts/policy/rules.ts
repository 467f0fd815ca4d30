import type { PropCheck } from '../validation/prop-check';
import { endOf, type INetworkEnd, type NetworkEnd } from './network-end';
import { Peer } from './peer';
import type { PolicyRule } from './policy';
import { Port, rulePorts } from './port';

interface Allowed {
  /** Of the ends, for errors. */
  readonly prop: string;
  readonly ends: readonly INetworkEnd[];
  readonly ports: readonly Port[];
  /** Namespace of the policy. */
  readonly home: string | undefined;
  /** Whose ports they are; each of the ends' own where it is left out. */
  readonly receiver?: NetworkEnd;
}

/** A rule for the ends, or one for each set of ports where theirs differ. */
export function addRules(rules: PolicyRule[], at: PropCheck, { prop, ends, ports, home, receiver }: Allowed): void {
  if (!Array.isArray(ends) || ends.length === 0)
    at.refuse('props/shape', prop, ends, 'must be a list of at least one Peer or construct with pods');
  if (!Array.isArray(ports)) at.refuse('props/shape', 'ports', ports, 'must be a list of ports');
  const byPorts = new Map<string, { ends: NetworkEnd[]; ports: PolicyRule['ports'] }>();
  for (const [i, given] of ends.entries()) {
    const end = endOf(at, `${prop}[${i}]`, given);
    if (home !== undefined && isNowhere(given, end)) {
      const problem = `the namespace of its pods is not known, and the policy is in "${home}": set it there, or in its chart`;
      at.refuse('policy/namespace', `${prop}[${i}]`, end.name, problem);
    }
    const open = rulePorts(Port._of(at, 'ports', ports, receiver ?? end));
    const key = JSON.stringify(open);
    const rule = byPorts.get(key) ?? { ends: [], ports: open };
    rule.ends.push(end);
    byPorts.set(key, rule);
  }
  rules.push(...byPorts.values());
}

/** A construct whose pods land wherever kubectl is at the time. A Peer without a namespace means that of the policy. */
function isNowhere(given: INetworkEnd, { namespace, blocks, everyone }: NetworkEnd): boolean {
  const isOfConstruct = !(given instanceof Peer) || given._construct !== undefined;
  return isOfConstruct && namespace === undefined && !blocks && !everyone;
}
