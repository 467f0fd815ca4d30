import { diagnoseText, findingsOf } from '../../support/findings';
import { DNS, egress, pods, TO_DNS } from '../../support/policies';

const RULE = 'policy/dns-over-udp-only';
const API = pods('api');
const UDP = { protocol: 'UDP', port: 53 };

describe(RULE, () => {
  it('finds UDP 53 without TCP 53, and adds it', () => {
    const yaml = API + egress('api', { to: [DNS], ports: [UDP] });
    expect(findingsOf(RULE, yaml)).toEqual(['warning NetworkPolicy shop/api spec.egress[0].ports:9']);
    expect(diagnoseText(yaml).find(({ rule }) => rule === RULE)!.edits).toEqual([
      { path: ['spec', 'egress', 0, 'ports', 1], value: { protocol: 'TCP', port: 53 } },
    ]);
  });

  it.each([
    ['both', API + egress('api', TO_DNS)],
    ['both, in two rules', API + egress('api', { to: [DNS], ports: [UDP] }, { to: [DNS], ports: [{ port: 53 }] })],
    ['every port of the DNS pods', API + egress('api', { to: [DNS] })],
    ['no DNS at all, which is another mistake', API + egress('api')],
  ])('is silent on %s', (_, text) => {
    expect(findingsOf(RULE, text)).toEqual([]);
  });
});
