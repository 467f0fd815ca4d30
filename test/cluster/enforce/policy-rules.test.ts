import { buildJudge } from '../../oracle/judge';
import type { KubeObject } from '../state/system';
import { policyRules } from './policy-rules';

const META = { namespace: 'shop' };

function pod(name: string, podIP: string, ports: object[] = []): KubeObject {
  const spec = { containers: [{ name, image: 'app', ports }] };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...META, name, labels: { app: name } }, spec, status: { podIP } };
}

function policy(spec: object): KubeObject {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { ...META, name: 'one' }, spec };
}

const web = pod('web', '10.244.0.2');
const db = pod('db', '10.244.0.3', [{ name: 'sql', containerPort: 5432 }]);
const namespaces = [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }];
const only = (app: string) => ({ matchLabels: { app } });

/** Who may talk to whom, of those that a text is about. */
function allowed(spec: object, about: string): string[] {
  const rules = policyRules({ namespaces, pods: [web, db], policies: [policy(spec)] }, 'reject');
  const elements = /set allowed .* elements = \{ (.*?) \} \}/s.exec(rules)![1]!;
  return elements.split(',\n').filter((element) => element.startsWith(about));
}

describe('the rules of nftables', () => {
  beforeAll(buildJudge);

  it('let everything through that no policy is about, at all ports, to all addresses', () => {
    const spec = { podSelector: only('db'), policyTypes: ['Ingress'] };
    expect(allowed(spec, '10.244.0.3 . 10.244.0.2')).toEqual([
      '10.244.0.3 . 10.244.0.2 . tcp . 1-65535',
      '10.244.0.3 . 10.244.0.2 . udp . 1-65535',
    ]);
    expect(allowed(spec, '10.244.0.3 . 0.0.0.0-')).toEqual([
      '10.244.0.3 . 0.0.0.0-10.243.255.255 . tcp . 1-65535',
      '10.244.0.3 . 0.0.0.0-10.243.255.255 . udp . 1-65535',
    ]);
    expect(allowed(spec, '10.244.0.2 . 10.244.0.3')).toEqual([]);
  });

  it.each([
    ['a number', { port: 5000 }, '5000-5000'],
    ['a range', { port: 5000, endPort: 5999 }, '5000-5999'],
    ['a name', { port: 'sql' }, '5432-5432'],
    ['none', { protocol: 'TCP' }, '1-65535'],
  ])('let through exactly the ports of a rule with %s', (_what, port, range) => {
    const spec = { podSelector: only('db'), ingress: [{ from: [{ podSelector: only('web') }], ports: [port] }] };
    expect(allowed(spec, '10.244.0.2 . 10.244.0.3')).toEqual([`10.244.0.2 . 10.244.0.3 . tcp . ${range}`]);
  });

  it('let a pod talk to itself, whatever the policies say', () => {
    const spec = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
    expect(allowed(spec, '')).toEqual(
      ['2', '3'].flatMap((n) =>
        ['tcp', 'udp'].map((protocol) => `10.244.0.${n} . 10.244.0.${n} . ${protocol} . 1-65535`),
      ),
    );
  });

  it('cut addresses where blocks begin and end', () => {
    const block = { cidr: '192.0.2.0/24', except: ['192.0.2.128/25'] };
    const spec = {
      podSelector: only('web'),
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: block }], ports: [{ port: 443 }] }],
    };
    expect(allowed(spec, '10.244.0.2 . 192')).toEqual(['10.244.0.2 . 192.0.2.0-192.0.2.127 . tcp . 443-443']);
    expect(allowed(spec, '10.244.0.2 . ').filter((one) => !one.includes(' . 10.244.'))).toHaveLength(1);
  });

  it.each([
    ['reject', 'reject with icmp type admin-prohibited'],
    ['drop', 'drop'],
  ] as const)('%s what is not allowed', (denial, words) => {
    const rules = policyRules({ namespaces, pods: [web], policies: [] }, denial);
    expect(rules).toContain(`ip saddr @pods meta l4proto { tcp, udp } ${words}\n`);
    expect(rules).toContain(`ip daddr @pods meta l4proto { tcp, udp } ${words}\n`);
  });
});
