import { join } from 'node:path';
import { CHECKS, problemsOf } from './checks';
import { endpoints } from './checks/endpoints';
import { ControlPlane } from './control-plane/control-plane';
import { addNeighbours } from './control-plane/furniture';
import type { Output } from './control-plane/kubectl';
import { beforeLastChange } from './state/history';
import { type Live, settle } from './state/live';
import { allOf, DIST, idOf, type KubeObject, listOf, System } from './state/system';
import { makeSecrets } from './user';

const MINUTE_MS = 60_000;
const AHEAD_MS = 10_000;
const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
const CLOCK = 'each-minute';
const ONCE = 'at-its-time';

const system = System.of();
let plane: ControlPlane;
let live: Live;
let upgrade: Output;
let due: number;

beforeAll(async () => {
  plane = await ControlPlane.start();
  await plane.addDefinitions();
  await addNeighbours(plane.kubectl);
  due = await scheduleSoon(); // first of all: there is time to wait for
  await plane.kubectl.run(['apply', ...allOf(await beforeLastChange(join(plane.folder, 'before')))]);
  upgrade = await plane.kubectl.try(['apply', ...allOf(DIST)]);
  await makeSecrets(plane);
  live = await settle(plane.kubectl, (state) => problemsOf(system, state));
});
afterAll(() => plane?.stop());

describe('dist/, run where it ran before its last change', () => {
  it('is taken by the API server: no field changed that may not change', () => {
    expect(upgrade).toMatchObject({ code: 0, stderr: '' });
  });

  it.each(Object.entries(CHECKS))('passes the check of %s', (_name, check) => {
    expect(check(system, live)).toEqual([]);
  });

  it('has Services with a selector, StatefulSets, disruption budgets and an autoscaler to check', () => {
    const { services } = system.network.cluster;
    expect(services.filter(({ selector }) => selector).length).toBeGreaterThan(50);
    for (const kind of ['StatefulSet', 'PodDisruptionBudget', 'HorizontalPodAutoscaler', 'Ingress'])
      expect(system.ofKind(kind)).not.toEqual([]);
  });
});

describe('the pods of host-ports', () => {
  it('have the address of their node on its network, and one of their own with a port of it', () => {
    const [onNode, withPort] = ['nginx-hostnetwork', 'nginx-hostport'].map((name) => {
      const { status } = live.find(`Pod host-ports/${name}`)!;
      return status.podIP === status.hostIP;
    });
    expect({ onNode, withPort }).toEqual({ onNode: true, withPort: false });
  });
});

describe('a Service that is wrong leads to nobody', () => {
  const services = system.ofKind('Service').filter(({ spec }) => spec.selector);

  it.each([
    ['with one label another', ({ spec }: KubeObject) => changeFirst(spec.selector, (value) => `${value}-wrong`)],
    ['with one label more', ({ spec }: KubeObject) => Object.assign(spec.selector, { 'no-such': 'label' })],
    ['at a named port that no container has', ({ spec }: KubeObject) => changePorts(spec, 'no-such-port')],
    ['in another namespace', ({ metadata }: KubeObject) => Object.assign(metadata, { namespace: 'elsewhere' })],
  ])('%s', async (title, change) => {
    const wrong = services.map((service, i) => wrongCopy(service, `wrong-${title.length}-${i}`, change));
    const elsewhere = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'elsewhere' } };
    await plane.kubectl.run(['apply', '--server-side', '-f', '-'], listOf([elsewhere, ...wrong]));
    // A slice is there for each: the controller has looked at it.
    const slices = (state: Live, { metadata }: KubeObject) => state.slicesOf(metadata.namespace, metadata.name);
    const state = await settle(plane.kubectl, (now) => wrong.filter((one) => !slices(now, one).length).map(idOf));
    for (const one of wrong) expect(slices(state, one)).not.toEqual([]);
    const reached = wrong.filter(({ metadata }) => state.readyAddresses(metadata.namespace, metadata.name).length);
    expect(reached.map(idOf)).toEqual([]);
  });
});

