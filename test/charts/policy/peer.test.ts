import { Minio, Peer } from '../../../charts';
import { policyPeers } from '../../../charts/policy/policy';
import { newChart } from '../../support/synth';

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
    [
      'ingressController where its instructions put it',
      Peer.ingressController('contour'),
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'projectcontour' } },
        podSelector: { matchLabels: { app: 'envoy' } },
      },
    ],
    [
      'ingressController elsewhere',
      Peer.ingressController('traefik', 'kube-system'),
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
        podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } },
      },
    ],
    [
      "ingressController by Istio's Helm chart",
      Peer.ingressController('istio-helm'),
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'istio-ingress' } },
        podSelector: { matchLabels: { istio: 'ingress' } },
      },
    ],
    [
      'of: the pods of a construct',
      Peer.of(new Minio(newChart({ namespace: 'data' }), 'minio')).called('store'),
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'data' } },
        podSelector: { matchLabels: { app: 'minio' } },
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

  it('is a list of nobody where everyone is meant', () => {
    expect(entries(Peer.pods({ app: 'web' }), Peer.anyone())).toBeUndefined();
  });

  it('takes the internet as one block of each family', () => {
    expect(entries(Peer.internet())?.map(({ ipBlock }) => ipBlock?.cidr)).toEqual(['0.0.0.0/0', '2000::/3']);
  });

  it('needs no namespace beside the labels of pods that are at home', () => {
    const end = Peer.podsInNamespace('web', { app: 'web' }).networkEnd();
    expect(policyPeers([end], 'web')).toEqual([{ podSelector: { matchLabels: { app: 'web' } } }]);
    expect(policyPeers([Peer.namespace('web').networkEnd()], 'web')).toEqual([{ podSelector: {} }]);
  });

  it.each<[Peer, string]>([
    [Peer.pods({ app: 'web' }), 'web'],
    [Peer.pods({ app: 'Web_1', tier: 'front.end' }), 'web-1-front.end'],
    [Peer.pods({ marked: '' }), 'pods'],
    [Peer.namespace('lab'), 'lab'],
    [Peer.cidr('203.0.113.0/24'), '203.0.113.0-24'],
    [Peer.cidr('2001:db8::/32'), '2001-db8-32'],
    [Peer.internet(), 'internet'],
    [Peer.ingressController('nginx'), 'ingress-nginx'],
    [Peer.cidr('203.0.113.0/24').called('payments'), 'payments'],
  ])('has a name that can stand in the name of a policy: %#', (peer, name) => {
    expect(peer.networkEnd().name).toBe(name);
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
    [
      'a controller that nobody knows, with those that are known',
      () => Peer.ingressController('caddy'),
      /Peer.ingressController: prop "controller" is "caddy": must be one of contour, .*nginx, traefik.*\[policy\/controller\]/,
    ],
    [
      'a controller by the name of what every object has',
      () => Peer.ingressController('toString'),
      /policy\/controller/,
    ],
    ['a controller in a namespace with a dot', () => Peer.ingressController('nginx', 'a.b'), /"namespace" is "a.b"/],
    ['a name with a space', () => Peer.internet().called('the net'), /Peer.called: prop "name" is "the net"/],
    ['a construct without pods', () => Peer.of(newChart() as never), /Peer.of: prop "end" is .*\[policy\/peer\]/],
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
