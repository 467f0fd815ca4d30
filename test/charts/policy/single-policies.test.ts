import { Protocol } from 'cdk8s-plus-28';
import {
  AllowEgress,
  type AllowEgressProps,
  AllowFrom,
  type AllowFromProps,
  DefaultDeny,
  type DefaultDenyProps,
  Microservice,
  Minio,
  Peer,
  Port,
} from '../../../charts';
import { expectEveryPropToMatter, idsIn, newChart, pick, render, testRefusals } from '../../support/synth';

const web = Peer.pods({ app: 'web' });
const namespace = 'shop';

const DENY: Required<DefaultDenyProps> = {
  name: 'deny',
  namespace: 'data',
  podLabels: { app: 'db' },
  ingress: true,
  egress: false,
  labels: { team: 'shop' },
};

describe('DefaultDeny', () => {
  const deny = (props: DefaultDenyProps = {}) =>
    pick(
      render((chart) => new DefaultDeny(chart, 'deny', props), { namespace }),
      'NetworkPolicy',
    );

  it('shuts every pod of the namespace in both directions (001-29)', () => {
    expect(deny()).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'default-deny', namespace },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  });

  it.each<[string, DefaultDenyProps, object]>([
    ['into the pods alone (001-25, 004-14)', { egress: false }, { podSelector: {}, policyTypes: ['Ingress'] }],
    ['out of the pods alone', { ingress: false }, { podSelector: {}, policyTypes: ['Egress'] }],
    [
      'some pods alone',
      { podLabels: { app: 'db' } },
      { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress', 'Egress'] },
    ],
  ])('shuts the ways %s', (_what, props, spec) => expect(deny(props).spec).toEqual(spec));

  it('keeps its object under the id that patches can rely on, and tells its name', () => {
    const made = new DefaultDeny(newChart({ namespace }), 'deny');
    expect(idsIn(made)).toEqual(['Resource']);
    expect(made.name).toBe('default-deny');
  });

  it('has no prop without effect', () => {
    const { ingress: _ingress, ...others } = DENY;
    expectEveryPropToMatter(others, deny);
    expect(deny({ ingress: false })).not.toEqual(deny());
  });

  testRefusals((scope, props) => new DefaultDeny(scope, 'deny', props), {}, DENY, [
    ['a name with a space', { name: 'deny all' }, 'name/subdomain', /"name" is "deny all"/],
    ['a namespace with a dot', { namespace: 'a.b' }, 'name/dns-label', /"namespace" is "a.b"/],
    ['an empty selector', { podLabels: {} }, 'label/none', /"podLabels"/],
    ['text for a switch', { ingress: 'no' as never }, 'switch/boolean', /"ingress" is "no"/],
    ['nothing to refuse', { ingress: false, egress: false }, 'props/conflict', /"egress".*"ingress" is false, too/],
    ['a label of two words', { labels: { team: 'two words' } }, 'label/value', /"labels.team"/],
  ]);
});

const FROM: Required<AllowFromProps> = {
  name: 'db-policy',
  namespace: 'data',
  podLabels: { app: 'db' },
  from: [web],
  ports: [Port.tcp(3306)],
  labels: { team: 'shop' },
};

