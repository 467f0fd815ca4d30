import { Peer } from '../../../charts';
import { policyPeers } from '../../../charts/policy/policy';

const entries = (...peers: Peer[]) => policyPeers(peers.map((peer) => peer.networkEnd()));

describe('Peer', () => {
  it.each<[string, Peer, object]>([
    ['pods', Peer.pods({ app: 'web' }), { podSelector: { matchLabels: { app: 'web' } } }],
    [
      'namespace',
      Peer.namespace('ingress-nginx'),
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } },
    ],
    [
      'podsInNamespace: both must hold',
      Peer.podsInNamespace('web', { app: 'web' }),
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } },
        podSelector: { matchLabels: { app: 'web' } },
      },
    ],
    ['cidr', Peer.cidr('2001:db8::/32'), { ipBlock: { cidr: '2001:db8::/32' } }],
    [
      'cidr with exceptions',
      Peer.cidr('0.0.0.0/0', ['10.0.0.0/8', '169.254.169.254/32']),
      { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '169.254.169.254/32'] } },
    ],
  ])('%s', (_what, peer, expected) => {
    expect(entries(peer)).toEqual([expected]);
  });

  it('keeps copies: what becomes of the labels and blocks it was given does not change it', () => {
    const labels = { app: 'web' };
    const except = ['10.0.0.0/8'];
    const peers = [Peer.pods(labels), Peer.podsInNamespace('web', labels), Peer.cidr('0.0.0.0/0', except)];
    const before = JSON.stringify(entries(...peers));
    labels.app = 'changed';
    except.push('changed');
    expect(JSON.stringify(entries(...peers))).toBe(before);
  });

  it.each<[string, () => Peer, RegExp]>([
    [
      'labels that select everything',
      () => Peer.pods({}),
      /Peer.pods: prop "labels".*at least one label.*\[label\/none\]/,
    ],
    ['no labels at all', () => Peer.pods(undefined as never), /Peer.pods: prop "labels" is undefined/],
    ['a namespace in upper case', () => Peer.namespace('Web'), /Peer.namespace: prop "name" is "Web".*upper case/],
    [
      'a namespace with a dot beside labels',
      () => Peer.podsInNamespace('a.b', { app: 'web' }),
      /Peer.podsInNamespace: prop "namespace" is "a.b".*\[name\/dns-label\]/,
    ],
    [
      'labels that select everything of another namespace',
      () => Peer.podsInNamespace('web', {}),
      /Peer.podsInNamespace: prop "labels".*\[label\/none\]/,
    ],
    ['a label with a space', () => Peer.pods({ app: 'a b' }), /Peer.pods: prop "labels.app" is "a b"/],
    ['a bare address', () => Peer.cidr('10.0.0.1'), /Peer.cidr: prop "cidr".*write "10.0.0.1\/32"/],
    ['a bare address of IPv6', () => Peer.cidr('2001:db8::1'), /write "2001:db8::1\/128"/],
    ['a mask that is too long', () => Peer.cidr('10.0.0.0/33'), /cidr\/block/],
    ['bits behind the prefix', () => Peer.cidr('10.1.2.3/8'), /write "10.0.0.0\/8"/],
    ['bits behind the prefix of IPv6', () => Peer.cidr('2001:db8:0:7::1/48'), /write "2001:db8::\/48"/],
    ['IPv4 written as IPv6', () => Peer.cidr('::ffff:10.0.0.0/104'), /cidr\/block/],
    ['an address that is none', () => Peer.cidr('999.0.0.0/8'), /cidr\/block/],
    [
      'an exception that is no list',
      () => Peer.cidr('10.0.0.0/8', '10.1.0.0/16' as never),
      /"except" is "10.1.0.0\/16": must be a list/,
    ],
    ['null for exceptions', () => Peer.cidr('10.0.0.0/8', null as never), /"except" is null: must be a list/],
    ['a zone in the address', () => Peer.cidr('fe80::1%eth0/64'), /cidr\/block/],
    [
      'an exception outside',
      () => Peer.cidr('10.0.0.0/8', ['192.168.0.0/16']),
      /"except\[0\]".*inside 10.0.0.0\/8.*\[cidr\/except\]/,
    ],
    ['an exception of the same size', () => Peer.cidr('10.0.0.0/8', ['10.0.0.0/8']), /cidr\/except/],
    ['an exception with bits behind its prefix', () => Peer.cidr('10.0.0.0/8', ['10.1.2.3/16']), /cidr\/except/],
    [
      'the second of two exceptions',
      () => Peer.cidr('10.0.0.0/8', ['10.1.0.0/16', '11.0.0.0/16']),
      /"except\[1\]" is "11.0.0.0\/16"/,
    ],
    ['an exception of the other family', () => Peer.cidr('0.0.0.0/0', ['2001:db8::/32']), /cidr\/except/],
  ])('refuses %s', (_what, make, message) => {
    expect(make).toThrow(message);
  });
});
