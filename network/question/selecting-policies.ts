import type { Direction, NetworkPolicy } from '../cluster/network-policy';
import { formatPosition } from '../manifest/manifest';
import { peersText, policyReference, portsText, ruleReference } from '../reach/explain-side';
import { formatPeer, type PodsPeer } from '../reach/peer';
import type { Reachability } from '../reach/reachability';

/** The policies that select pods in one direction. */
export interface SelectingPolicies {
  readonly pods: string;
  readonly direction: Direction;
  /** Without any, everything is admitted. */
  readonly policies: readonly SelectingPolicy[];
}

export interface SelectingPolicy {
  /** `namespace/name` */
  readonly policy: string;
  readonly position: string;
  /** Its podSelector: `app=web`. */
  readonly selects: string;
  /** None: it admits nothing. */
  readonly rules: readonly { readonly rule: string; readonly position: string; readonly admits: string }[];
}

export function selectingPolicies(reachability: Reachability, peer: PodsPeer): SelectingPolicies[] {
  const group = reachability.group(peer.pods);
  return (['ingress', 'egress'] as const).map((direction) => ({
    pods: formatPeer(peer),
    direction,
    policies: reachability.side(group, direction).policies.map((policy) => describe(policy, direction)),
  }));
}

function describe(policy: NetworkPolicy, direction: Direction): SelectingPolicy {
  const { policy: name, position } = policyReference(policy);
  const preposition = direction === 'ingress' ? 'from' : 'to';
  return {
    policy: name,
    position: formatPosition(position),
    selects: policy.podSelector.text,
    rules: policy[direction]!.map((rule) => {
      const { rule: field, position: place } = ruleReference({ policy, rule }, direction);
      const admits = `${portsText(rule)} ${preposition} ${peersText(rule)}`;
      return { rule: field, position: formatPosition(place), admits };
    }),
  };
}
