import { EchoDemo, type EchoDemoProps, Peer } from '../../../charts';
import {
  expectEveryPropToMatter,
  expectRefused,
  expectRestricted,
  idsIn,
  newChart,
  pick,
  type Refusal,
  render,
  testRefusals,
} from '../../support/synth';

const host = 'echoserver.192.0.2.10.nip.io';
const rendered = (props: EchoDemoProps = { host }) => render((chart) => new EchoDemo(chart, 'echo-demo', props));
const names = (manifests: ReturnType<typeof rendered>) =>
  manifests.map(({ kind, metadata }) => [kind, metadata.namespace, metadata.name].filter(Boolean).join(' '));

const PIECES = {
  client: false,
  copy: false,
  copyNamespaceObject: false,
  networkPolicy: false,
  nodePortService: false,
  outsideClient: false,
  pod: false,
  service: false,
};
const VALUES = {
  cleanUpLabels: { demo: 'yes' },
  clientImage: 'registry.example/client:1',
  clientUser: 102,
  copyNamespace: 'second',
  host,
  image: 'registry.example/echo:1',
  ingressClassName: 'internal',
  namespace: 'first',
  nodePort: 30002,
  outsideNamespace: 'third',
  user: 1001,
};
const PROPS: Required<EchoDemoProps> = { ...VALUES, ...PIECES, ingress: false };

