import { ImagePullPolicy, Protocol } from 'cdk8s-plus-28';
import { EnvVar, HealthProbe, NodeExposedPod, type NodeExposedPodProps } from '../../../charts';
import {
  expectEveryPropToMatter,
  expectRestricted,
  idsIn,
  newChart,
  pick,
  render,
  testRefusals,
} from '../../support/synth';

const namespace = 'edge';
const image = 'nginxinc/nginx-unprivileged:1.27.5';
const ports = [{ containerPort: 80, hostPort: 8080 }];
const hostNetwork = true;

type Changes = Partial<NodeExposedPodProps>;

const rendered = (changes: Changes = {}) =>
  render((chart) => new NodeExposedPod(chart, 'nginx', { image, ports, ...changes }), { namespace });
const podOf = (changes: Changes = {}) => pick(rendered(changes), 'Pod').spec;

const PROPS: Required<NodeExposedPodProps> = {
  args: ['-g', 'daemon off;'],
  capabilities: ['NET_BIND_SERVICE', 'SETUID'],
  command: ['nginx'],
  containerName: 'server',
  cpuRequest: '1',
  env: { TZ: EnvVar.value('UTC') },
  hostNetwork,
  image,
  imagePullPolicy: ImagePullPolicy.ALWAYS,
  imagePullSecrets: ['registry'],
  labels: { team: 'edge' },
  livenessProbe: HealthProbe.http('/', { port: 'http' }),
  memoryLimit: '1Gi',
  memoryRequest: '192Mi',
  name: 'proxy',
  namespace: 'dmz',
  podLabels: { app: 'proxy', tier: 'edge' },
  ports: [
    { name: 'http', containerPort: 8080 },
    { name: 'quic', containerPort: 8443, protocol: Protocol.UDP },
  ],
  readOnlyRootFilesystem: false,
  readinessProbe: HealthProbe.http('/readyz'),
  runAsRoot: true,
  scratchPaths: ['/tmp'],
  startupProbe: HealthProbe.tcp({ failureThreshold: 60 }),
  user: 101,
};