describe('AllowFrom', () => {
  const allow = (change: (policy: AllowFrom) => void, props: Partial<AllowFromProps> = {}) =>
    pick(
      render(
        (chart) => change(new AllowFrom(chart, 'db', { name: 'db', from: [web], ports: [Port.tcp(80)], ...props })),
        {
          namespace,
        },
      ),
      'NetworkPolicy',
    );

  it('lets somebody connect to pods on a port (004-29)', () => {
    const [made] = render((chart) => new AllowFrom(chart, 'db', FROM), { namespace });
    expect(made).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'db-policy', namespace: 'data', labels: { team: 'shop' } },
      spec: {
        podSelector: { matchLabels: { app: 'db' } },
        policyTypes: ['Ingress'],
        ingress: [
          { from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ protocol: 'TCP', port: 3306 }] },
        ],
      },
    });
  });

  it('leaves the ports out where every port is meant (002-31)', () => {
    const { spec } = allow(() => {}, { from: [Peer.pods({ access: 'true' })], ports: [Port.every()] });
    expect(spec.ingress).toEqual([{ from: [{ podSelector: { matchLabels: { access: 'true' } } }] }]);
  });

  it('puts peers of the same ports into one rule, each an entry of its own, and adds others as rules of their own', () => {
    const { spec } = allow((policy) => policy.addFrom(Peer.namespace('monitoring'), Port.named('metrics')), {
      from: [web, Peer.podsInNamespace('lab', { app: 'lab' })],
    });
    expect(spec.ingress.map(({ from, ports }: { from: object[]; ports: object[] }) => [from.length, ports])).toEqual([
      [2, [{ protocol: 'TCP', port: 80 }]],
      [1, [{ protocol: 'TCP', port: 'metrics' }]],
    ]);
  });

  it('names nobody where everyone is let in, and every pod where none is named', () => {
    const { spec } = allow(() => {}, { from: [Peer.anyone()] });
    expect(spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ protocol: 'TCP', port: 80 }] }],
    });
  });

  it('takes constructs with pods, wherever they are', () => {
    const { spec } = allow((policy) => {
      const data = new Minio(policy, 'minio', { namespace: 'data' });
      policy.addFrom(data, Port.tcp(80));
    });
    expect(spec.ingress[1].from).toEqual([
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'data' } },
        podSelector: { matchLabels: { app: 'minio' } },
      },
    ]);
  });

  it('keeps its object under the id that patches can rely on, and tells its name', () => {
    const made = new AllowFrom(newChart({ namespace }), 'db', FROM);
    expect(idsIn(made)).toEqual(['Resource']);
    expect(made.name).toBe('db-policy');
  });

  it('has no prop without effect', () => {
    expectEveryPropToMatter(FROM, (props) => render((chart) => new AllowFrom(chart, 'db', props), { namespace }));
  });

  it('refuses further peers without ports', () => {
    const policy = new AllowFrom(newChart({ namespace }), 'db', FROM);
    expect(() => policy.addFrom(web)).toThrow(
      /test\/db.addFrom: prop "ports".*not known here: name them.*policy\/port/,
    );
  });

  testRefusals(
    (scope, props) => new AllowFrom(scope, 'db', props),
    { name: 'db', from: [web], ports: [Port.tcp(80)] },
    FROM,
    [
      ['a name with a space', { name: 'db policy' }, 'name/subdomain', /"name" is "db policy"/],
      ['a namespace with a dot', { namespace: 'a.b' }, 'name/dns-label', /"namespace" is "a.b"/],
      ['an empty selector', { podLabels: {} }, 'label/none', /"podLabels"/],
      ['nobody', { from: [] }, 'props/shape', /"from" is \[\]: must be a list of at least one/],
      ['one who is no list', { from: web as never }, 'props/shape', /must be a list/],
      ['labels for a peer', { from: [{ app: 'web' } as never] }, 'policy/peer', /"from\[0\]" is/],
      ['no port', { ports: [] }, 'policy/port', /"ports" is \[\]: the ports of "the pods" are not known/],
      ['a number for a port', { ports: [80 as never] }, 'policy/port', /"ports\[0\]" is 80/],
      [
        'a port that is no list',
        { ports: Port.tcp(80) as never },
        'props/shape',
        /"ports" is .*must be a list of ports/,
      ],
      ['a label of two words', { labels: { team: 'two words' } }, 'label/value', /"labels.team"/],
    ],
  );
});

const EGRESS: Required<AllowEgressProps> = {
  name: 'allow-dns-and-external',
  namespace: 'data',
  podLabels: { app: 'api' },
  dns: true,
  to: [Peer.cidr('203.0.113.0/24')],
  ports: [Port.tcp(443)],
  labels: { team: 'shop' },
};

