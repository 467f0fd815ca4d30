import { policyPortText, portsText } from '../../../reach/explain-side';
import { formatPeer, formatPort } from '../../../reach/peer';
import { hasPort } from '../../../reach/port-set';
import type { Examined } from '../../examined';
import { type OneSided, oneSided as oneSidedPeers } from '../../one-sided';
import { policyNames, policyView } from '../../policy-view';
import type { Fault, Rule } from '../../rule';
import { DNS_RULE, deployment, policy } from './example';

const PODS = deployment('web') + deployment('api');
const WEB = policy(
  'web',
  `
  policyTypes: [Egress]
  egress:
    - to:
        - podSelector: { matchLabels: { app: api } }
      ports: [{ port: 8080 }]${DNS_RULE}`,
);
const api = (app: string) =>
  policy(
    'api',
    `
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector: { matchLabels: { app: ${app} } }
      ports: [{ port: 8080 }]`,
  );

export const oneSided: Rule = {
  id: 'policy/one-sided',
  severity: 'error',
  summary: 'A rule opens a connection that the policies of the other end refuse.',
  why: 'Between pods that are shut in both ways a connection needs an egress rule at the one and an ingress rule at the other, on the same port of the receiving pods. One of them is missing, or they name different ports. Reported only where no pods at all get through by the peer.',
  fix: 'Add the missing rule, or write the same port and protocol on both sides.',
  bad: PODS + WEB + api('api'),
  good: PODS + WEB + api('web'),
  *check(examined) {
    for (const found of oneSidedPeers(examined))
      yield found.mismatches.length ? differentPorts(examined, found) : missingRule(found);
  },
};

function missingRule({ policy, direction, peerPath, subject, other, port, policies }: OneSided): Fault {
  const isEgress = direction === 'egress';
  const message = isEgress
    ? `${formatPeer(subject)} may send to ${formatPeer(other)}, but no ingress rule of ${policyNames(policies)} admits that on ${formatPort(port)}`
    : `${formatPeer(subject)} admits ${formatPeer(other)}, but no egress rule of ${policyNames(policies)} lets that out on ${formatPort(port)}`;
  const isolating = policies.find((one) => one[isEgress ? 'ingress' : 'egress']!.length) ?? policies[0]!;
  const fix = `add a rule ${isEgress ? 'from' : 'to'} ${formatPeer(subject)} on ${formatPort(port)} to ${policyNames([isolating])}`;
  return { on: policy.origin, path: peerPath, message, fix };
}

function differentPorts(examined: Examined, found: OneSided): Fault {
  const { policy, path, direction, rule, mismatches } = found;
  const { rule: otherRule, policy: otherPolicy } = mismatches[0]!;
  const otherDirection = direction === 'egress' ? 'ingress' : 'egress';
  const receiver = direction === 'egress' ? found.other : found.subject;
  const declared = receiver.pods.ports;
  const view = policyView(examined);
  const group = examined.reachability.group(receiver.pods);
  const isHeard = (one: typeof rule) =>
    declared.some((port) => hasPort(view.portsOn(one, group), port.protocol, port.port));
  const otherIsWrong = isHeard(rule) && !isHeard(otherRule);
  const [wrong, right] = otherIsWrong
    ? [
        {
          policy: otherPolicy,
          rule: otherRule,
          direction: otherDirection,
          path: ['spec', otherDirection, otherRule.index],
        },
        { policy, rule, direction },
      ]
    : [
        { policy, rule, direction, path },
        { policy: otherPolicy, rule: otherRule, direction: otherDirection },
      ];
  const isSure = isHeard(right.rule) && !isHeard(wrong.rule);
  const ports =
    isSure && declared.length ? `; ${formatPeer(receiver)} listens on ${declared.map(formatPort).join(', ')}` : '';
  return {
    on: wrong.policy.origin,
    path: [...wrong.path, 'ports'],
    message: `the ports are ${portsText(wrong.rule)}, but spec.${right.direction}[${right.rule.index}] of ${policyNames([right.policy])} at the other end opens ${portsText(right.rule)}${ports}`,
    fix: isSure
      ? `write ${right.rule.ports!.map(policyPortText).join(', ')}`
      : `write the same port on both sides, one that ${formatPeer(receiver)} listens on`,
  };
}
