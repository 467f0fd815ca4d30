import { groupBy } from '../../../group-by';
import { shutIn } from '../../dns';
import { namesDns, policyView } from '../../policy-view';
import type { Rule } from '../../rule';
import { DNS_RULE, deployment, policy } from './example';

const egress = (rule: string) =>
  policy(
    'api',
    `
  policyTypes: [Egress]
  egress:${rule}`,
  );
const UDP_ONLY = DNS_RULE.replace(/\n.*protocol: TCP.*$/, '');

export const dnsOverUdpOnly: Rule = {
  id: 'policy/dns-over-udp-only',
  severity: 'warning',
  summary: 'Policies let pods ask DNS over UDP, and not over TCP.',
  why: 'An answer that is too long for one packet comes cut short, and is asked for again over TCP: names with many addresses, such as headless Services and large hosts, then fail now and then. https://www.rfc-editor.org/rfc/rfc7766',
  fix: 'Add TCP 53 beside UDP 53.',
  bad: deployment('api') + egress(UDP_ONLY),
  good: deployment('api') + egress(DNS_RULE),
  *check(examined) {
    const seen = new Set<object>();
    const rules = policyView(examined).rules.filter((place) => place.direction === 'egress' && namesDns(place));
    const byPolicy = groupBy(rules, ({ policy }) => policy);
    for (const { side, udp, tcp } of shutIn(examined)) {
      if (!udp || tcp) continue;
      const [place] = side.policies.flatMap((policy) => byPolicy.get(policy) ?? []);
      if (!place || seen.has(place.rule)) continue;
      seen.add(place.rule);
      const { policy, rule, path } = place;
      const isAlone = rule.ports!.length === 1;
      yield {
        on: policy.origin,
        path: [...path, 'ports'],
        message: 'DNS is opened on UDP 53 and not on TCP 53: answers that are too long for a packet get lost',
        fix: 'add { protocol: TCP, port: 53 }',
        ...(isAlone && { edits: [{ path: [...path, 'ports', 1], value: { protocol: 'TCP', port: 53 } }] }),
      };
    }
  },
};