describe('NodeExposedPod', () => {
  it('renders all its props as reviewed, as root and not', () => {
    const { user, ...root } = PROPS;
    const { runAsRoot, capabilities, ...others } = PROPS;
    expect(rendered(root)).toMatchSnapshot();
    expect(rendered(others)).toMatchSnapshot();
  });

  it('is one Pod that a port of its node leads to (003-16)', () => {
    expect(pick(rendered(), 'Pod').metadata).toEqual({ name: 'nginx', namespace, labels: { app: 'nginx' } });
    expect(rendered()).toHaveLength(1);
    expect(podOf().containers[0].ports).toEqual([{ containerPort: 80, hostPort: 8080, protocol: 'TCP' }]);
    expect(podOf()).not.toHaveProperty('hostNetwork');
    expect(podOf()).not.toHaveProperty('dnsPolicy');
    expect(idsIn(new NodeExposedPod(newChart(), 'nginx', { image, ports }))).toEqual(['Resource']);
  });

  it("asks the cluster's DNS, also in the network of its node (003-17)", () => {
    const pod = podOf({ hostNetwork, ports: [{ containerPort: 8080 }] });
    expect(pod).toMatchObject({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' });
    expect(pod.containers[0].ports).toEqual([{ containerPort: 8080, protocol: 'TCP' }]);
  });

  it('keeps to what of "restricted" it can, and listens below 1024 without root', () => {
    expectRestricted(podOf({ user: 101 }), 101, {
      pod: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] },
    });
  });

  it("needs root for such a port in the node's network, where that sysctl can't be set", () => {
    const pod = podOf({ hostNetwork, ports: [{ containerPort: 80 }], runAsRoot: true });
    expect(pod.securityContext).toEqual({ runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } });
    expect(pod.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
      readOnlyRootFilesystem: true,
    });
  });

  it('leaves root no capability that it has no need of', () => {
    const capabilitiesOf = (changes: Changes) =>
      podOf({ hostNetwork, runAsRoot: true, ...changes }).containers[0].securityContext.capabilities;
    expect(capabilitiesOf({ ports: [{ containerPort: 8080 }] })).toEqual({ drop: ['ALL'] });
    expect(capabilitiesOf({ ports: [{ containerPort: 80 }], capabilities: [] })).toEqual({ drop: ['ALL'] });
    expect(capabilitiesOf({ ports: [{ containerPort: 80 }], capabilities: ['SETUID'] })).toEqual({
      drop: ['ALL'],
      add: ['SETUID'],
    });
  });

  it('is probed on its ports', () => {
    expect(podOf().containers[0].readinessProbe).toEqual({ tcpSocket: { port: 80 } });
  });

  it('gives a copy of the labels by which it is selected', () => {
    const pod = new NodeExposedPod(newChart({ namespace }), 'nginx', { image, ports, labels: { team: 'edge' } });
    pod.podLabels.app = 'changed';
    expect([pod.name, pod.namespace, pod.podLabels]).toEqual(['nginx', namespace, { app: 'nginx' }]);
  });

  it('is an end of connections, by its labels and the ports of the container', () => {
    const pod = new NodeExposedPod(newChart({ namespace }), 'nginx', {
      image,
      ports: [{ containerPort: 80, hostPort: 8080 }],
    });
    expect(pod.networkEnd()).toMatchObject({
      name: 'nginx',
      namespace,
      podLabels: { app: 'nginx' },
      ports: [{ port: 80, protocol: 'TCP' }],
    });
    expect(pod.networkEnd().ports![0]).not.toHaveProperty('servicePort');
  });

  it('has no prop without effect', () => {
    const { runAsRoot, capabilities, image: _i, ports: open, ...rest } = PROPS;
    const others = { ...rest, livenessProbe: HealthProbe.tcp() };
    expectEveryPropToMatter(others, (props) =>
      rendered({ ...props, ports: [{ containerPort: 8080, hostPort: 8080 }] }),
    );
    expectEveryPropToMatter({ ports: open }, (props) =>
      rendered({ hostNetwork, ...props, ports: props.ports ?? [{ containerPort: 9000 }] }),
    );
    expectEveryPropToMatter({ runAsRoot }, rendered);
    expectEveryPropToMatter({ capabilities }, (props) => rendered({ runAsRoot, ...props }));
    expectEveryPropToMatter({ image: 'other:1' }, rendered);
  });

  testRefusals((scope, props) => new NodeExposedPod(scope, 'nginx', props), { image, ports }, PROPS, [
    ['no image', { image: undefined }, 'image/reference', /"image" is undefined/],
    ['no ports', { ports: [] }, 'props/shape', /at least one port/],
    ['a port that is a number', { ports: [80 as never] }, 'props/shape', /"ports\[0\]" is 80/],
    [
      'a misspelt part of a port',
      { ports: [{ containerPort: 80, hostPort: 80, hostIP: '127.0.0.1' } as never] },
      'props/unknown',
      /"ports\[0\].hostIP"/,
    ],
    ['a port that the node has not', { ports: [{ containerPort: 80 }] }, 'number/port', /"ports\[0\].hostPort"/],
    ['port 0', { ports: [{ containerPort: 0, hostPort: 80 }] }, 'number/port', /"ports\[0\].containerPort" is 0/],
    [
      'a protocol of the application',
      { ports: [{ containerPort: 80, hostPort: 80, protocol: 'HTTP' as Protocol }] },
      'props/choice',
      /"ports\[0\].protocol"/,
    ],
    [
      'a port name in upper case',
      { ports: [{ containerPort: 80, hostPort: 80, name: 'HTTP' }] },
      'name/port',
      /"ports\[0\].name" is "HTTP"/,
    ],
    [
      'one port of the node twice',
      {
        ports: [
          { containerPort: 80, hostPort: 8080 },
          { containerPort: 81, hostPort: 8080 },
        ],
      },
      'props/conflict',
      /"ports\[1\]".*the node's port 8080\/TCP is taken already/,
    ],
    [
      'one name for two ports',
      {
        ports: [
          { name: 'http', containerPort: 80, hostPort: 8080 },
          { name: 'http', containerPort: 81, hostPort: 8081 },
        ],
      },
      'props/conflict',
      /"ports\[1\].name" is "http": ports\[0\] has it already/,
    ],
    [
      "another port in the node's network than the container's",
      { hostNetwork, ports: [{ containerPort: 8080, hostPort: 80 }] },
      'props/conflict',
      /"ports\[0\].hostPort" is 80: must be containerPort, 8080/,
    ],
    [
      "a low port in the node's network without root",
      { hostNetwork, ports: [{ containerPort: 80 }] },
      'props/conflict',
      /"ports\[0\].containerPort" is 80: only root may listen below 1024.*runAsRoot/,
    ],
    ['a switch as text', { hostNetwork: 'yes' as never }, 'switch/boolean', /"hostNetwork" is "yes"/],
    ['root by its number', { user: 0 }, 'number/range', /"user" is 0.*from 1/],
    ['root and another user', { runAsRoot: true, user: 101 }, 'props/conflict', /"user" is 101: runAsRoot/],
    ['root as text', { runAsRoot: 'yes' as never }, 'switch/boolean', /"runAsRoot" is "yes"/],
    ['capabilities that only root could use', { capabilities: ['NET_RAW'] }, 'props/missing', /without runAsRoot/],
    ['all capabilities', { runAsRoot: true, capabilities: ['ALL'] }, 'name/capability', /name those that are needed/],
    [
      'a capability of another spelling',
      { runAsRoot: true, capabilities: ['CAP_NET_RAW'] },
      'name/capability',
      /"NET_RAW"/,
    ],
    ['a name with a dot', { name: 'a.b' }, 'name/dns-label', /"name" is "a.b"/],
    ['a container name with a dot', { containerName: 'a.b' }, 'name/dns-label', /"containerName"/],
    ['a namespace with a dot', { namespace: 'a.b' }, 'name/dns-label', /"namespace"/],
    ['no labels', { podLabels: {} }, 'label/none', /"podLabels"/],
    ['a label of two words', { labels: { team: 'two words' } }, 'label/value', /"labels.team"/],
    ['a command of one text', { command: 'nginx' as never }, 'props/shape', /"command"/],
    ['arguments of one text', { args: '-v' as never }, 'props/shape', /"args"/],
    ['a bare string as a variable', { env: { A: 'b' as never } }, 'props/shape', /"env.A"/],
    ['a first probe as text', { startupProbe: 'tcp' as never }, 'props/shape', /"startupProbe"/],
    ['a second probe as text', { livenessProbe: 'tcp' as never }, 'props/shape', /"livenessProbe"/],
    ['a third probe as text', { readinessProbe: 'tcp' as never }, 'props/shape', /"readinessProbe"/],
    ['another switch as text', { readOnlyRootFilesystem: 1 as never }, 'switch/boolean', /"readOnlyRootFilesystem"/],
    ['a scratch path that is relative', { scratchPaths: ['tmp'] }, 'path/mount', /"scratchPaths\[0\]"/],
    ['a pull policy that is none', { imagePullPolicy: 'Sometimes' as never }, 'image/pull-policy', /"Sometimes"/],
    ['a pull Secret with an underscore', { imagePullSecrets: ['my_registry'] }, 'name/subdomain', /"my_registry"/],
    ['no CPU', { cpuRequest: '0' }, 'quantity/cpu', /"cpuRequest"/],
    ['a request above its limit', { memoryRequest: '1Gi' }, 'props/conflict', /memoryLimit, 256Mi/],
    ['a limit in thousandths', { memoryLimit: '512m' }, 'quantity/bytes', /write "512Mi"/],
  ]);
});