describe('AllowEgress', () => {
  const allow = (props: AllowEgressProps) =>
    pick(
      render((chart) => new AllowEgress(chart, 'api', props), { namespace }),
      'NetworkPolicy',
    );

  it('opens DNS, UDP and TCP to the DNS pods alone, and the way to somebody (001-28)', () => {
    expect(allow(EGRESS)).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'allow-dns-and-external', namespace: 'data', labels: { team: 'shop' } },
      spec: {
        podSelector: { matchLabels: { app: 'api' } },
        policyTypes: ['Egress'],
        egress: [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
                podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
              },
            ],
            ports: [
              { protocol: 'TCP', port: 53 },
              { protocol: 'UDP', port: 53 },
            ],
          },
          { to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ protocol: 'TCP', port: 443 }] },
        ],
      },
    });
  });

  it('opens everything (004-15)', () => {
    const { spec } = allow({ name: 'allow-all-egress', to: [Peer.anyone()], ports: [Port.every()] });
    expect(spec).toEqual({ podSelector: {}, policyTypes: ['Egress'], egress: [{}] });
  });

  it('opens the ports of the pods behind the Services of the receivers, a rule for each set of ports', () => {
    const { spec } = pick(
      render(
        (chart) => {
          const api = new Microservice(chart, 'api', { image: 'api:1', ports: [{ port: 80, containerPort: 8080 }] });
          const policy = new AllowEgress(chart, 'web', { name: 'web', to: [api, new Minio(chart, 'minio')] });
          policy.addTo(api, Port.tcp(80));
          policy.addTo(Peer.namespace('lab'), Port.range(1, 9, Protocol.SCTP));
        },
        { namespace },
      ),
      'NetworkPolicy',
    );
    expect(spec.egress.map(({ ports }: { ports: object[] }) => ports)).toEqual([
      [{ protocol: 'TCP', port: 8080 }],
      [{ protocol: 'TCP', port: 9000 }],
      [{ protocol: 'TCP', port: 8080 }],
      [{ protocol: 'SCTP', port: 1, endPort: 9 }],
    ]);
  });

  it('keeps its object under the id that patches can rely on, and tells its name', () => {
    const made = new AllowEgress(newChart({ namespace }), 'api', { name: 'dns', dns: true });
    expect(idsIn(made)).toEqual(['Resource']);
    expect(made.name).toBe('dns');
  });

  it('has no prop without effect', () => {
    expectEveryPropToMatter(
      { ...EGRESS, to: [new Minio(newChart({ namespace }), 'minio')], ports: [Port.every()] },
      (props) => {
        // Nobody to connect to leaves no ports to connect on.
        const { ports, ...others } = props;
        return allow(props.to ? props : others);
      },
    );
  });

  testRefusals((scope, props) => new AllowEgress(scope, 'api', props), { name: 'api', dns: true }, EGRESS, [
    ['a name with a space', { name: 'to all' }, 'name/subdomain', /"name" is "to all"/],
    ['a namespace with a dot', { namespace: 'a.b' }, 'name/dns-label', /"namespace" is "a.b"/],
    ['an empty selector', { podLabels: {} }, 'label/none', /"podLabels"/],
    ['nobody at all', { dns: false }, 'props/missing', /"to" is undefined: there is nobody left/],
    ['an empty list', { to: [] }, 'props/shape', /"to" is \[\]/],
    ['ports of nobody', { ports: [Port.tcp(443)] }, 'props/conflict', /"ports".*no effect without "to"/],
    [
      'an end of no addresses, which would be everyone',
      { to: [{ networkEnd: () => ({ name: 'theirs', blocks: [] }) }], ports: [Port.tcp(443)] },
      'props/shape',
      /"to\[0\].networkEnd\(\).blocks" is \[\]: must be a list of at least one block/,
    ],
    ['ports that nobody knows', { to: [web] }, 'policy/port', /the ports of "web" are not known/],
    ['text for a switch', { dns: 'yes' as never }, 'switch/boolean', /"dns" is "yes"/],
    ['a label of two words', { labels: { team: 'two words' } }, 'label/value', /"labels.team"/],
  ]);
});

describe('a construct whose namespace nobody knows', () => {
  const homeless = () => new Microservice(newChart(), 'web', { image: 'web:1.0', ports: [{ name: 'http', port: 80 }] });
  const ports = [Port.tcp(80)];

  it('is no neighbour of a policy that is in a namespace', () => {
    const known = newChart({ namespace });
    expect(() => new AllowFrom(known, 'from', { name: 'from', from: [homeless()], ports })).toThrow(
      '[policy/namespace]',
    );
    expect(() => new AllowEgress(known, 'to', { name: 'to', to: [homeless()], ports })).toThrow('[policy/namespace]');
    const policy = new AllowFrom(known, 'more', { name: 'more', from: [web], ports });
    expect(() => policy.addFrom(homeless(), ...ports)).toThrow('[policy/namespace]');
  });

  it('is one of a policy whose namespace nobody knows either', () => {
    expect(() => new AllowFrom(newChart(), 'from', { name: 'from', from: [homeless()], ports })).not.toThrow();
  });
});
