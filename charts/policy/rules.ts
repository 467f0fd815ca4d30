import type { PropCheck } from '../validation/prop-check';
import { endOf, type INetworkEnd, type NetworkEnd } from './network-end';
import type { PolicyRule } from './policy';
import { Port, rulePorts } from './port';

interface Allowed {
  /** Of the ends, for errors. */
  readonly prop: string;
  readonly ends: readonly INetworkEnd[];
  readonly ports: readonly Port[];
  /** Whose ports they are; each of the ends' own where it is left out. */
  readonly receiver?: NetworkEnd;
}

/** A rule for the ends, or one for each set of ports where theirs differ. */
export function addRules(rules: PolicyRule[], at: PropCheck, { prop, ends, ports, receiver }: Allowed): void {
  if (!Array.isArray(ends) || ends.length === 0)
    at.refuse('props/shape', prop, ends, 'must be a list of at least one Peer or construct with pods');
  if (!Array.isArray(ports)) at.refuse('props/shape', 'ports', ports, 'must be a list of ports');
  const byPorts = new Map<string, { ends: NetworkEnd[]; ports: PolicyRule['ports'] }>();
  for (const [i, given] of ends.entries()) {
    const end = endOf(at, `${prop}[${i}]`, given);
    const open = rulePorts(Port._of(at, 'ports', ports, receiver ?? end));
    const key = JSON.stringify(open);
    const rule = byPorts.get(key) ?? { ends: [], ports: open };
    rule.ends.push(end);
    byPorts.set(key, rule);
  }
  rules.push(...byPorts.values());
}
