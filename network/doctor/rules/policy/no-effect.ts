import { contains } from '../../../cluster/address';
import type { BlockPeer, PolicyPeer, PolicyPort, PolicyRule } from '../../../cluster/network-policy';
import { groupBy } from '../../../group-by';
import { peerText, policyPortText } from '../../../reach/explain-side';
import { listOf, policyView, type RuleInForce } from '../../policy-view';
import type { Fault, Rule } from '../../rule';
import { deployment, policy } from './example';

const from = (more: string) =>
  policy(
    'api',
    `
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector: {}${more}`,
  );

export const noEffect: Rule = {
  id: 'policy/no-effect',
  severity: 'info',
  summary: 'A rule, a peer or a port could be taken away and nothing would change.',
  why: 'Another one of the same policy admits all that it admits. That does no harm, but who takes the wider one for the narrower will be surprised. Peers and ports that have no effect for another reason have rules of their own.',
  fix: 'Take away the one that is contained, or the wider one if that was not meant.',
  bad: deployment('api') + deployment('web') + from('\n        - podSelector: { matchLabels: { app: web } }'),
  good: deployment('api') + deployment('web') + from(''),
  consequences: ['policy/needs-enforcement'],
  *check(examined) {
    const rules = policyView(examined).rules;
    for (const place of rules) {
      yield* containedPeers(place);
      yield* containedPorts(place);
    }
    for (const some of groupBy(rules, ({ policy, direction }) => sideKey(policy, direction)).values())
      yield* containedRules(some);
  },
};

function sideKey({ namespace, name }: { readonly namespace: string; readonly name: string }, direction: string) {
  return `${namespace}/${name} ${direction}`;
}

function* containedPeers(place: RuleInForce): Generator<Fault> {
  const { policy, rule, path } = place;
  const wider = new Wider(rule.peers ?? []);
  for (const [index, peer] of (rule.peers ?? []).entries()) {
    const other = wider.than(peer, index);
    if (other === undefined) continue;
    yield {
      on: policy.origin,
      path: [...path, listOf(place), index],
      message: `${peerText(peer)}: item ${other}, ${peerText(rule.peers![other]!)}, has them in it`,
      fix: 'take this item away, or the other one if it was not meant',
    };
  }
}

/** Which peer of a list has all that another has; each is looked up, not compared with all. */
class Wider {
  private readonly byText = new Map<string, number>();
  private readonly ofBlocks: ReadonlyMap<PolicyPeer, number>;

  constructor(peers: readonly PolicyPeer[]) {
    for (const [index, peer] of peers.entries()) if (!this.byText.has(keyOf(peer))) this.byText.set(keyOf(peer), index);
    this.ofBlocks = widerBlocks(peers);
  }

  than(peer: PolicyPeer, index: number): number | undefined {
    const same = this.byText.get(keyOf(peer))!;
    if (same !== index) return same;
    if ('block' in peer) return this.ofBlocks.get(peer);
    const wider = [`${peer.namespaceSelector?.text} <all>`, '<all> <all>', `<all> ${peer.podSelector.text}`];
    return wider
      .filter((key) => key !== keyOf(peer))
      .map((key) => this.byText.get(key))
      .find((one) => one !== undefined);
  }
}

/** By block, the item that contains it. Blocks are one within the other or apart, so that in their order the last wide one decides. */
function widerBlocks(peers: readonly PolicyPeer[]): Map<PolicyPeer, number> {
  const blocks = peers.flatMap((peer, index) => ('block' in peer ? [{ peer, index }] : []));
  const found = new Map<PolicyPeer, number>();
  let wide: (typeof blocks)[number] | undefined;
  for (const next of blocks.sort((one, other) => byPlace(one.peer, other.peer)))
    if (wide && contains(wide.peer.block, next.peer.block)) found.set(next.peer, wide.index);
    else if (!next.peer.except.length) wide = next;
  return found;
}

/** By family, then by the first address; of several with that the widest first. */
function byPlace({ block: one }: BlockPeer, { block: other }: BlockPeer): number {
  if (one.family !== other.family) return one.family - other.family;
  if (one.first !== other.first) return one.first < other.first ? -1 : 1;
  return one.last === other.last ? 0 : one.last > other.last ? -1 : 1;
}

function keyOf(peer: PolicyPeer): string {
  return 'block' in peer ? peer.text : `${peer.namespaceSelector?.text} ${peer.podSelector.text}`;
}

function* containedPorts({ policy, rule, path }: RuleInForce): Generator<Fault> {
  for (const [index, port] of (rule.ports ?? []).entries()) {
    const other = rule.ports!.findIndex(
      (wide, at) => at !== index && holds(wide, port) && (at < index || !holds(port, wide)),
    );
    if (other < 0) continue;
    yield {
      on: policy.origin,
      path: [...path, 'ports', index],
      message: `${policyPortText(port)} is in ${policyPortText(rule.ports![other]!)} of item ${other}`,
      fix: 'take this item away, or the other one if it was not meant',
    };
  }
}

function holds(wide: PolicyPort, port: PolicyPort): boolean {
  if (wide.protocol !== port.protocol) return false;
  if ('name' in wide || 'name' in port) return 'name' in wide && 'name' in port && wide.name === port.name;
  return wide.first <= port.first && port.last <= wide.last;
}

/** Rules that another one of the same policy and direction contains: one for everyone, or one with the same peers. */
function* containedRules(places: readonly RuleInForce[]): Generator<Fault> {
  const candidates = groupBy(places, ({ rule }) => peersKey(rule));
  const forEveryone = candidates.get(EVERYONE) ?? [];
  for (const { policy, rule, path } of places) {
    const others = [...new Set([...forEveryone, ...candidates.get(peersKey(rule))!])];
    const wider = others.find(
      (other) =>
        other.rule !== rule && opens(other.rule, rule) && (other.rule.index < rule.index || !isSame(other.rule, rule)),
    );
    if (!wider) continue;
    yield {
      on: policy.origin,
      path,
      message: `spec.${wider.direction}[${wider.rule.index}] of the same policy admits all that this rule admits`,
      fix: 'take this rule away, or the other one if it was not meant',
    };
  }
}

const EVERYONE = '';

function peersKey({ peers }: PolicyRule): string {
  return peers ? [...new Set(peers.map(keyOf))].sort().join('\n') : EVERYONE;
}

function opens(wide: PolicyRule, { ports }: PolicyRule): boolean {
  if (!wide.ports) return true;
  return ports?.every((port) => wide.ports!.some((other) => holds(other, port))) ?? false;
}

function isSame(one: PolicyRule, other: PolicyRule): boolean {
  return peersKey(one) === peersKey(other) && opens(other, one);
}
