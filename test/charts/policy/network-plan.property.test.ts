import { ApiObject, App, Chart } from 'cdk8s';
import { k8s, Protocol } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { type INetworkEnd, Microservice, NetworkPlan, Peer, Port } from '../../../charts';
import { manifest } from '../../../charts/workload/manifest';
import { readNetwork } from '../../../network';
import { parseAddress } from '../../../network/cluster/address';
import type { Peer as EnginePeer } from '../../../network/reach/peer';
import { hasPort } from '../../../network/reach/port-set';
import { allows, isIn, type Place, type Pod, type Port as PodPort, podsOf } from '../../support/policy';
import type { Manifest } from '../../support/synth';

/** An end as it is written down in a random plan. */
type End =
  | { readonly kind: 'service'; readonly index: number }
  | { readonly kind: 'pods' | 'namespace'; readonly namespace: string }
  | { readonly kind: 'cidr'; readonly cidr: string; readonly except: readonly string[] }
  | { readonly kind: 'internet' | 'anyone' };

interface ServicePort {
  readonly service: number;
  readonly pod: number;
  readonly protocol: Protocol;
}

interface OwnPort {
  readonly kind: 'number' | 'name';
  readonly index: number;
}

/** Of a receiver that is a service: one of its ports, by the Service's number or by name, or all of them. */
type Ports =
  | OwnPort
  | { readonly kind: 'known' }
  | {
      readonly kind: 'one' | 'range' | 'every';
      readonly first: number;
      readonly last: number;
      readonly protocol: Protocol;
    };

interface Connection {
  readonly from: End;
  readonly to: End;
  readonly ports: Ports;
}

interface Plan {
  /** Namespace and ports of each service; it is called `s0`, `s1`, … */
  readonly services: readonly { readonly namespace: string; readonly ports: readonly ServicePort[] }[];
  readonly walled: readonly string[];
  readonly connections: readonly Connection[];
}

const NAMESPACES = ['one', 'two', 'three'];
const ELSEWHERE = ['elsewhere', 'kube-system'];
const PROTOCOLS = Object.values(Protocol);
/** Few, so that they meet. */
const NUMBERS = [53, 80, 81, 443, 8080];
const BLOCKS = [
  { cidr: '203.0.113.0/24', except: ['203.0.113.128/25'] },
  { cidr: '10.0.0.0/8', except: [] },
  { cidr: '2001:db8::/32', except: ['2001:db8:1::/48'] },
];
const ADDRESSES = [
  '203.0.113.7',
  '203.0.113.200',
  '10.1.2.3',
  '169.254.169.254',
  '8.8.8.8',
  '2001:db8::1',
  '2001:db8:1::1',
  'fd00::1',
];
const LABELS = { app: 'theirs' };

const number = fc.constantFrom(...NUMBERS);
const protocol = fc.constantFrom(...PROTOCOLS);
const service = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  ports: fc.uniqueArray(fc.record({ service: number, pod: number, protocol }), {
    minLength: 1,
    maxLength: 2,
    selector: ({ service, protocol }) => `${service}/${protocol}`,
  }),
});
const place = fc.constantFrom(...NAMESPACES, ...ELSEWHERE);
const end: fc.Arbitrary<End> = fc.oneof(
  { arbitrary: fc.record({ kind: fc.constant('service' as const), index: fc.nat() }), weight: 5 },
  {
    arbitrary: fc.record({ kind: fc.constantFrom('pods' as const, 'namespace' as const), namespace: place }),
    weight: 2,
  },
  fc.constantFrom(...BLOCKS).map((block) => ({ kind: 'cidr' as const, ...block })),
  fc.record({ kind: fc.constantFrom('internet' as const, 'anyone' as const) }),
);
const ports: fc.Arbitrary<Ports> = fc.oneof(
  fc.constant({ kind: 'known' as const }),
  fc.record({ kind: fc.constantFrom('number' as const, 'name' as const), index: fc.nat() }),
  fc
    .record({
      kind: fc.constantFrom('one' as const, 'range' as const, 'every' as const),
      first: number,
      more: fc.nat(400),
      protocol,
    })
    .map(({ first, more, ...rest }) => ({ ...rest, first, last: first + more })),
);
const plan: fc.Arbitrary<Plan> = fc
  .record({
    services: fc.array(service, { minLength: 2, maxLength: 5 }),
    walled: fc.subarray(NAMESPACES, { minLength: 1 }),
    connections: fc.array(fc.record({ from: end, to: end, ports }), { maxLength: 6 }),
  })
  .map(({ connections, ...rest }) => ({
    ...rest,
    connections: connections.map((one) => fitted(one, rest.services.length)),
  }))
  .map((drawn) => ({ ...drawn, connections: drawn.connections.filter((one) => canBeSaid(one, drawn)) }));

