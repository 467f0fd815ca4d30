import { ImagePullPolicy, Protocol } from 'cdk8s-plus-28';
import {
  EnvVar,
  Expose,
  HealthProbe,
  type IMicroservice,
  Microservice,
  type MicroserviceAttributes,
  type MicroserviceProps,
  RolloutStrategy,
} from '../../../charts';
import {
  expectEveryPropToMatter,
  expectRestricted,
  idsIn,
  newChart,
  pick,
  type Refusal,
  render,
  testRefusals,
} from '../../support/synth';

const namespace = 'shop';
const image = 'registry.example/api:1.4.0';
const ports = [{ port: 80, containerPort: 8080 }];

type Changes = Partial<MicroserviceProps>;

const rendered = (changes: Changes = {}) =>
  render((chart) => new Microservice(chart, 'api', { image, ports, ...changes }), { namespace });
const podOf = (changes: Changes = {}) => pick(rendered(changes), 'Deployment').spec.template.spec;
const containerOf = (changes: Changes = {}) => podOf(changes).containers[0];

const PROPS: Required<MicroserviceProps> = {
  args: ['--verbose'],
  autoscalingCpuPercent: 60,
  autoscalingMaxReplicas: 9,
  autoscalingMinReplicas: 3,
  clusterDomain: 'k8s.example',
  command: ['/bin/api'],
  containerName: 'server',
  cpuRequest: '1',
  env: { LOG_LEVEL: EnvVar.value('debug'), PASSWORD: EnvVar.secret('database', 'password') },
  expose: Expose.nodePort({ nodePort: 30080 }),
  image,
  imagePullPolicy: ImagePullPolicy.ALWAYS,
  imagePullSecrets: ['registry'],
  labels: { team: 'shop' },
  livenessProbe: HealthProbe.http('/healthz'),
  maxUnavailable: 2,
  memoryLimit: '1Gi',
  memoryRequest: '192Mi',
  name: 'orders',
  namespace: 'trade',
  podLabels: { app: 'orders', tier: 'backend' },
  ports: [
    { name: 'http', port: 80, containerPort: 8080 },
    { name: 'dns', port: 53, containerPort: 5353, protocol: Protocol.UDP },
  ],
  readOnlyRootFilesystem: false,
  readinessProbe: HealthProbe.http('/readyz'),
  replicas: 4,
  scratchPaths: ['/tmp', '/var/cache/api'],
  startupProbe: HealthProbe.tcp({ periodSeconds: 1, failureThreshold: 60 }),
  strategy: RolloutStrategy.RECREATE,
  user: 1000,
};

/** What those who are given a Microservice can learn of it. */
function seen(service: IMicroservice): unknown {
  const { name, namespace, podLabels, ports, dnsName, url } = service;
  return { name, namespace, podLabels, ports, dnsName, url };
}

const WRONG_ENDPOINT: Refusal<MicroserviceAttributes>[] = [
  ['a name with a dot', { name: 'my.api' }, 'name/service', /"name" is "my.api"/],
  ['a namespace in upper case', { namespace: 'Shop' }, 'name/dns-label', /"namespace" is "Shop"/],
  ['an empty selector', { podLabels: {} }, 'label/none', /"podLabels"/],
  ['a cluster domain with an underscore', { clusterDomain: 'cluster_local' }, 'name/subdomain', /"clusterDomain"/],
  ['no ports', { ports: [] }, 'props/shape', /at least one port/],
  ['a port that is a number', { ports: [80 as never] }, 'props/shape', /"ports\[0\]" is 80.*\{ port: 80 \}/],
  ['ports that are none', { ports: [{ port: 0 }] }, 'number/port', /"ports\[0\].port" is 0/],
  [
    'a container port above the last',
    { ports: [{ port: 80, containerPort: 65536 }] },
    'number/port',
    /"ports\[0\].containerPort" is 65536/,
  ],
  [
    'a protocol of the application',
    { ports: [{ port: 80, protocol: 'HTTP' as Protocol }] },
    'props/choice',
    /"ports\[0\].protocol" is "HTTP": must be one of TCP, UDP, SCTP/,
  ],
  [
    'a port name that is too long for a container',
    { ports: [{ name: 'a-very-long-name', port: 80 }] },
    'name/port',
    /"ports\[0\].name" is "a-very-long-name".*at most 15/,
  ],
  ['a port name without a letter', { ports: [{ name: '8080', port: 8080 }] }, 'name/port', /a letter among them/],
  [
    'several ports of which one has no name',
    { ports: [{ name: 'http', port: 80 }, { port: 81 }] },
    'props/missing',
    /"ports\[1\].name".*several ports/,
  ],
  [
    'one name for two ports',
    {
      ports: [
        { name: 'http', port: 80 },
        { name: 'http', port: 81 },
      ],
    },
    'props/conflict',
    /"ports\[1\].name" is "http": ports\[0\] has it already/,
  ],
  [
    'one port twice',
    {
      ports: [
        { name: 'http', port: 80 },
        { name: 'web', port: 80 },
      ],
    },
    'props/conflict',
    /"ports\[1\].port" is 80: ports\[0\] has it already/,
  ],
];

