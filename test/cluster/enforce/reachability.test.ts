import { groupBy } from '../../../network/group-by';
import { Live } from '../state/live';
import { System } from '../state/system';
import { connect } from './attempts';
import { type Case, Cases, type Kind, OUTSIDE_PORTS, portsOf, type Result, tryAll } from './cases';
import { Lab, nameOf, until } from './lab';
import { CLUSTER_DNS, EDGES, NEIGHBOURS, OUTSIDE, podOfJob } from './neighbours';

const MINUTES = 60_000;
const dist = System.of(
  ...['00-namespaces', 'price-history', 'echo-demo', 'price-history-large'],
  ...['gallery/three-tier', 'gallery/zero-trust', 'gallery/node-ports', 'gallery/bare-metal'],
);
const system = new System([...CLUSTER_DNS, ...dist.objects, ...NEIGHBOURS, ...EDGES]);
const outside = Object.values(OUTSIDE);

describe('connections of pods, asked of network/ and tried', () => {
  let lab: Lab;
  let cases: Case[];
  let withoutPolicies: Map<Case, Result>;
  let withPolicies: Map<Case, Result>;

  beforeAll(async () => {
    lab = await Lab.start(outside);
    await lab.apply([...system.objects, ...dist.ofKind('CronJob').map(podOfJob)]);
    await lab.joinPods();
    await Promise.all([
      ...lab.pods.map((pod) => lab.listen(pod.network, pod.address, nameOf(pod.object), numbers(portsOf(pod)))),
      ...outside.map((address) => lab.listen(lab.outside, address, address, OUTSIDE_PORTS)),
    ]);
    cases = new Cases(system.network, await Live.read(lab.plane.kubectl), lab, outside).all();
    await until('kube-proxy leads to all Services', async () => {
      const ofServices = cases.filter(({ kind }) => kind.includes('Service'));
      const results = await tryAll(lab, ofServices);
      return [...results.values()].every((result) => result === 'taken');
    });
    withoutPolicies = await tryAll(lab, cases);
    await lab.enforce('reject');
    withPolicies = await tryAll(lab, cases);
    process.stderr.write(`${figures()}\n`);
  }, 5 * MINUTES);
  afterAll(() => lab?.stop());

  it('are all taken while no policy is enforced, by those that they are meant for', () => {
    expect(sentences(cases.filter((one) => withoutPolicies.get(one) !== 'taken'))).toEqual([]);
  });

  it.each<Kind>([
    'a port that a container declares',
    'a port that no container declares',
    'a Service',
    'a headless Service',
    'a port of the nodes',
    'an address outside',
    'a pod, from outside',
  ])('to %s are taken and prohibited as network/ says', (kind) => {
    const decided = cases.filter((one) => one.kind === kind && isDecided(one));
    expect(decided).not.toEqual([]);
    expect(sentences(decided.filter((one) => withPolicies.get(one) !== resultFor(one)))).toEqual([]);
  });

  it.each(
    system.ofKind('Namespace').map(({ metadata }) => metadata.name),
  )('are allowed and denied to pods of %s', (name) => {
    const own = cases.filter(({ kind, to }) => kind.endsWith('a container declares') && to.startsWith(`${name}/`));
    expect([...new Set(own.filter(isDecided).map(({ expected }) => expected.verdict))].sort()).toEqual([
      'allowed',
      'denied',
    ]);
  });

  it('are left open by network/ only where an ipBlock might mean pods, which cyclonus takes for denied', () => {
    const open = cases.filter((one) => !isDecided(one));
    const [ofSender, others] = partition(open, ({ from }) => from === 'edges/by-block');
    // The manifests do not tell that no pod has an address in the block of visitors.
    const [ofReceiver, unexplained] = partition(others, ({ to }) => to === 'edges/server:8080/TCP');
    expect(sentences(unexplained)).toEqual([]);
    for (const some of [ofSender, ofReceiver]) expect(some).not.toEqual([]);
    for (const { expected } of open) {
      expect(expected.verdict).toBe('undecidable');
      expect(expected.reason).toContain('only an ipBlock admits it');
    }
    expect(sentences(open.filter((one) => withPolicies.get(one) !== 'prohibited'))).toEqual([]);
  });

  it('are taken by every pod, when its node makes them', async () => {
    const attempts = lab.pods.flatMap(({ address, object }) =>
      portsOf(lab.pod(nameOf(object))).map(({ port }) => ({ protocol: 'TCP' as const, to: `${address}:${port}` })),
    );
    const outcomes = await connect(lab.node, attempts);
    expect(attempts.filter((_, i) => outcomes[i]!.error)).toEqual([]);
  });

  it('disagree with network/ as soon as a policy of the cluster is another than that of the manifests', async () => {
    await lab.plane.kubectl.run(['delete', 'networkpolicy', 'minio-network-policy', '--namespace=production']);
    await lab.enforce('reject');
    const toMinio = cases.filter(({ to }) => to === 'production/minio-0:9000/TCP');
    const results = await tryAll(lab, toMinio);
    const others = toMinio.filter((one) => results.get(one) !== resultFor(one));
    expect(others.map(({ from }) => from)).toContain('production/stranger');
    for (const one of others) expect([one.expected.verdict, results.get(one)]).toEqual(['denied', 'taken']);
  });

  function figures(): string {
    const counted = (of: (one: Case) => string) =>
      [...groupBy(cases, of)].map(([what, some]) => `${some.length} ${what}`).join(', ');
    return `${lab.pods.length} pods; connections to ${counted(({ kind }) => kind)}: ${counted(({ expected }) => expected.verdict)}`;
  }

  function sentences(some: readonly Case[]): string[] {
    return some.map(
      (one) =>
        `${one.from} to ${one.to}: ${one.expected.verdict} by network/; ` +
        `${withoutPolicies.get(one)} without policies, ${withPolicies.get(one)} with them`,
    );
  }
});

function isDecided({ expected: { verdict } }: Case): boolean {
  return verdict === 'allowed' || verdict === 'denied';
}

function resultFor({ expected: { verdict } }: Case): Result {
  return verdict === 'allowed' ? 'taken' : 'prohibited';
}

function numbers(ports: readonly { readonly port: number }[]): number[] {
  return ports.map(({ port }) => port);
}

function partition<T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}
