import { Live } from '../state/live';
import { System } from '../state/system';
import { connect } from './attempts';
import { type Case, Cases, type Kind, OUTSIDE_PORTS, portsOf, type Result, tryAll } from './cases';
import { Lab, nameOf, until } from './lab';
import { CLUSTER_DNS, EDGES, NEIGHBOURS, OUTSIDE, podOfJob } from './neighbours';

const MINUTES = 60_000;
const dist = System.of(
  ...['00-namespaces', 'price-history', 'echo-demo', 'price-history-large', 'gallery/three-tier', 'gallery/zero-trust'],
);
const system = new System([...CLUSTER_DNS, ...dist.objects, ...NEIGHBOURS, ...EDGES]);
const outside = Object.values(OUTSIDE);

/** What network/ leaves open, and what the rules of nftables make of it. */
const LEFT_OPEN: Readonly<Record<string, Result>> = {};

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

  it('are both allowed and denied in each system', () => {
    for (const { metadata } of system.ofKind('Namespace')) console.log(metadata.name);
  });

  it('are left open by network/ for reasons that are known', () => {
    const reasons = new Map<string, Set<Result>>();
    for (const one of cases.filter((some) => !isDecided(some))) {
      const reason = `${one.expected.verdict}: ${one.expected.reason}`;
      reasons.set(reason, (reasons.get(reason) ?? new Set()).add(withPolicies.get(one)!));
    }
    expect(Object.fromEntries([...reasons].map(([reason, results]) => [reason, [...results].sort().join()]))).toEqual(
      LEFT_OPEN,
    );
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
    const others = toMinio.filter((one) => results.get(one) !== resultFor(one)).map(({ from }) => from);
    expect(others).toContain('production/stranger');
    expect(others).toEqual(toMinio.filter(({ expected }) => expected.verdict === 'denied').map(({ from }) => from));
  });

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