describe('Microservice', () => {
  const manifests = rendered();
  const labels = { app: 'api' };

  it('renders all its props as reviewed', () => {
    const { replicas, ...scaled } = PROPS;
    const { autoscalingCpuPercent, autoscalingMaxReplicas, autoscalingMinReplicas, ...fixed } = PROPS;
    expect(rendered(scaled)).toMatchSnapshot();
    expect(rendered(fixed)).toMatchSnapshot();
  });

  it('is a Deployment, a Service and a disruption budget of one name, which follows its id', () => {
    expect(manifests.map(({ kind, metadata }) => [kind, metadata])).toEqual([
      ['Deployment', { name: 'api', namespace, labels }],
      ['Service', { name: 'api', namespace, labels }],
      ['PodDisruptionBudget', { name: 'api', namespace, labels }],
    ]);
  });

  it('keeps its objects under ids that patches can rely on', () => {
    expect(idsIn(new Microservice(newChart(), 'api', { image, ports, autoscalingMaxReplicas: 5 }))).toEqual([
      'Resource',
      'Service',
      'DisruptionBudget',
      'Autoscaler',
    ]);
  });

  it('selects by the same labels everywhere, and by no label that nobody wrote', () => {
    const own = rendered({ podLabels: { app: 'api', tier: 'backend' }, labels: { team: 'shop' } });
    const selector = { app: 'api', tier: 'backend' };
    const { spec } = pick(own, 'Deployment');
    expect(spec.selector.matchLabels).toEqual(selector);
    expect(spec.template.metadata.labels).toEqual({ ...selector, team: 'shop' });
    expect(pick(own, 'Service').spec.selector).toEqual(selector);
    expect(pick(own, 'PodDisruptionBudget').spec.selector.matchLabels).toEqual(selector);
    expect(spec.template.spec.topologySpreadConstraints[0].labelSelector.matchLabels).toEqual(selector);
    expect(JSON.stringify(own)).not.toContain('cdk8s.io');
  });

  it('is the api-service of row 001-04: a named port 8080 to 8080', () => {
    const own = rendered({ name: 'api-service', podLabels: { app: 'api' }, ports: [{ name: 'http', port: 8080 }] });
    expect(pick(own, 'Service', 'api-service').spec).toEqual({
      type: 'ClusterIP',
      selector: { app: 'api' },
      ports: [{ name: 'http', protocol: 'TCP', port: 8080, targetPort: 8080 }],
    });
    expect(pick(own, 'Deployment').spec.template.spec.containers[0].ports).toEqual([
      { name: 'http', containerPort: 8080, protocol: 'TCP' },
    ]);
  });

  it('opens a container port once, even where two ports of the Service lead to it', () => {
    const both = [
      { name: 'http', port: 80, containerPort: 8080 },
      { name: 'old', port: 8000, containerPort: 8080 },
      { name: 'udp', port: 8080, protocol: Protocol.UDP },
    ];
    expect(containerOf({ ports: both }).ports).toEqual([
      { name: 'http', containerPort: 8080, protocol: 'TCP' },
      { name: 'udp', containerPort: 8080, protocol: 'UDP' },
    ]);
  });

  it('keeps to "restricted"', () => {
    expectRestricted(podOf(), 65532);
    expectRestricted(podOf({ user: 1000, readOnlyRootFilesystem: false }), 1000, {
      container: { readOnlyRootFilesystem: false },
    });
  });

  it('lets any user listen below 1024 where the container does, which "restricted" allows', () => {
    const { sysctls } = podOf({ ports: [{ port: 80 }] }).securityContext;
    expect(sysctls).toEqual([{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }]);
    expect(podOf({ ports: [{ port: 1024 }] }).securityContext).not.toHaveProperty('sysctls');
  });

  it('mounts an empty volume on each scratch path, named after it', () => {
    const { containers, volumes } = podOf({
      scratchPaths: ['/tmp', '/var/cache/nginx', '/var-cache/nginx', '/Data', '/_'],
    });
    const mounts = [
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'var-cache-nginx', mountPath: '/var/cache/nginx' },
      { name: 'var-cache-nginx-2', mountPath: '/var-cache/nginx' },
      { name: 'data', mountPath: '/Data' },
      { name: 'scratch-4', mountPath: '/_' },
    ];
    expect(containers[0].volumeMounts).toEqual(mounts);
    expect(volumes).toEqual(mounts.map(({ name }) => ({ name, emptyDir: {} })));
    expect(podOf()).not.toHaveProperty('volumes');
    expect(containerOf()).not.toHaveProperty('volumeMounts');
  });

  it('passes variables on in their order, those of Secrets without their value', () => {
    const env = {
      PASSWORD: EnvVar.secret('database', 'password'),
      URL: EnvVar.value('postgres://api:$(PASSWORD)@database'),
    };
    expect(containerOf({ env }).env).toEqual([
      { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'database', key: 'password' } } },
      { name: 'URL', value: 'postgres://api:$(PASSWORD)@database' },
    ]);
    expect(containerOf()).not.toHaveProperty('env');
  });

  it('is ready when its first TCP port takes connections, unless it is told otherwise', () => {
    expect(containerOf().readinessProbe).toEqual({ tcpSocket: { port: 8080 } });
    expect(containerOf({ readinessProbe: HealthProbe.none() })).not.toHaveProperty('readinessProbe');
    const udp = { port: 53, protocol: Protocol.UDP };
    expect(containerOf({ ports: [udp] })).not.toHaveProperty('readinessProbe');
    const withTcp = [
      { ...udp, name: 'udp' },
      { name: 'tcp', port: 5353 },
    ];
    expect(containerOf({ ports: withTcp }).readinessProbe).toEqual({ tcpSocket: { port: 5353 } });
  });

  it('has no other probe by default', () => {
    expect(containerOf()).not.toHaveProperty('livenessProbe');
    expect(containerOf()).not.toHaveProperty('startupProbe');
  });

  it('starts a new pod before it stops an old one, or stops all where two versions must not meet', () => {
    expect(pick(manifests, 'Deployment').spec.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
    });
    expect(pick(rendered({ strategy: RolloutStrategy.RECREATE }), 'Deployment').spec.strategy).toEqual({
      type: 'Recreate',
    });
  });

  it('is two pods, spread where possible, of which a drain takes one at most', () => {
    expect(pick(manifests, 'Deployment').spec.replicas).toBe(2);
    expect(podOf().topologySpreadConstraints).toEqual([
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: labels },
      },
    ]);
    expect(pick(manifests, 'PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: labels },
    });
  });

  it('leaves the number of pods to the autoscaler where there is one', () => {
    const scaled = rendered({ autoscalingMaxReplicas: 5 });
    expect(pick(scaled, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(pick(scaled, 'HorizontalPodAutoscaler').spec).toMatchObject({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' },
      minReplicas: 2,
      maxReplicas: 5,
    });
    expect(manifests.map(({ kind }) => kind)).not.toContain('HorizontalPodAutoscaler');
  });

  it('shows its registry the Secrets it is given', () => {
    expect(podOf({ imagePullSecrets: ['registry', 'mirror'] }).imagePullSecrets).toEqual([
      { name: 'registry' },
      { name: 'mirror' },
    ]);
    expect(podOf()).not.toHaveProperty('imagePullSecrets');
  });

  it('has no prop without effect', () => {
    const observe = (props: Changes) => {
      const chart = newChart({ namespace });
      const service = new Microservice(chart, 'api', { image, ports, ...props });
      return [chart.toJson(), seen(service)];
    };
    const {
      replicas,
      autoscalingMaxReplicas,
      autoscalingMinReplicas,
      autoscalingCpuPercent,
      image: _i,
      ports: many,
      ...rest
    } = PROPS;
    expectEveryPropToMatter(rest, observe);
    expectEveryPropToMatter({ ports: many }, observe);
    expectEveryPropToMatter({ replicas }, observe);
    expectEveryPropToMatter({ autoscalingMaxReplicas }, observe);
    expectEveryPropToMatter({ autoscalingMinReplicas, autoscalingCpuPercent }, (props) =>
      observe({ autoscalingMaxReplicas, ...props }),
    );
    expectEveryPropToMatter({ image: 'other:1' }, observe);
  });

  testRefusals((scope, props) => new Microservice(scope, 'api', props), { image, ports }, PROPS, [
    ...WRONG_ENDPOINT,
    ['no image', { image: undefined }, 'image/reference', /"image" is undefined/],
    [
      'a misspelt part of a port',
      { ports: [{ port: 80, targetPort: 8080 } as never] },
      'props/unknown',
      /"ports\[0\].targetPort".*containerPort/,
    ],
    ['no ports at all', { ports: undefined }, 'props/shape', /"ports" is undefined/],
    ['a container name with an underscore', { containerName: 'my_api' }, 'name/dns-label', /"containerName"/],
    ['a command of one text', { command: 'run me' as never }, 'props/shape', /"command" is "run me": must be a list/],
    ['an empty command', { command: [] }, 'props/shape', /leave the prop out/],
    ['a number among the arguments', { args: ['--port', 80 as never] }, 'props/shape', /"args\[1\]" is 80/],
    ['a bare string as a variable', { env: { A: 'b' as never } }, 'props/shape', /"env.A" is "b".*EnvVar.value/],
    ['a variable that starts with a digit', { env: { '1A': EnvVar.value('') } }, 'name/env', /"1A"/],
    ['a list of variables', { env: [] as never }, 'props/shape', /an object of names and EnvVars/],
    ['a kind of Service as text', { expose: 'NodePort' as never }, 'props/shape', /"NodePort".*Expose.clusterIp/],
    [
      'a headless Service that translates ports',
      { expose: Expose.headless() },
      'props/conflict',
      /"ports\[0\].containerPort" is 8080: must be the port of the Service, 80/,
    ],
    [
      'a node port for a port that is not there',
      { expose: Expose.nodePort({ nodePorts: { http: 30080 } }) },
      'props/choice',
      /"expose.nodePorts" is "http".*no port has one/,
    ],
    ['a probe as text', { livenessProbe: '/healthz' as never }, 'props/shape', /"livenessProbe".*HealthProbe.http/],
    [
      'a probe of a port that is not there',
      { readinessProbe: HealthProbe.http('/', { port: 'web' }), ports: PROPS.ports },
      'props/choice',
      /"readinessProbe.port" is "web": must be one of the names: http/,
    ],
    [
      'a probe where no port speaks TCP',
      { startupProbe: HealthProbe.tcp(), ports: [{ port: 53, protocol: Protocol.UDP }] },
      'props/missing',
      /"startupProbe".*needs a TCP port/,
    ],
    ['a scratch path that is relative', { scratchPaths: ['tmp'] }, 'path/mount', /"scratchPaths\[0\]" is "tmp"/],
    ['a scratch path in the place of the root', { scratchPaths: ['/'] }, 'path/mount', /below "\/"/],
    ['a scratch path that climbs', { scratchPaths: ['/tmp/../etc'] }, 'path/mount', /without "\.\."/],
    ['a scratch path twice', { scratchPaths: ['/tmp', '/tmp'] }, 'props/conflict', /"scratchPaths\[1\]".*already/],
    ['a switch as text', { readOnlyRootFilesystem: 'no' as never }, 'switch/boolean', /true or false/],
    ['a strategy that is none', { strategy: 'Rolling' as never }, 'props/choice', /RollingUpdate, Recreate/],
    ['a budget that blocks every drain', { maxUnavailable: 0 }, 'number/range', /1 to 1000/],
    ['root', { user: 0 }, 'number/range', /"user" is 0.*from 1/],
    ['a pull policy that is none', { imagePullPolicy: 'Sometimes' as never }, 'image/pull-policy', /"Sometimes"/],
    ['a pull Secret with an underscore', { imagePullSecrets: ['my_registry'] }, 'name/subdomain', /"my_registry"/],
    ['a label of two words', { labels: { team: 'two words' } }, 'label/value', /"labels.team" is "two words"/],
    ['no CPU', { cpuRequest: '0' }, 'quantity/cpu', /"cpuRequest" is "0"/],
    ['a request above its limit', { memoryRequest: '1Gi' }, 'props/conflict', /"memoryRequest".*memoryLimit, 256Mi/],
    ['a limit in thousandths', { memoryLimit: '512m' }, 'quantity/bytes', /write "512Mi"/],
    ['half a pod', { replicas: 1.5 }, 'number/range', /0 to 1000/],
    ['an autoscaler without pods', { autoscalingMaxReplicas: 0 }, 'number/range', /1 to 1000/],
    ['fewest without most', { autoscalingMinReplicas: 2 }, 'props/missing', /no effect without/],
    ['an aim without an autoscaler', { autoscalingCpuPercent: 50 }, 'props/missing', /no effect without/],
  ]);

  it('can not be named by an id that is no name of a Service', () => {
    expect(() => new Microservice(newChart(), 'My API', { image, ports })).toThrow(/"name" is "My API"/);
  });
});