describe('EchoDemo', () => {
  const manifests = rendered();

  it('is nine pieces, of which the copy is two objects', () => {
    expect(names(manifests)).toEqual([
      'Namespace k8s-lab5',
      'Pod default echoserver',
      'Service default echoserver',
      'Service default echoserver-service-nodeport',
      'Ingress default echoserver-ingress',
      'NetworkPolicy default echoserver-network-policy',
      'Deployment default nginx',
      'Deployment test nginx',
      'Pod k8s-lab5 echoserver',
      'Service k8s-lab5 echoserver',
    ]);
  });

  it.each([
    'default',
    'k8s-lab5',
  ])('has a bare Pod and a Service in %s that agree (000-20, 000-21, 000-45)', (namespace) => {
    const pod = pick(manifests, 'Pod', 'echoserver', namespace);
    expect(pod.metadata.labels).toEqual({ app: 'echoserver' });
    expect(pod.spec.containers[0].ports).toEqual([{ containerPort: 80, protocol: 'TCP' }]);
    expect(pick(manifests, 'Service', 'echoserver', namespace).spec).toEqual({
      type: 'ClusterIP',
      selector: { app: 'echoserver' },
      ports: [{ protocol: 'TCP', port: 80, targetPort: 80 }],
    });
  });

  it('is on port 30001 of every node (000-30)', () => {
    expect(pick(manifests, 'Service', 'echoserver-service-nodeport').spec).toEqual({
      type: 'NodePort',
      selector: { app: 'echoserver' },
      ports: [{ protocol: 'TCP', port: 80, targetPort: 80, nodePort: 30001 }],
    });
  });

  it('is routed to by host (000-42)', () => {
    const ingress = pick(manifests, 'Ingress');
    expect(ingress.metadata).toEqual({
      name: 'echoserver-ingress',
      namespace: 'default',
      labels: { name: 'echoserver-ingress' },
    });
    expect(ingress.spec).toEqual({
      ingressClassName: 'nginx',
      rules: [
        {
          host,
          http: {
            paths: [
              { path: '/', pathType: 'Prefix', backend: { service: { name: 'echoserver', port: { number: 80 } } } },
            ],
          },
        },
      ],
    });
  });

  it('lets in two separate peers: every pod of k8s-lab5, or pods labelled name=nginx (000-49)', () => {
    const policy = pick(manifests, 'NetworkPolicy');
    expect(policy.metadata).toMatchObject({ name: 'echoserver-network-policy', namespace: 'default' });
    expect(policy.spec).toEqual({
      podSelector: { matchLabels: { app: 'echoserver' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [
            { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'k8s-lab5' } } },
            { podSelector: { matchLabels: { name: 'nginx' } } },
          ],
          ports: [{ protocol: 'TCP', port: 80 }],
        },
      ],
    });
  });

  it('has clients whose pods are labelled name=nginx, inside and outside (000-52, 000-55)', () => {
    for (const namespace of ['default', 'test']) {
      const { spec } = pick(manifests, 'Deployment', 'nginx', namespace);
      expect(spec.selector).toEqual({ matchLabels: { name: 'nginx' } });
      expect(spec.template.metadata).toEqual({ labels: { name: 'nginx' } });
      expect(spec.replicas).toBe(1);
      expect(spec.template.spec.containers[0].ports).toEqual([{ containerPort: 8080, protocol: 'TCP' }]);
    }
  });

  it('keeps to "restricted", with the one sysctl that lets a user listen on port 80', () => {
    const sysctls = [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }];
    for (const namespace of ['default', 'k8s-lab5'])
      expectRestricted(pick(manifests, 'Pod', 'echoserver', namespace).spec, 1000, { pod: { sysctls } });
    for (const namespace of ['default', 'test'])
      expectRestricted(pick(manifests, 'Deployment', 'nginx', namespace).spec.template.spec, 101);
  });

  it('limits memory, but not CPU, and runs images fetched where the node lacks them', () => {
    const resources = { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } };
    const imagePullPolicy = 'IfNotPresent';
    for (const { spec } of manifests.filter(({ kind }) => kind === 'Pod'))
      expect(spec.containers).toMatchObject([{ image: 'ealen/echo-server:0.9.2', imagePullPolicy, resources }]);
    for (const { spec } of manifests.filter(({ kind }) => kind === 'Deployment'))
      expect(spec.template.spec.containers).toMatchObject([
        { image: 'nginxinc/nginx-unprivileged:1.27.5', imagePullPolicy, resources },
      ]);
  });

  it('gives its clients a /tmp that can be written', () => {
    for (const namespace of ['default', 'test']) {
      const { containers, volumes } = pick(manifests, 'Deployment', 'nginx', namespace).spec.template.spec;
      expect(volumes).toEqual([{ name: 'tmp', emptyDir: {} }]);
      expect(containers[0].volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
    }
  });

  it('marks what is cleaned up, and on the objects alone (000-58)', () => {
    const marked = manifests.filter(({ metadata }) => metadata.labels?.['clean-up'] === 'echo-demo');
    expect(names(marked)).toEqual([
      'Namespace k8s-lab5',
      'Service default echoserver-service-nodeport',
      'NetworkPolicy default echoserver-network-policy',
      'Deployment default nginx',
    ]);
    for (const { spec } of marked) expect(JSON.stringify(spec ?? {})).not.toContain('clean-up');
  });

  it('takes further peers, such as the Ingress controller that the policy shuts out (000-50)', () => {
    const { from } = pick(
      render((chart) => new EchoDemo(chart, 'echo-demo', { host }).allowFrom(Peer.namespace('ingress-nginx'))),
      'NetworkPolicy',
    ).spec.ingress[0];
    expect(from).toHaveLength(3);
    expect(from[2].namespaceSelector.matchLabels).toEqual({ 'kubernetes.io/metadata.name': 'ingress-nginx' });
  });

  it.each<[keyof EchoDemoProps, string[]]>([
    ['pod', ['Pod default echoserver']],
    ['service', ['Service default echoserver']],
    ['nodePortService', ['Service default echoserver-service-nodeport']],
    ['ingress', ['Ingress default echoserver-ingress']],
    ['networkPolicy', ['NetworkPolicy default echoserver-network-policy']],
    ['client', ['Deployment default nginx']],
    ['outsideClient', ['Deployment test nginx']],
    ['copy', ['Pod k8s-lab5 echoserver', 'Service k8s-lab5 echoserver']],
    ['copyNamespaceObject', ['Namespace k8s-lab5']],
  ])('can do without its %s', (piece, left) => {
    const remaining = names(rendered({ host, [piece]: false }));
    expect(
      names(manifests)
        .filter((name) => !remaining.includes(name))
        .sort(),
    ).toEqual(left.sort());
  });

  it('follows the namespace of its chart, but keeps the namespace it makes out of it', () => {
    const inChart = render((chart) => new EchoDemo(chart, 'echo-demo', { host }), { namespace: 'energy' });
    expect(pick(inChart, 'Ingress').metadata.namespace).toBe('energy');
    expect(pick(inChart, 'Namespace').metadata).toEqual({
      name: 'k8s-lab5',
      labels: { 'clean-up': 'echo-demo', 'pod-security.kubernetes.io/enforce': 'restricted' },
    });
  });

  it('keeps its objects under ids that patches can rely on', () => {
    expect(idsIn(new EchoDemo(newChart(), 'echo-demo', { host }))).toEqual([
      'CopyNamespace',
      'Resource',
      'Service',
      'NodePortService',
      'Ingress',
      'NetworkPolicy',
      'Client',
      'OutsideClient',
      'CopyPod',
      'CopyService',
    ]);
  });

  it('says which namespace it is in', () => {
    expect(new EchoDemo(newChart(), 'echo-demo', { host }).namespace).toBe('default');
    expect(new EchoDemo(newChart({ namespace: 'energy' }), 'echo-demo', { host }).namespace).toBe('energy');
  });

  it('does not let clean-up labels lower the Pod Security of its namespace', () => {
    const key = 'pod-security.kubernetes.io/enforce';
    const [made] = rendered({ host, cleanUpLabels: { [key]: 'privileged' } });
    expect(made.metadata.labels).toEqual({ [key]: 'restricted' });
  });

  it.each<[EchoDemoProps, RegExp]>([
    [{ ingress: false, ingressClassName: 'nginx' }, /"ingressClassName" is "nginx": has no effect: "ingress" is false/],
    [{ host, nodePortService: false, nodePort: 30002 }, /"nodePortService" is false/],
    [{ host, outsideClient: false, outsideNamespace: 'third' }, /"outsideClient" is false/],
  ])('refuses a prop of a piece that is left out: %j', (props, message) => {
    expectRefused((scope) => new EchoDemo(scope, 'echo-demo', props), 'props/conflict', message);
  });

  it('lets nobody in where there is no policy to let them through', () => {
    const demo = new EchoDemo(newChart(), 'echo-demo', { host, networkPolicy: false });
    expect(() => demo.allowFrom(Peer.namespace('web'))).toThrow(
      /^test\/echo-demo.allowFrom: prop "peer" is .*there is no policy: "networkPolicy" is false \[props\/conflict\]/,
    );
  });

  it('needs no host without an Ingress', () => {
    expect(names(rendered({ ingress: false }))).toHaveLength(9);
  });

  it('has no prop without effect', () => {
    expectEveryPropToMatter<EchoDemoProps>(VALUES, rendered);
    expectEveryPropToMatter<EchoDemoProps>(PIECES, (props) => rendered({ host, ...props }));
    expectEveryPropToMatter<EchoDemoProps>({ ingress: false }, (props) => rendered({ host, ...props }));
  });

  it('can not be made without props, which would leave its Ingress without a host', () => {
    expectRefused((scope) => new EchoDemo(scope, 'echo-demo'), 'props/missing', /"host" is undefined/);
  });

  testRefusals((scope, props) => new EchoDemo(scope, 'echo-demo', props), { host }, PROPS, [
    ['no host', { host: undefined }, 'props/missing', /"echoserver.192.0.2.10.nip.io", or "ingress: false"/],
    ['an address as host', { host: '192.0.2.10' }, 'host/name', /write "echoserver.192.0.2.10.nip.io"/],
    ['an IPv6 address as host', { host: '2001:db8::1' }, 'host/name', /write "echoserver.2001-db8--1.sslip.io"/],
    ['a port in the host', { host: 'echo.example:30080' }, 'host/name', /leave ":30080" out/],
    ['a placeholder as host', { host: 'echo.PUBLIC_NODE_IP.nip.io' }, 'host/name', /in the place of the placeholder/],
    ['an angle bracket in the host', { host: '<name>.nip.io' }, 'host/name', /in the place of the placeholder/],
    ['a URL as host', { host: 'http://echo.example' }, 'host/name', /leave the scheme out/],
    ['a path in the host', { host: 'echo.example/echo' }, 'host/name', /leave the path out/],
    ['a node port below the range', { nodePort: 8080 }, 'number/node-port', /30000 to 32767/],
    ['a node port above the range', { nodePort: 32768 }, 'number/node-port', /32768/],
    [
      'the copy in the same namespace',
      { namespace: 'demo', copyNamespace: 'demo' },
      'props/conflict',
      /another namespace/,
    ],
    ['the outside client inside', { outsideNamespace: 'k8s-lab5' }, 'props/conflict', /lets pods of that namespace in/],
    ['a class with a space', { ingressClassName: 'my nginx' }, 'name/subdomain', /"my nginx"/],
    ['a root user', { user: 0 }, 'number/range', /from 1/],
    [
      'a clean-up label that is no string',
      { cleanUpLabels: { demo: true as unknown as string } },
      'label/value',
      /in quotes/,
    ],
    ...Object.keys({ ...PIECES, ingress: false }).map(
      (piece): Refusal<EchoDemoProps> => [
        `"${piece}" as text`,
        { [piece]: 'false' },
        'switch/boolean',
        new RegExp(`"${piece}" is "false".*true or false`),
      ],
    ),
    ['an address as host where the Ingress is off', { ingress: false, host: '192.0.2.10' }, 'host/name', /"host"/],
    ['a namespace in upper case', { namespace: 'Demo' }, 'name/dns-label', /"namespace" is "Demo"/],
    ['a copy in upper case', { copyNamespace: 'Lab' }, 'name/dns-label', /"copyNamespace" is "Lab"/],
    ['an outside with a dot', { outsideNamespace: 'a.b' }, 'name/dns-label', /"outsideNamespace" is "a.b"/],
    [
      'the outside client in its namespace',
      { namespace: 'demo', outsideNamespace: 'demo' },
      'props/conflict',
      /"outsideNamespace"/,
    ],
    ['an image with a scheme', { image: 'https://echo' }, 'image/reference', /"image".*leave the scheme out/],
    ['an image of clients in upper case', { clientImage: 'Nginx' }, 'image/reference', /"clientImage" is "Nginx"/],
    ['root for the clients', { clientUser: 0 }, 'number/range', /"clientUser" is 0.*from 1/],
  ]);

  it('refuses a peer that is none', () => {
    expect(() => new EchoDemo(newChart(), 'echo-demo', { host }).allowFrom('ingress-nginx' as never)).toThrow(
      /must be a Peer/,
    );
  });
});