/** Indexes that there are; numbers instead of names and known ports where the receiver is no service of ours. */
function fitted({ from, to, ports }: Connection, count: number): Connection {
  const within = (one: End): End => (one.kind === 'service' ? { ...one, index: one.index % count } : one);
  const isService = to.kind === 'service';
  const isOurs = ports.kind === 'known' || 'index' in ports;
  const plain: Ports = { kind: 'one', first: 443, last: 443, protocol: Protocol.TCP };
  return {
    from: within(from),
    to: within(to),
    ports:
      isService === isOurs || (isService && ports.kind !== 'one' && !isOurs)
        ? ports
        : isService
          ? { kind: 'known' }
          : plain,
  };
}

/** A plan has a say where one end is walled, and connections that nobody can take are refused. */
function canBeSaid({ from, to, ports }: Connection, { services, walled }: Omit<Plan, 'connections'>): boolean {
  const isWalled = [from, to].some((one) => {
    const namespace = one.kind === 'service' ? services[one.index]!.namespace : 'namespace' in one ? one.namespace : '';
    return walled.includes(namespace);
  });
  const isHeard =
    to.kind !== 'service' ||
    !('protocol' in ports) ||
    services[to.index]!.ports.some(
      ({ pod, protocol }) =>
        protocol === ports.protocol && (ports.kind === 'every' || (ports.first <= pod && pod <= ports.last)),
    );
  return isWalled && isHeard;
}

function build({ services, walled, connections }: Plan) {
  const app = new App();
  const charts = Object.fromEntries(
    [...NAMESPACES, ...ELSEWHERE].map((namespace) => [namespace, new Chart(app, namespace, { namespace })]),
  );
  const made = services.map(
    ({ namespace, ports }, i) =>
      new Microservice(charts[namespace]!, `s${i}`, {
        image: 'image:1',
        replicas: 1,
        ports: ports.map(({ service, pod, protocol }, n) => ({
          name: `p${n}`,
          port: service,
          containerPort: pod,
          protocol,
        })),
      }),
  );
  for (const [namespace, chart] of Object.entries(charts)) {
    const labels = namespace === 'kube-system' ? { 'k8s-app': 'kube-dns' } : LABELS;
    for (const [name, own] of Object.entries({ theirs: labels, stranger: { other: 'yes' } }))
      new ApiObject(
        chart,
        name,
        manifest(k8s.KubePod, { metadata: { name, labels: own }, spec: { containers: [{ name, image: 'image:1' }] } }),
      );
  }
  const wall = new NetworkPlan(charts[walled[0]!]!, 'plan', { namespaces: [...walled] });
  const ends = (one: End): INetworkEnd => {
    switch (one.kind) {
      case 'service':
        return made[one.index]!;
      case 'pods':
        return Peer.podsInNamespace(one.namespace, LABELS);
      case 'namespace':
        return Peer.namespace(one.namespace);
      case 'cidr':
        return Peer.cidr(one.cidr, [...one.except]);
      case 'internet':
        return Peer.internet();
      case 'anyone':
        return Peer.anyone();
    }
  };
  for (const { from, to, ports } of connections) wall.allow(ends(from), ends(to), ...portsOf(ports, to, services));
  return { app, plan: wall };
}

function portsOf(ports: Ports, to: End, services: Plan['services']): Port[] {
  if (ports.kind === 'known') return [];
  if (ports.kind === 'every') return [Port.every(ports.protocol)];
  if (ports.kind === 'range') return [Port.range(ports.first, ports.last, ports.protocol)];
  if (ports.kind === 'one') return [Port.range(ports.first, ports.first, ports.protocol)];
  const own = services[(to as { index: number }).index]!.ports;
  const index = (ports as OwnPort).index % own.length;
  const { service, protocol } = own[index]!;
  if (ports.kind === 'name') return [Port.named(`p${index}`, protocol)];
  return [{ [Protocol.TCP]: Port.tcp, [Protocol.UDP]: Port.udp, [Protocol.SCTP]: Port.sctp }[protocol](service)];
}