describe.each<[string, (attributes: Partial<MicroserviceAttributes>) => IMicroservice]>([
  [
    'Microservice',
    (attributes) =>
      new Microservice(newChart({ namespace }), 'api', { image, ports: attributes.ports ?? ports, ...attributes }),
  ],
  [
    'Microservice.fromMicroserviceAttributes',
    (attributes) =>
      Microservice.fromMicroserviceAttributes(newChart({ namespace }), 'theirs', {
        name: 'api',
        podLabels: { app: 'api' },
        ports,
        ...attributes,
      }),
  ],
])('%s', (_what, make) => {
  const many = [
    { name: 'https', port: 8443 },
    { name: 'metrics', port: 9090, containerPort: 9091 },
    { name: 'dns', port: 53, protocol: Protocol.UDP },
  ];

  it('tells what others need of it', () => {
    expect(seen(make({}))).toEqual({
      name: 'api',
      namespace,
      podLabels: { app: 'api' },
      ports: [{ port: 80, containerPort: 8080, protocol: 'TCP' }],
      dnsName: 'api.shop.svc.cluster.local',
      url: 'http://api.shop.svc.cluster.local:80',
    });
    expect(make({ clusterDomain: 'k8s.example', namespace: 'trade' }).dnsName).toBe('api.trade.svc.k8s.example');
  });

  it('knows the address of each port, https where the port is called so', () => {
    const service = make({ ports: many });
    expect(service.url).toBe('https://api.shop.svc.cluster.local:8443');
    expect(service.urlOf('metrics')).toBe('http://api.shop.svc.cluster.local:9090');
    expect(() => service.urlOf('dns')).toThrow(/urlOf: prop "port" is 53: is UDP.*\[props\/conflict\]/);
    expect(() => service.urlOf('web')).toThrow(/"port" is "web": must be one of the names: https, metrics, dns/);
  });

  it('finds a port by its name, else the first', () => {
    const service = make({ ports: many });
    expect(service.port('metrics')).toEqual({ name: 'metrics', port: 9090, containerPort: 9091, protocol: 'TCP' });
    expect(service.port()).toEqual({ name: 'https', port: 8443, containerPort: 8443, protocol: 'TCP' });
    expect(() => service.port('web')).toThrow(/\.port: prop "port" is "web"/);
  });

  it('gives copies', () => {
    const service = make({});
    service.podLabels.app = 'changed';
    service.ports.pop();
    Object.assign(service.port(), { port: 1 });
    Object.assign(service.ports[0]!, { port: 1 });
    expect(seen(service)).toEqual(seen(make({})));
  });
});

