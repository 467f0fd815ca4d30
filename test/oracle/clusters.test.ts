import fc from 'fast-check';
import { rangeOf } from './address';
import { blocksOf, type Cluster, clusters, peersOf, probes, rulesOf } from './clusters';
import { compare } from './compare';
import { BOTH, OPEN } from './judge';

const SEED = 1;
const sample = fc.sample(clusters, { seed: SEED, numRuns: 300 });
const policies = sample.flatMap((cluster) => cluster.policies);
const rules = policies.flatMap(rulesOf);
const peers = rules.flatMap(peersOf);
const blocks = rules.flatMap(blocksOf);
const policyPorts = rules.flatMap(({ ports }) => ports ?? []);
const text = JSON.stringify(sample);

describe('the generated clusters', () => {
  it.each([
    [
      'a missing and an empty policyTypes',
      () => policies.some(({ spec }) => !spec.policyTypes) && text.includes('"policyTypes":[]'),
    ],
    ['both policyTypes', () => text.includes('"policyTypes":["Egress","Ingress"]')],
    [
      'egress rules that the policyTypes leave out',
      () => policies.some(({ spec }) => spec.egress?.length && spec.policyTypes?.every((type) => type === 'Ingress')),
    ],
    ['an empty egress', () => text.includes('"egress":[]')],
    ['a rule for all', () => /"ingress":\[[^\]]*\{\}/.test(text)],
    ['empty peers', () => text.includes('"from":[]') && text.includes('"to":[]')],
    ['both selectors in one peer', () => peers.some((peer) => peer.podSelector && peer.namespaceSelector)],
    ['empty selectors', () => text.includes('"podSelector":{}') && text.includes('"namespaceSelector":{}')],
    [
      'every operator',
      () => ['In', 'NotIn', 'Exists', 'DoesNotExist'].every((name) => text.includes(`"operator":"${name}"`)),
    ],
    ['labels and expressions in one selector', () => /"matchLabels":\{"[^}]*\},"matchExpressions":\[\{/.test(text)],
    ['a label without a value', () => text.includes('"app":""')],
    [
      'blocks of both families',
      () => blocks.some(({ cidr }) => cidr.includes(':')) && blocks.some(({ cidr }) => cidr.includes('.')),
    ],
    ['several excepts', () => blocks.some(({ except }) => except && except.length > 1)],
    ['a range of ports', () => policyPorts.some(({ endPort }) => endPort)],
    ['a whole protocol', () => policyPorts.some(({ port, protocol }) => !port && protocol)],
    [
      'a port name and a number',
      () =>
        policyPorts.some(({ port }) => typeof port === 'string') &&
        policyPorts.some(({ port }) => typeof port === 'number'),
    ],
    [
      'every protocol',
      () => ['TCP', 'UDP', 'SCTP'].every((name) => policyPorts.some(({ protocol }) => protocol === name)),
    ],
    [
      'one port name on two numbers',
      () =>
        sample.some(
          ({ pods }) =>
            new Set(
              pods.flatMap(({ spec }) =>
                spec.containers.flatMap(({ ports }) =>
                  ports.filter(({ name }) => name === 'http').map((port) => port.containerPort),
                ),
              ),
            ).size > 1,
        ),
    ],
    [
      'a sidecar and an init container',
      () =>
        text.includes('"restartPolicy":"Always"') &&
        sample.some(({ pods }) =>
          pods.some(({ spec }) => spec.initContainers?.some(({ restartPolicy }) => !restartPolicy)),
        ),
    ],
    [
      'pods and no object of their namespace',
      () =>
        sample.some(({ pods, namespaces }) =>
          pods.some((pod) => !namespaces.some(({ metadata }) => metadata.name === pod.metadata.namespace)),
        ),
    ],
  ] as [string, () => boolean][])('have %s', (_what, found) => expect(found()).toBe(true));

  it('have excepts that are strict subsets of their block, as the API server wants', () => {
    const pairs = blocks.flatMap(({ cidr, except = [] }) =>
      except.map((part) => [rangeOf(cidr), rangeOf(part)] as const),
    );
    expect(pairs.length).toBeGreaterThan(0);
    for (const [block, part] of pairs) {
      expect(part.first >= block.first && part.last <= block.last).toBe(true);
      expect(part.last - part.first < block.last - block.first).toBe(true);
    }
  });

  it('have no port name twice in a pod and protocol', () => {
    for (const { spec } of sample.flatMap(({ pods }) => pods)) {
      const named = [...(spec.initContainers ?? []), ...spec.containers]
        .flatMap(({ ports }) => ports)
        .flatMap(({ name, protocol = 'TCP' }) => (name ? [`${name} ${protocol}`] : []));
      expect(new Set(named).size).toBe(named.length);
    }
  });

  it('are probed on both sides of the edges of a block and of a port range, but not at the address of a pod', () => {
    const cluster: Cluster = {
      namespaces: [],
      pods: [pod('p0', '192.0.2.4'), pod('p1', '192.0.2.200')],
      policies: [
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: { name: 'np0' },
          spec: {
            podSelector: {},
            egress: [
              {
                to: [{ ipBlock: { cidr: '192.0.2.0/30', except: ['192.0.2.2/31'] } }],
                ports: [{ port: 80, endPort: 90 }],
              },
            ],
          },
        },
      ],
    };
    expect(probes(cluster).addresses).toEqual(['192.0.1.255', '192.0.2.0', '192.0.2.3', '192.0.2.1', '192.0.2.2']);
    expect(new Set(probes(cluster).ports.map(({ port }) => port))).toEqual(new Set([79, 80, 90, 91]));
  });
});

describe('the comparison', () => {
  const cluster: Cluster = { namespaces: [], pods: [pod('p0', '10.244.0.1'), pod('p1', '10.244.0.2')], policies: [] };
  const { ports } = probes(cluster);
  const all = (cell: number) => `${cell}`.repeat(4 * ports.length);
  const everything = { between: () => () => ({ verdict: 'allowed' }) };

  it('counts every cell of an engine that agrees', () =>
    expect(compare(cluster, all(BOTH), everything)).toEqual({
      compared: 4 * ports.length,
      open: 0,
      disagreements: [],
    }));

  it('counts open cells and compares none of them', () =>
    expect(compare(cluster, all(OPEN), everything)).toEqual({
      compared: 0,
      open: 4 * ports.length,
      disagreements: [],
    }));

  it.each([
    [0, false, false],
    [1, true, false],
    [2, false, true],
  ])('finds one cell that differs: %i', (cell, egress, ingress) => {
    const cells = all(BOTH).split('');
    cells[ports.length] = `${cell}`;
    expect(compare(cluster, cells.join(''), everything).disagreements).toEqual([
      { from: 'default/p0', to: 'default/p1', ...ports[0], judge: { egress, ingress }, engine: { verdict: 'allowed' } },
    ]);
  });

  it('refuses an answer of another length', () =>
    expect(() => compare(cluster, all(BOTH).slice(1), everything)).toThrow('for a cluster of'));
});

function pod(name: string, podIP: string) {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [] }, status: { podIP } };
}
