import { overlaps } from '../cluster/address';
import { namespaceLabels } from '../cluster/cluster';
import type { Direction, NetworkPolicy, PolicyPeer, PolicyPort, PolicyRule } from '../cluster/network-policy';
import type { Labels } from '../cluster/selector';
import type { PolicyReference, RuleReference, SideAnswer } from './answer';
import { formatPeer, formatPort, type Peer, type PodsPeer, type Port } from './peer';
import { peerMatches } from './peer-index';
import { formatPortRange } from './port-set';
import { admits, leavesOut } from './sides';

/** What is needed to say why the policies of one side admit or refuse a connection. */
export interface SideQuestion {
  readonly direction: Direction;
  /** The pods whose policies are asked. */
  readonly subject: PodsPeer;
  readonly other: Peer;
  readonly port: Port;
  readonly policies: readonly NetworkPolicy[];
  /** Whether they let it through, by the standard. */
  readonly admitted: boolean;
  readonly namespaces: ReadonlyMap<string, Labels>;
}

/** Whether a rule names the other end, and the port. */
export interface RuleFit {
  readonly policy: NetworkPolicy;
  readonly rule: PolicyRule;
  /** Of several addresses a rule may name a part. */
  readonly peer: 'all' | 'part' | 'none';
  readonly port: boolean;
}

export function explainSide(question: SideQuestion): SideAnswer {
  const { direction, subject, policies, admitted } = question;
  const fits = ruleFits(question);
  const admitting = admitted ? fits.filter(({ peer, port }) => peer !== 'none' && port) : [];
  return {
    of: formatPeer(subject),
    isolated: policies.length > 0,
    admitted,
    policies: policies.map(policyReference),
    admittedBy: admitting.map((fit) => ruleReference(fit, direction)),
    refusals: admitted ? [] : fits.map((fit) => ({ ...ruleReference(fit, direction), why: whyNot(fit, question) })),
  };
}

export function ruleFits({ direction, policies, ...question }: SideQuestion): RuleFit[] {
  return policies.flatMap((policy) =>
    policy[direction]!.map((rule) => ({
      policy,
      rule,
      peer: peerFit(rule, policy, question),
      port: namesPort(rule, { direction, ...question }),
    })),
  );
}

export function policyReference({ namespace, name, origin }: NetworkPolicy): PolicyReference {
  return { policy: `${namespace}/${name}`, position: origin.position };
}

export function ruleReference({ policy, rule }: Pick<RuleFit, 'policy' | 'rule'>, direction: Direction): RuleReference {
  return {
    policy: `${policy.namespace}/${policy.name}`,
    rule: `spec.${direction}[${rule.index}]`,
    position: policy.origin.locate(['spec', direction, rule.index]),
  };
}

function peerFit(
  { peers }: PolicyRule,
  policy: NetworkPolicy,
  { other, namespaces }: Pick<SideQuestion, 'other' | 'namespaces'>,
): RuleFit['peer'] {
  if (!peers || other.kind === 'node') return 'all';
  if (other.kind === 'addresses') {
    const blocks = peers.filter((peer) => 'block' in peer);
    if (blocks.some((peer) => other.ranges.every((range) => admits(peer, range)))) return 'all';
    const parts = blocks.some((peer) =>
      other.ranges.some((range) => overlaps(peer.block, range) && !leavesOut(peer, range)),
    );
    return parts ? 'part' : 'none';
  }
  const { namespace, labels } = other.pods;
  const pods = { namespace, labels, namespaceLabels: namespaces.get(namespace) ?? namespaceLabels(namespace) };
  return peers.some((peer) => !('block' in peer) && peerMatches(peer, policy.namespace, pods)) ? 'all' : 'none';
}

function namesPort(
  { ports }: PolicyRule,
  { port, subject, other, direction }: Omit<SideQuestion, 'policies'>,
): boolean {
  if (!ports) return true;
  const receiver = direction === 'ingress' ? subject : other;
  return ports.some((named) => {
    if (named.protocol !== port.protocol) return false;
    if (!('name' in named)) return named.first <= port.port && port.port <= named.last;
    if (receiver.kind !== 'pods') return false;
    const found = receiver.pods.ports.find(({ name, protocol }) => name === named.name && protocol === named.protocol);
    return found?.port === port.port;
  });
}

function whyNot(fit: RuleFit, { other, port, direction }: SideQuestion): string {
  const ends = direction === 'ingress' ? 'from' : 'to';
  const peers = `it admits ${ends} ${peersText(fit.rule)}, not ${formatPeer(other)}`;
  const ports = `it admits ${portsText(fit.rule)}, not ${formatPort(port)}`;
  if (fit.peer === 'part' && fit.port)
    return `it admits ${ends} ${peersText(fit.rule)}, which is only a part of ${formatPeer(other)}`;
  if (fit.peer !== 'none') return ports;
  return fit.port ? peers : `${peers}; and ${ports}`;
}

/** What a rule says of the other end, in words: `pods app=web of this namespace or 10.0.0.0/8`. */
export function peersText({ peers }: PolicyRule): string {
  return peers ? peers.map(peerText).join(' or ') : 'anyone';
}

/** One of them: `pods app=web of this namespace`. */
export function peerText(peer: PolicyPeer): string {
  if ('block' in peer) return peer.text;
  const pods = peer.podSelector.text === '<all>' ? 'all pods' : `pods ${peer.podSelector.text}`;
  if (!peer.namespaceSelector) return `${pods} of its own namespace`;
  if (peer.namespaceSelector.text === '<all>') return `${pods} of every namespace`;
  return `${pods} of namespaces ${peer.namespaceSelector.text}`;
}

export function portsText({ ports }: PolicyRule): string {
  if (!ports) return 'every port';
  return ports.map(policyPortText).join(', ');
}

/** `TCP 8080-8090`, `TCP "http"` */
export function policyPortText(port: PolicyPort): string {
  return `${port.protocol} ${'name' in port ? `"${port.name}"` : formatPortRange(port)}`;
}