describe('Microservice.fromMicroserviceAttributes', () => {
  const given = { name: 'api', podLabels: { app: 'api' }, ports };
  const ATTRIBUTES: Required<MicroserviceAttributes> = {
    clusterDomain: 'k8s.example',
    name: 'orders',
    namespace: 'trade',
    podLabels: { app: 'orders' },
    ports: PROPS.ports,
  };

  it('renders nothing', () => {
    expect(render((chart) => Microservice.fromMicroserviceAttributes(chart, 'theirs', given))).toEqual([]);
  });

  it('has no full name where its namespace is not known', () => {
    const service = Microservice.fromMicroserviceAttributes(newChart(), 'theirs', given);
    expect(() => service.dnsName).toThrow(/test\/theirs: prop "namespace" is undefined.*\[props\/missing\]/);
    expect(() => service.url).toThrow(/\[props\/missing\]/);
  });

  it('has no attribute without effect', () => {
    expectEveryPropToMatter(ATTRIBUTES, (attributes) =>
      seen(
        Microservice.fromMicroserviceAttributes(newChart({ namespace }), 'theirs', {
          ...given,
          ...attributes,
        }),
      ),
    );
  });

  testRefusals(
    (scope, attributes) => Microservice.fromMicroserviceAttributes(scope, 'theirs', attributes),
    given,
    ATTRIBUTES,
    [
      ...WRONG_ENDPOINT,
      ['no labels, which nobody can guess', { podLabels: undefined }, 'props/shape', /"podLabels" is undefined/],
    ],
  );
});