/** What was said, without a policy: each side that is walled must have been opened. */
function isAgreed({ services, walled, connections }: Plan, from: Place, to: Place, port: PodPort): boolean {
  const isWalled = (one: Place) => typeof one !== 'string' && walled.includes(one.namespace);
  const isDns = typeof to !== 'string' && to.labels['k8s-app'] === 'kube-dns' && to.namespace === 'kube-system';
  if (isWalled(from) && isDns && port.port === 53 && port.protocol !== 'SCTP') return true;
  const isMeant = (one: End, what: Place): boolean => {
    if (one.kind === 'anyone') return true;
    if (typeof what === 'string') {
      if (one.kind === 'internet')
        return ['203.0.113.7', '203.0.113.200', '8.8.8.8', '2001:db8::1', '2001:db8:1::1'].includes(what);
      return one.kind === 'cidr' && isIn(one.cidr, what) && !one.except.some((block) => isIn(block, what));
    }
    if (one.kind === 'service') return what.name === `s${one.index}`;
    if (one.kind === 'namespace') return what.namespace === one.namespace;
    return one.kind === 'pods' && what.namespace === one.namespace && what.labels.app === LABELS.app;
  };
  const isOpen = ({ to: receiver, ports }: Connection): boolean => {
    if (ports.kind === 'every') return ports.protocol === port.protocol;
    if (ports.kind === 'range' || ports.kind === 'one')
      return (
        ports.protocol === port.protocol &&
        ports.first <= port.port &&
        port.port <= (ports.kind === 'one' ? ports.first : ports.last)
      );
    const own = services[(receiver as { index: number }).index]!.ports;
    const meant = ports.kind === 'known' ? own : [own[(ports as OwnPort).index % own.length]!];
    return meant.some(({ pod, protocol }) => pod === port.port && protocol === port.protocol);
  };
  const fits = connections.filter((one) => isMeant(one.from, from) && isMeant(one.to, to) && isOpen(one));
  // A policy stands at an end that says whose pods they are, not at "anyone".
  const at = (side: 'from' | 'to') => fits.some((one) => one[side].kind !== 'anyone');
  return (!isWalled(from) || at('from')) && (!isWalled(to) || at('to'));
}

const PORTS: PodPort[] = [...NUMBERS, 300, 65535].flatMap((port) => PROTOCOLS.map((protocol) => ({ port, protocol })));

/** Every pair of places of which one at least is a pod, and every port that is of interest. */
function* cells(pods: readonly Pod[]): Generator<{ from: Place; to: Place; port: PodPort }> {
  for (const from of [...pods, ...ADDRESSES])
    for (const to of [...pods, ...ADDRESSES])
      if (from !== to && (typeof from !== 'string' || typeof to !== 'string'))
        for (const port of PORTS) yield { from, to, port };
}

const nameOf = (one: Place) => (typeof one === 'string' ? one : `${one.namespace}/${one.name}`);

function differences(
  drawn: Plan,
  manifests: Manifest[],
  judge: (from: Place, to: Place, port: PodPort) => boolean,
): string[] {
  return [...cells(podsOf(manifests))]
    .filter(({ from, to, port }) => judge(from, to, port) !== isAgreed(drawn, from, to, port))
    .map(({ from, to, port }) => `${nameOf(from)} -> ${nameOf(to)} on ${port.protocol} ${port.port}`);
}

const manifestsOf = (app: App): Manifest[] => app.charts.flatMap((chart) => chart.toJson());

