/** Rules of policies that open what the other end keeps shut. */
import type { NetworkPolicy, PolicyRule } from '../cluster/network-policy';
import { PROTOCOLS } from '../cluster/port';
import { type RuleFit, ruleFits } from '../reach/explain-side';
import type { PodsPeer, Port } from '../reach/peer';
import type { PodGroup } from '../reach/pod-groups';
import { hasPort, type PortSet } from '../reach/port-set';
import { workedOutOnce } from '../route/per-cluster';
import { emptyPeersBySide } from './empty-peer';
import type { Examined } from './examined';
import { endOf, namespacesOf, type PeerInForce, type PolicyView, policyView } from './policy-view';
import { servicePortSlips } from './service-port-slip';
import { unknownPortNames } from './unknown-port-name';

/** A peer none of whose pods the rule gets a connection with, since the policies of the other end admit none. */
export interface OneSided extends PeerInForce {
  readonly subject: PodsPeer;
  readonly other: PodsPeer;
  /** One that the rule opens. */
  readonly port: Port;
  /** The policies of the other end. */
  readonly policies: readonly NetworkPolicy[];
  /** Rules of the other end that name these pods, on other ports. */
  readonly mismatches: readonly RuleFit[];
}

export const oneSided = workedOutOnce((examined: Examined): readonly OneSided[] => {
  const view = policyView(examined);
  const isFlagged = flagged(examined);
  const pairs = new Set<string>();
  const keys = new Map<PolicyRule, number>(view.rules.map(({ rule }, number) => [rule, number]));
  return view.peers.flatMap((place) => {
    const found = isFlagged(place.rule) ? undefined : closed(examined, view, place);
    if (!found) return [];
    const { policies, mismatches } = found;
    const back = place.direction === 'egress' ? 'ingress' : 'egress';
    const sides = emptyPeersBySide(examined);
    if (policies.some(({ namespace, name }) => sides.has(`${namespace}/${name} ${back}`))) return [];
    if (mismatches.some(({ rule }) => isFlagged(rule))) return [];
    // Two rules that miss each other are one mistake.
    const key = (one: PolicyRule, other: PolicyRule) =>
      [keys.get(one)!, keys.get(other)!].sort((some, others) => some - others).join();
    if (mismatches.some(({ rule }) => pairs.has(key(place.rule, rule)))) return [];
    for (const { rule } of mismatches) pairs.add(key(place.rule, rule));
    return found;
  });
});

/** Whether another rule of the doctor has said what is wrong with a rule. */
function flagged(examined: Examined): (rule: PolicyRule) => boolean {
  const rules = new Set([...servicePortSlips(examined), ...unknownPortNames(examined)].map(({ rule }) => rule));
  return (rule) => rules.has(rule);
}

function closed(examined: Examined, view: PolicyView, place: PeerInForce): OneSided | undefined {
  const { policy, peer, rule, direction } = place;
  // Whoever admits all pods means no certain ones.
  if (peer.namespaceSelector?.requirements.length === 0 && !peer.podSelector.requirements.length) return undefined;
  const subjects = view.selected(policy);
  const others = view.groupsOf(policy, peer);
  if (subjects.length * others.length > MOST_PAIRS) return undefined;
  let example: [PodGroup, PodGroup, PortSet] | undefined;
  for (const subject of subjects)
    for (const other of others) {
      if (!view.isReal(other) || !namespacesOf([other]).every((name) => view.isKnown(name))) return undefined;
      const ports = view.portsOn(rule, direction === 'egress' ? other : subject);
      if (isOpen(examined, place, subject, other, ports)) return undefined;
      if (ports.ranges.some(({ length }) => length)) example ??= [subject, other, ports];
    }
  return example && explained(examined, place, ...example);
}

/** A rule about more pairs of pods than this is a general one, that each end narrows down for itself. */
const MOST_PAIRS = 400;

/** Whether the other end may admit it on one of these ports; the policies of this end are not asked. */
function isOpen(
  { reachability }: Examined,
  { direction }: PeerInForce,
  subject: PodGroup,
  other: PodGroup,
  ports: PortSet,
): boolean {
  const back = direction === 'egress' ? 'ingress' : 'egress';
  if (!reachability.side(other, back).policies.length) return true;
  const [from, to] = ordered(direction, endOf(subject), endOf(other, true));
  const { possible } = reachability.open(from, to);
  return reachability.portSets.intersection(possible, ports) !== reachability.portSets.none;
}

function explained(
  { reachability }: Examined,
  place: PeerInForce,
  subjects: PodGroup,
  others: PodGroup,
  ports: PortSet,
): OneSided {
  const { direction } = place;
  const [subject, other] = [endOf(subjects), endOf(others, true)];
  const back = direction === 'egress' ? 'ingress' : 'egress';
  const [from, to] = ordered(direction, subject, other);
  const port = to.pods.ports.find((declared) => hasPort(ports, declared.protocol, declared.port)) ?? firstOf(ports);
  const question = reachability.question(from, to, port, back)!;
  const mismatches = ruleFits(question).filter((fit) => fit.peer === 'all');
  const { policies } = reachability.side(others, back);
  return { ...place, subject, other, port, policies, mismatches };
}

function ordered(direction: PeerInForce['direction'], subject: PodsPeer, other: PodsPeer): [PodsPeer, PodsPeer] {
  return direction === 'egress' ? [subject, other] : [other, subject];
}

function firstOf({ ranges }: PortSet): Port {
  const index = ranges.findIndex(({ length }) => length);
  return { protocol: PROTOCOLS[index]!, port: ranges[index]![0]!.first };
}
