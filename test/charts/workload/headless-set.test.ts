import { ImagePullPolicy, PodManagementPolicy } from 'cdk8s-plus-28';
import { AntiAffinity, EnvVar, HeadlessSet, type HeadlessSetProps, HealthProbe } from '../../../charts';
import { readNetwork } from '../../../network';
import {
  expectEveryPropToMatter,
  expectRestricted,
  idsIn,
  newChart,
  pick,
  render,
  testRefusals,
} from '../../support/synth';

const namespace = 'data';
const image = 'redis:7.4.1';
const ports = [{ name: 'redis', port: 6379 }];

type Changes = Partial<HeadlessSetProps>;

const rendered = (changes: Changes = {}) =>
  render((chart) => new HeadlessSet(chart, 'redis', { image, ports, replicas: 3, ...changes }), { namespace });
const setOf = (changes: Changes = {}) => pick(rendered(changes), 'StatefulSet').spec;

const PROPS: Required<HeadlessSetProps> = {
  antiAffinity: AntiAffinity.REQUIRED,
  args: ['--requirepass', '$(REDISCLI_AUTH)'],
  command: ['redis-server'],
  containerName: 'server',
  cpuRequest: '1',
  dataPath: '/data',
  env: { REDISCLI_AUTH: EnvVar.secret('redis', 'password') },
  group: 0,
  image,
  imagePullPolicy: ImagePullPolicy.ALWAYS,
  imagePullSecrets: ['registry'],
  labels: { team: 'shop' },
  livenessProbe: HealthProbe.tcp(),
  memoryLimit: '1Gi',
  memoryRequest: '192Mi',
  name: 'cache',
  namespace: 'trade',
  podLabels: { app: 'cache', tier: 'data' },
  podManagementPolicy: PodManagementPolicy.PARALLEL,
  ports: [
    { name: 'redis', port: 6379 },
    { name: 'bus', port: 16_379 },
  ],
  publishNotReadyAddresses: true,
  readOnlyRootFilesystem: false,
  readinessProbe: HealthProbe.command(['redis-cli', '-e', 'ping']),
  replicas: 5,
  scratchPaths: ['/tmp'],
  serviceName: 'cache-nodes',
  startupProbe: HealthProbe.tcp({ failureThreshold: 60 }),
  storageClassName: 'fast',
  storageSize: '1Gi',
  user: 999,
  volumeName: 'redis-data',
};