describe('any plan', () => {
  it('admits exactly the connections it was given, by the second opinion and by the engine', () => {
    let open = 0;
    fc.assert(
      fc.property(plan, (drawn) => {
        const { app } = build(drawn);
        const manifests = manifestsOf(app);
        const second = (from: Place, to: Place, port: PodPort) => allows(manifests, from, to, port);
        expect(differences(drawn, manifests, second)).toEqual([]);

        const { reachability } = readNetwork(app);
        const peers = new Map<string, EnginePeer>();
        for (const workload of reachability.cluster.workloads)
          for (const pods of workload.pods)
            peers.set(`${workload.namespace}/${workload.name}`, { kind: 'pods', workload, pods });
        for (const address of ADDRESSES) peers.set(address, { kind: 'addresses', ranges: [parseAddress(address)!] });
        const engine = (from: Place, to: Place, { port, protocol }: PodPort) => {
          const { sure } = reachability.open(peers.get(nameOf(from))!, peers.get(nameOf(to))!);
          open += hasPort(sure, protocol, port) ? 1 : 0;
          return hasPort(sure, protocol, port);
        };
        expect(differences(drawn, manifests, engine)).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(open).toBeGreaterThan(0);
  });

  it('fails its synth whenever the app no longer keeps to it', () => {
    let caught = 0;
    fc.assert(
      fc.property(plan, fc.nat(), (drawn, which) => {
        const { app, plan: wall } = build(drawn);
        const policies = wall.node.children;
        wall.node.tryRemoveChild(policies[which % policies.length]!.node.id);
        // What is rendered without the plan's validation is what would have been written.
        const objects = app.node.findAll().filter((one) => one instanceof ApiObject);
        const manifests = objects.map((one) => (one as ApiObject).toJson());
        const second = (from: Place, to: Place, port: PodPort) => allows(manifests, from, to, port);
        if (differences(drawn, manifests, second).length === 0) return;
        caught += 1;
        expect(() => app.synthYaml()).toThrow(/\[plan\/(closed|open|unwalled)\]/);
      }),
      { numRuns: 60 },
    );
    expect(caught).toBeGreaterThan(0);
  });
});

describe('the names of policies', () => {
  /** Ends whose names meet: of one name in two namespaces, by other labels, and called the same. */
  const ENDS: ((services: readonly Microservice[]) => INetworkEnd)[] = [
    ([one]) => one!,
    ([, two]) => two!,
    ([one]) => Peer.of(one!).called('web'),
    () => Peer.podsInNamespace('one', { app: 'api' }),
    () => Peer.podsInNamespace('two', { tier: 'api' }),
    () => Peer.podsInNamespace('elsewhere', { app: 'api' }),
    () => Peer.podsInNamespace('elsewhere', { app: 'x' }).called('api'),
    () => Peer.namespace('one'),
    () => Peer.cidr('10.0.0.0/8'),
    () => Peer.cidr('10.0.0.0/8', ['10.1.0.0/16']),
    () => Peer.ingressController('nginx'),
    () => Peer.ingressController('nginx', 'one'),
  ];
  const line = fc
    .record({ from: fc.nat(ENDS.length - 1), to: fc.nat(ENDS.length - 1), port: number })
    .filter(({ from, to }) => makes([{ from, to, port: 80 }]) !== 'policy/outside');
  const lines = fc.uniqueArray(line, { minLength: 1, maxLength: 6, selector: (one) => JSON.stringify(one) });

  type Line = { readonly from: number; readonly to: number; readonly port: number };
  type Names = ReadonlyMap<string, string>;

  /** Whom each policy is about, by its namespace and name; or the code of the error. */
  function makes(all: readonly Line[]): Names | string {
    const app = new App();
    const charts = ['one', 'two'].map((name) => new Chart(app, name, { namespace: name }));
    const services = charts.map((chart) => new Microservice(chart, 'api', { image: 'image:1', ports: [{ port: 80 }] }));
    const plan = new NetworkPlan(charts[0]!, 'plan', { namespaces: ['one', 'two'] });
    try {
      for (const { from, to, port } of all)
        plan.allow(ENDS[from]!(services), ENDS[to]!(services), Port.range(port, port + 1));
    } catch (error) {
      return (error as { code: string }).code;
    }
    const policies = plan.node.children.map((object) => (object as ApiObject).toJson() as Manifest);
    return new Map(
      policies.map(({ metadata, spec: { podSelector, ingress, egress } }) => [
        `${metadata.namespace}/${metadata.name}`,
        JSON.stringify([podSelector, ingress?.[0].from, egress?.[0].to]),
      ]),
    );
  }

  it('depend on no other line of the plan, nor on their order', () => {
    let made = 0;
    let refused = 0;
    fc.assert(
      fc.property(lines, fc.nat(), (all, turn) => {
        const names = makes(all);
        const turned = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)].reverse();
        if (typeof names === 'string') {
          refused += 1;
          expect(names).toBe('policy/name');
          expect(makes(turned)).toBe(names);
          return;
        }
        made += 1;
        const alone = all.flatMap((one) => [...(makes([one]) as Names)]);
        expect(new Map(alone)).toEqual(names);
        expect(makes(turned)).toEqual(names);
      }),
      { numRuns: 200 },
    );
    expect(made).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });
});