describe('a new image', () => {
  it.each([
    ['Deployment', 'history-server', 'history-server'],
    ['StatefulSet', 'minio', 'minio'],
  ])('is rolled out to the %s %s, which its Services then lead to, and back', async (kind, name, container) => {
    const workload = `${kind.toLowerCase()}/${name}`;
    const images = (state: Live) =>
      state.podsOf(state.find(`${kind} production/${name}`)!).map(({ spec }) => spec.containers[0].image);
    const before = images(live);
    const inProduction = ['--namespace=production', '--timeout=300s'];
    await plane.kubectl.run(['--namespace=production', 'set', 'image', workload, `${container}=another:2`]);
    await plane.kubectl.run(['rollout', 'status', workload, ...inProduction]);
    const after = await settle(plane.kubectl, (state) => endpoints(system, state));
    expect(endpoints(system, after)).toEqual([]);
    expect(images(after)).toEqual(before.map(() => 'another:2'));

    await plane.kubectl.run(['--namespace=production', 'rollout', 'undo', workload]);
    await plane.kubectl.run(['rollout', 'status', workload, ...inProduction]);
    const back = await settle(plane.kubectl, (state) => problemsOf(system, state));
    expect(problemsOf(system, back)).toEqual([]);
    expect(images(back)).toEqual(before);
  });
});

describe('the CronJob of the fetcher', () => {
  it('makes a Job by hand, whose pod is the fetcher', async () => {
    await plane.kubectl.run(['--namespace=production', 'create', 'job', 'by-hand', '--from=cronjob/price-fetcher']);
    await plane.kubectl.run([
      '--namespace=production',
      'wait',
      '--for=condition=Complete',
      'job/by-hand',
      '--timeout=300s',
    ]);
    const [pod] = await plane.kubectl.list<KubeObject>('pods', '--namespace=production', '-l', 'job-name=by-hand');
    const [template] = system.ofKind('CronJob').filter(({ metadata }) => metadata.namespace === 'production');
    const { labels } = template.spec.jobTemplate.spec.template.metadata;
    expect(pod).toMatchObject({ status: { phase: 'Succeeded' }, metadata: { labels } });
  });

  it('makes one at its time by the clock of Tallinn, and not twice', async () => {
    // The one of each minute is the clock: when it is past the time, the other's Job must be there, and is the only one.
    const passed = (state: Live) => timesOf(state, CLOCK).some((time) => time > due);
    const state = await settle(plane.kubectl, (now) => (passed(now) ? [] : ['not yet']), 400);
    expect(timesOf(state, ONCE)).toEqual([due]);
    const ticks = timesOf(state, CLOCK);
    expect(new Set(ticks).size).toBe(ticks.length);
  });
});

/** Copies of the fetcher's CronJob: one that is due soon, once a day in its own time zone, and one of each minute. */
async function scheduleSoon(): Promise<number> {
  const original = system.ofKind('CronJob').find(({ metadata }) => metadata.namespace === 'production')!;
  const time = Math.ceil((Date.now() + AHEAD_MS) / MINUTE_MS) * MINUTE_MS;
  const clock = { timeZone: original.spec.timeZone, hour: 'numeric', minute: 'numeric', hour12: false } as const;
  const parts = new Intl.DateTimeFormat('en', clock).formatToParts(time);
  const [hour, minute] = ['hour', 'minute'].map((type) => Number(parts.find((part) => part.type === type)!.value));
  const copy = (name: string, schedule: string) => ({
    ...original,
    metadata: { name, namespace: 'soon' },
    spec: { ...original.spec, schedule },
  });
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'soon' } };
  const copies = [namespace, copy(ONCE, `${minute} ${hour! % 24} * * *`), copy(CLOCK, '* * * * *')];
  await plane.kubectl.run(['apply', '-f', '-'], listOf(copies));
  return time;
}

/** Times that a CronJob has made Jobs for. */
function timesOf(state: Live, cronJob: string): number[] {
  return state
    .ofKind('Job')
    .filter(({ metadata }) => metadata.ownerReferences?.[0]?.name === cronJob)
    .map(({ metadata }) => Date.parse(metadata.annotations[SCHEDULED_AT]));
}

function wrongCopy({ apiVersion, kind, metadata, spec }: KubeObject, name: string, change: (copy: KubeObject) => void) {
  const { selector, ports, clusterIP } = spec;
  const withoutNodePorts = ports.map(({ nodePort, ...port }: KubeObject) => port);
  const copy = structuredClone({
    apiVersion,
    kind,
    metadata: { name, namespace: metadata.namespace ?? 'default' },
    spec: { selector, ports: withoutNodePorts, clusterIP },
  });
  change(copy);
  return copy;
}

function changeFirst(labels: Record<string, string>, change: (value: string) => string): void {
  const [key] = Object.keys(labels);
  labels[key!] = change(labels[key!]!);
}

function changePorts(spec: KubeObject, targetPort: string): void {
  for (const port of spec.ports) port.targetPort = targetPort;
}