describe('HeadlessSet', () => {
  const manifests = rendered();
  const labels = { app: 'redis' };

  it('renders all its props as reviewed', () => {
    expect(rendered(PROPS)).toMatchSnapshot();
  });

  it('is a StatefulSet and the headless Service whose name it carries (001-38)', () => {
    expect(pick(manifests, 'Service')).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'redis', namespace },
      spec: {
        clusterIP: 'None',
        selector: labels,
        ports: [{ name: 'redis', protocol: 'TCP', port: 6379, targetPort: 6379 }],
      },
    });
    const set = pick(manifests, 'StatefulSet');
    expect(set.metadata).toEqual({ name: 'redis', namespace });
    expect(set.spec).toMatchObject({
      serviceName: 'redis',
      replicas: 3,
      selector: { matchLabels: labels },
      template: { metadata: { labels } },
    });
    const other = rendered({ serviceName: 'redis-nodes' });
    expect(pick(other, 'StatefulSet').spec.serviceName).toBe(pick(other, 'Service').metadata.name);
  });

  it('keeps its objects under ids that patches can rely on', () => {
    expect(idsIn(new HeadlessSet(newChart(), 'redis', { image, ports }))).toEqual(['Service', 'Resource']);
  });

  it('knows each pod by the name that DNS has, and no pod that is not there', () => {
    const chart = newChart({ namespace });
    const redis = new HeadlessSet(chart, 'redis', { image, ports, replicas: 3 });
    const names = [0, 1, 2].map((ordinal) => redis.dnsName(ordinal));
    expect(names).toEqual(['redis-0.redis', 'redis-1.redis', 'redis-2.redis']);
    const network = readNetwork(chart);
    for (const name of names)
      expect(network.resolve(name, `${namespace}/redis`)).toMatchObject({ verdict: 'resolves' });
    expect(network.resolve('redis-3.redis', `${namespace}/redis`)).not.toMatchObject({ verdict: 'resolves' });
    for (const ordinal of [3, -1, 0.5])
      expect(() => redis.dnsName(ordinal)).toThrow(/test\/redis.dnsName: prop "ordinal" is .*from 0 to 2/);
  });

  it('claims a volume for each pod where it has a size, handed over once to the user', () => {
    const spec = setOf({ dataPath: '/data', storageSize: '1Gi', storageClassName: '', user: 999 });
    expect(spec.volumeClaimTemplates).toEqual([
      {
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: '',
          resources: { requests: { storage: '1Gi' } },
        },
      },
    ]);
    expect(spec.template.spec.containers[0].volumeMounts).toEqual([{ name: 'data', mountPath: '/data' }]);
    expect(spec.template.spec).not.toHaveProperty('volumes');
    expect(spec.template.spec.securityContext).toMatchObject({ fsGroup: 999, fsGroupChangePolicy: 'OnRootMismatch' });
  });

  it('keeps its data with the pod where there is no size, and none without a path', () => {
    const spec = setOf({ dataPath: '/data', scratchPaths: ['/tmp'] });
    expect(spec.template.spec.volumes).toEqual([
      { name: 'data', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
    ]);
    expect(spec).not.toHaveProperty('volumeClaimTemplates');
    expect(setOf().template.spec).not.toHaveProperty('volumes');
    expect(setOf().template.spec.containers[0]).not.toHaveProperty('volumeMounts');
  });

  it('names a scratch volume apart from that of the data', () => {
    const spec = setOf({ dataPath: '/var/lib/redis', scratchPaths: ['/data'] });
    expect(spec.template.spec.containers[0].volumeMounts).toEqual([
      { name: 'data', mountPath: '/var/lib/redis' },
      { name: 'data-1', mountPath: '/data' },
    ]);
  });

  it('keeps to "restricted", in the group it is given', () => {
    expectRestricted(setOf().template.spec, 65532);
    expectRestricted(setOf({ user: 1001, group: 0, dataPath: '/data' }).template.spec, 1001, {
      pod: { runAsGroup: 0, fsGroup: 1001 },
    });
  });

  it('starts its pods in order, or all at once and known before they are ready', () => {
    expect(setOf()).not.toHaveProperty('podManagementPolicy');
    const cluster = rendered({ podManagementPolicy: PodManagementPolicy.PARALLEL, publishNotReadyAddresses: true });
    expect(pick(cluster, 'StatefulSet').spec.podManagementPolicy).toBe('Parallel');
    expect(pick(cluster, 'Service').spec.publishNotReadyAddresses).toBe(true);
  });

  it('prefers a node for each pod, insists on it, or leaves it to the scheduler', () => {
    const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } };
    expect(setOf().template.spec.affinity).toEqual({
      podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }] },
    });
    expect(setOf({ antiAffinity: AntiAffinity.REQUIRED }).template.spec.affinity).toEqual({
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
    });
    expect(setOf({ antiAffinity: AntiAffinity.NONE }).template.spec).not.toHaveProperty('affinity');
  });

  it('lets labels mark its objects, not its pods', () => {
    const marked = rendered({ labels: { team: 'shop' } });
    expect(marked.map(({ metadata }) => metadata.labels)).toEqual([{ team: 'shop' }, { team: 'shop' }]);
    expect(pick(marked, 'StatefulSet').spec.template.metadata.labels).toEqual(labels);
  });

  it('tells what others need of it, in copies', () => {
    const redis = new HeadlessSet(newChart({ namespace }), 'redis', { image, ports, serviceName: 'nodes' });
    redis.podLabels.app = 'changed';
    redis.ports.pop();
    const { name, serviceName, namespace: at, replicas, podLabels, ports: open } = redis;
    expect({ name, serviceName, at, replicas, podLabels, open }).toEqual({
      name: 'redis',
      serviceName: 'nodes',
      at: namespace,
      replicas: 1,
      podLabels: labels,
      open: [{ name: 'redis', port: 6379, containerPort: 6379, protocol: 'TCP' }],
    });
  });

  it('has no prop without effect', () => {
    const { dataPath, volumeName, storageSize, storageClassName, image: _i, ports: _p, ...rest } = PROPS;
    expectEveryPropToMatter(rest, rendered);
    expectEveryPropToMatter({ dataPath }, rendered);
    expectEveryPropToMatter({ volumeName, storageSize }, (props) => rendered({ dataPath, ...props }));
    expectEveryPropToMatter({ storageClassName }, (props) => rendered({ dataPath, storageSize, ...props }));
    expectEveryPropToMatter({ image: 'other:1' }, rendered);
    expectEveryPropToMatter({ ports: PROPS.ports }, rendered);
  });

  testRefusals((scope, props) => new HeadlessSet(scope, 'redis', props), { image, ports }, PROPS, [
    ['no image', { image: undefined }, 'image/reference', /"image" is undefined/],
    ['no ports', { ports: [] }, 'props/shape', /at least one port/],
    [
      'ports that lead elsewhere, which a headless Service does not do',
      { ports: [{ port: 80, containerPort: 8080 }] },
      'props/conflict',
      /must be the port of the Service, 80/,
    ],
    ['a name too long for its pods', { name: 'p'.repeat(53) }, 'name/workload', /at most 52/],
    ['a Service name with a dot', { serviceName: 'a.b' }, 'name/service', /"serviceName" is "a.b"/],
    ['a namespace with a dot', { namespace: 'a.b' }, 'name/dns-label', /"namespace" is "a.b"/],
    ['an empty selector', { podLabels: {} }, 'label/none', /"podLabels"/],
    ['a label of two words', { labels: { team: 'two words' } }, 'label/value', /"labels.team"/],
    ['half a pod', { replicas: 0.5 }, 'number/range', /0 to 1000/],
    ['root', { user: 0 }, 'number/range', /"user" is 0.*from 1/],
    ['a group by name', { group: 'redis' as never }, 'number/range', /"group" is "redis"/],
    ['a path for data that is relative', { dataPath: 'data' }, 'path/mount', /"dataPath" is "data"/],
    ['a size without a path', { storageSize: '1Gi' }, 'props/missing', /"storageSize".*no effect without dataPath/],
    [
      'a class without a size',
      { dataPath: '/data', storageClassName: 'fast' },
      'props/missing',
      /"storageClassName".*no effect without storageSize/,
    ],
    ['a volume name without a path', { volumeName: 'data' }, 'props/missing', /no effect without dataPath/],
    ['a volume name with a dot', { dataPath: '/data', volumeName: 'a.b' }, 'name/dns-label', /"volumeName"/],
    ['a size in thousandths', { dataPath: '/data', storageSize: '5m' }, 'quantity/bytes', /write "5Mi"/],
    [
      'a class with an underscore',
      { dataPath: '/data', storageSize: '1Gi', storageClassName: 'very_fast' },
      'name/subdomain',
      /"very_fast"/,
    ],
    ['the path of the data as scratch', { dataPath: '/data', scratchPaths: ['/data'] }, 'props/conflict', /already/],
    ['a policy that is none', { podManagementPolicy: 'Serial' as never }, 'props/choice', /OrderedReady, Parallel/],
    ['a switch as text', { publishNotReadyAddresses: 'yes' as never }, 'switch/boolean', /"publishNotReadyAddresses"/],
    [
      'a rule for sharing nodes that is none',
      { antiAffinity: true as never },
      'props/choice',
      /"antiAffinity" is true/,
    ],
    ['a container name with an underscore', { containerName: 'my_redis' }, 'name/dns-label', /"containerName"/],
    ['a command of one text', { command: 'redis-server' as never }, 'props/shape', /"command"/],
    ['arguments of one text', { args: '-v' as never }, 'props/shape', /"args"/],
    ['a bare string as a variable', { env: { A: 'b' as never } }, 'props/shape', /"env.A"/],
    ['a first probe as text', { startupProbe: 'tcp' as never }, 'props/shape', /"startupProbe"/],
    ['a second probe as text', { livenessProbe: 'tcp' as never }, 'props/shape', /"livenessProbe"/],
    ['a third probe as text', { readinessProbe: 'tcp' as never }, 'props/shape', /"readinessProbe"/],
    ['another switch as text', { readOnlyRootFilesystem: 1 as never }, 'switch/boolean', /"readOnlyRootFilesystem"/],
    ['a pull policy that is none', { imagePullPolicy: 'Sometimes' as never }, 'image/pull-policy', /"Sometimes"/],
    ['a pull Secret with an underscore', { imagePullSecrets: ['my_registry'] }, 'name/subdomain', /"my_registry"/],
    ['no CPU', { cpuRequest: '0' }, 'quantity/cpu', /"cpuRequest"/],
    ['a request above its limit', { memoryRequest: '1Gi' }, 'props/conflict', /memoryLimit, 256Mi/],
    ['a limit in thousandths', { memoryLimit: '512m' }, 'quantity/bytes', /write "512Mi"/],
  ]);
});
