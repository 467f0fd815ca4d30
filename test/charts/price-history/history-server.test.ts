import { ApiObject, JsonPatch } from 'cdk8s';
import { ImagePullPolicy } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  HistoryServer,
  type HistoryServerAttributes,
  type HistoryServerProps,
  type IMinio,
  Minio,
} from '../../../charts';
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

const namespace = 'production';
const labels = { app: 'electricity-calculator', microservice: 'history-server' };
const image = 'history-server:1.0.0';

type Changes = Partial<HistoryServerProps>;

function make(scope: Construct, changes: Changes = {}): HistoryServer {
  const minio = scope.node.tryFindChild('minio') ?? Minio.fromMinioAttributes(scope, 'minio');
  return new HistoryServer(scope, 'history-server', { image, minio: minio as Minio, ...changes });
}

const rendered = (changes: Changes = {}) => render((chart) => make(chart, changes), { namespace });

const minioElsewhere = () => Minio.fromMinioAttributes(newChart({ namespace }), 'minio');

/** A MinIO of somebody who implements the interface on their own. */
const strangeMinio = (attributes: object): IMinio =>
  Object.assign(
    new Construct(newChart(), 'minio'),
    {
      serviceName: 'minio',
      port: 9000,
      replicas: 1,
      podLabels: { app: 'minio' },
      secretName: 'minio-secret',
      accessKeyField: 'ACCESS_KEY',
      secretKeyField: 'SECRET_KEY',
      uriFrom: () => 'http://minio:9000',
      networkEnd: () => ({ name: 'minio' }),
    },
    attributes,
  );

const PROPS: Required<HistoryServerProps> = {
  autoscalingCpuPercent: 60,
  autoscalingMaxReplicas: 9,
  autoscalingMinReplicas: 3,
  clusterDomain: 'cluster.example',
  containerPort: 5000,
  cpuRequest: '1',
  env: { LOG_LEVEL: 'debug' },
  image: 'registry.example/server:2',
  imagePullPolicy: ImagePullPolicy.ALWAYS,
  imagePullSecrets: ['registry'],
  labels: { team: 'prices' },
  memoryLimit: '1Gi',
  memoryRequest: '192Mi',
  minio: Minio.fromMinioAttributes(newChart(), 'theirs', { namespace: 'data' }),
  name: 'prices',
  namespace: 'energy',
  podLabels: { app: 'prices' },
  replicas: 4,
  servicePort: 8000,
  user: 1000,
};

describe('HistoryServer', () => {
  const manifests = rendered();
  const deployment = pick(manifests, 'Deployment');
  const pod = deployment.spec.template.spec;
  const container = pod.containers[0];

  it('carries both labels on the Deployment and on its pods, and selects by that pair (000-23)', () => {
    expect(deployment.metadata).toEqual({ name: 'history-server', namespace, labels });
    expect(deployment.spec.template.metadata).toEqual({ labels });
    expect(deployment.spec.selector).toEqual({ matchLabels: labels });
  });

  it('has a ClusterIP Service on port 80 that selects by the same pair (000-25)', () => {
    expect(pick(manifests, 'Service').metadata).toEqual({ name: 'history-server', namespace, labels });
    expect(pick(manifests, 'Service').spec).toEqual({
      type: 'ClusterIP',
      selector: labels,
      ports: [{ protocol: 'TCP', port: 80, targetPort: 8080 }],
    });
    expect(container.ports).toEqual([{ containerPort: 8080, protocol: 'TCP' }]);
  });

  it('knows MinIO by its address and the Secret, and nothing by value (000-08, 000-24)', () => {
    expect(container.env).toEqual([
      { name: 'MINIO_URI', value: 'http://minio:9000' },
      { name: 'ACCESS_KEY', valueFrom: { secretKeyRef: { name: 'minio-secret', key: 'ACCESS_KEY' } } },
      { name: 'SECRET_KEY', valueFrom: { secretKeyRef: { name: 'minio-secret', key: 'SECRET_KEY' } } },
    ]);
  });

  it('listens where the variable PORT says, if the port is given', () => {
    const moved = pick(rendered({ containerPort: 5000 }), 'Deployment').spec.template.spec.containers[0];
    expect(moved.env.slice(3)).toEqual([{ name: 'PORT', value: '5000' }]);
    expect(moved.ports).toEqual([{ containerPort: 5000, protocol: 'TCP' }]);
    expect([moved.startupProbe, moved.livenessProbe, moved.readinessProbe].map(({ httpGet }) => httpGet.port)).toEqual([
      5000, 5000, 5000,
    ]);
  });

  it('takes further variables behind its own', () => {
    const { env } = pick(rendered({ env: { LOG_LEVEL: 'debug' } }), 'Deployment').spec.template.spec.containers[0];
    expect(env.slice(3)).toEqual([{ name: 'LOG_LEVEL', value: 'debug' }]);
  });

  it('keeps to "restricted", and is not given the variables of Services, among them MINIO_PORT', () => {
    expectRestricted(pod, 65532);
  });

  it('runs the image it is given, fetched where the node lacks it', () => {
    expect(container).toMatchObject({ name: 'history-server', image, imagePullPolicy: 'IfNotPresent' });
  });

  it('starts a new pod before it stops an old one', () => {
    expect(deployment.spec.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
    });
  });

  it('is probed at /healthz and /readyz, and has a minute to start', () => {
    expect(container.startupProbe).toEqual({
      httpGet: { path: '/healthz', port: 8080 },
      periodSeconds: 1,
      failureThreshold: 60,
    });
    expect(container.livenessProbe).toEqual({
      httpGet: { path: '/healthz', port: 8080 },
      periodSeconds: 10,
      timeoutSeconds: 5,
    });
    expect(container.readinessProbe).toEqual({
      httpGet: { path: '/readyz', port: 8080 },
      periodSeconds: 5,
      timeoutSeconds: 5,
    });
  });

  it('asks for CPU without a limit, and limits memory', () => {
    expect(container.resources).toEqual({ requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } });
  });

  it('is two pods, spread where possible, of which one at most is taken away', () => {
    expect(deployment.spec.replicas).toBe(2);
    expect(pod.topologySpreadConstraints).toEqual([
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: labels },
      },
    ]);
    expect(pick(manifests, 'PodDisruptionBudget').metadata).toEqual({ name: 'history-server', namespace, labels });
    expect(pick(manifests, 'PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: labels },
    });
  });

  it('leaves the number of pods to the autoscaler where there is one', () => {
    const scaled = rendered({ autoscalingMaxReplicas: 5 });
    expect(pick(scaled, 'Deployment').spec).not.toHaveProperty('replicas');
    expect(pick(scaled, 'HorizontalPodAutoscaler').metadata).toEqual({ name: 'history-server', namespace, labels });
    expect(pick(scaled, 'HorizontalPodAutoscaler').spec).toEqual({
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'history-server' },
      minReplicas: 2,
      maxReplicas: 5,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
      ],
    });
    expect(manifests.map((object) => object.kind)).not.toContain('HorizontalPodAutoscaler');
  });

  it('puts all of it into the namespace it is given, whatever that of its chart', () => {
    const moved = rendered({ namespace: 'energy', autoscalingMaxReplicas: 5 });
    expect(moved.map((object) => [object.kind, object.metadata.namespace])).toEqual([
      ['Deployment', 'energy'],
      ['Service', 'energy'],
      ['PodDisruptionBudget', 'energy'],
      ['HorizontalPodAutoscaler', 'energy'],
    ]);
  });

  it('keeps its objects under ids that patches can rely on', () => {
    expect(idsIn(make(newChart(), { autoscalingMaxReplicas: 5 }))).toEqual([
      'Resource',
      'Service',
      'DisruptionBudget',
      'Autoscaler',
    ]);
  });

  it('scales down to one pod where more are not allowed', () => {
    const { spec } = pick(rendered({ autoscalingMaxReplicas: 1 }), 'HorizontalPodAutoscaler');
    expect(spec).toMatchObject({ minReplicas: 1, maxReplicas: 1 });
  });

  it('tells its name, namespace and ports', () => {
    const { name, namespace: at, servicePort, containerPort } = make(newChart({ namespace }), { name: 'prices' });
    expect({ name, at, servicePort, containerPort }).toEqual({
      name: 'prices',
      at: namespace,
      servicePort: 80,
      containerPort: 8080,
    });
  });

  it('gives copies of the labels by which its pods are selected', () => {
    const server = make(newChart());
    server.podLabels.app = 'changed';
    expect(server.podLabels).toEqual(labels);
  });

  it('is written short only where no namespace is known', () => {
    const server = make(newChart({ namespace }));
    for (const from of [namespace, 'energy'])
      expect(server.urlFrom(from)).toBe('http://history-server.production.svc.cluster.local:80');
    expect(make(newChart()).urlFrom()).toBe('http://history-server:80');
  });

  it('gives its address from its own name, namespace and port (000-26)', () => {
    expect(make(newChart({ namespace })).url).toBe('http://history-server.production.svc.cluster.local:80');
    const moved = make(newChart(), {
      minio: minioElsewhere(),
      name: 'prices',
      namespace: 'energy',
      servicePort: 8000,
      clusterDomain: 'k8s.example',
    });
    expect(moved.url).toBe('http://prices.energy.svc.k8s.example:8000');
  });

  it('has no address where its namespace is not known', () => {
    expect(() => make(newChart()).url).toThrow(
      /test\/history-server: prop "namespace" is undefined.*\[props\/missing\]/,
    );
  });

  it('reaches a MinIO of another namespace by its full name', () => {
    const elsewhere = render(
      (chart) => {
        const minio = Minio.fromMinioAttributes(chart, 'theirs', { namespace: 'data' });
        make(chart, { minio });
      },
      { namespace },
    );
    expect(pick(elsewhere, 'Deployment').spec.template.spec.containers[0].env[0].value).toBe(
      'http://minio.data.svc.cluster.local:9000',
    );
  });

  it('takes JSON patches in the spelling of Kubernetes, of fields that 1.28 did not have too', () => {
    const chart = newChart({ namespace });
    const server = make(chart);
    ApiObject.of(server).addJsonPatch(
      JsonPatch.add('/spec/template/spec/hostPID', true),
      JsonPatch.replace('/spec/template/spec/containers/0/ports/0/containerPort', 8081),
    );
    ApiObject.of(server.node.findChild('Service')).addJsonPatch(
      JsonPatch.replace('/spec/ports/0/targetPort', 'http'),
      JsonPatch.add('/spec/trafficDistribution', 'PreferClose'),
    );
    const patched = chart.toJson();
    expect(pick(patched, 'Deployment').spec.template.spec).toMatchObject({
      hostPID: true,
      containers: [{ ports: [{ containerPort: 8081 }] }],
    });
    expect(pick(patched, 'Service').spec).toMatchObject({
      trafficDistribution: 'PreferClose',
      ports: [{ targetPort: 'http' }],
    });
  });

  it('lets further labels inform but not select', () => {
    const labelled = rendered({ labels: { team: 'prices' } });
    for (const object of labelled) expect(object.metadata.labels).toEqual({ ...labels, team: 'prices' });
    expect(pick(labelled, 'Deployment').spec.template.metadata.labels).toEqual({ ...labels, team: 'prices' });
    expect(pick(labelled, 'Deployment').spec.selector.matchLabels).toEqual(labels);
    expect(pick(labelled, 'Service').spec.selector).toEqual(labels);
  });

  it('never carries a label that nobody wrote', () => {
    expect(JSON.stringify(manifests)).not.toContain('cdk8s.io');
  });

  it('has no prop without effect', () => {
    const observe = (props: Changes) => {
      const own = newChart({ namespace });
      const server = make(own, props);
      return [own.toJson(), server.url];
    };
    const { replicas, autoscalingMaxReplicas, autoscalingMinReplicas, autoscalingCpuPercent, ...rest } = PROPS;
    expectEveryPropToMatter(rest, observe);
    expectEveryPropToMatter({ replicas }, observe);
    expectEveryPropToMatter({ autoscalingMaxReplicas }, observe);
    expectEveryPropToMatter({ autoscalingMinReplicas, autoscalingCpuPercent }, (props) =>
      observe({ autoscalingMaxReplicas, ...props }),
    );
  });

  it('can not be made without props', () => {
    expectRefused(
      (scope) => new HistoryServer(scope, 'history-server', undefined as never),
      'props/shape',
      /"props" is undefined/,
    );
  });

  testRefusals(
    (scope, props) => new HistoryServer(scope, 'history-server', props),
    { image, minio: minioElsewhere() },
    PROPS,
    [
      ['no image', { image: undefined }, 'image/reference', /"image" is undefined/],
      [
        'an image with a placeholder',
        { image: '<user>/history-server' },
        'image/reference',
        /in the place of the placeholder/,
      ],
      ['no MinIO', { minio: undefined }, 'props/shape', /must be a Minio/],
      ...(
        [
          ['port', 0, 'number/port'],
          ['replicas', undefined, 'number/range'],
          ['secretName', 'minio_secret', 'name/subdomain'],
          ['accessKeyField', 'a/b', 'name/secret-key'],
          ['secretKeyField', '..', 'name/secret-key'],
          ['podLabels', {}, 'label/none'],
        ] as const
      ).map(
        ([attribute, value, code]): Refusal<HistoryServerProps> => [
          `a MinIO of somebody else's making with a bad ${attribute}`,
          { minio: strangeMinio({ [attribute]: value }) },
          code,
          new RegExp(`"minio.${attribute}" is`),
        ],
      ),
      ['a namespace in upper case', { namespace: 'Energy' }, 'name/dns-label', /"namespace" is "Energy"/],
      [
        'a pull policy that is none',
        { imagePullPolicy: 'Sometimes' as ImagePullPolicy },
        'image/pull-policy',
        /"Sometimes"/,
      ],
      ['a pull Secret with an underscore', { imagePullSecrets: ['my_registry'] }, 'name/subdomain', /"my_registry"/],
      ['root', { user: 0 }, 'number/range', /"user" is 0.*from 1/],
      ['a cluster domain with an underscore', { clusterDomain: 'cluster_local' }, 'name/subdomain', /"clusterDomain"/],
      ['no CPU', { cpuRequest: '0m' }, 'quantity/cpu', /"cpuRequest" is "0m"/],
      ['a request above its limit', { memoryRequest: '1Gi' }, 'props/conflict', /"memoryRequest".*memoryLimit, 256Mi/],
      ['a label of two words', { labels: { team: 'two words' } }, 'label/value', /"labels.team" is "two words"/],
      ['more than the most pods', { replicas: 1001 }, 'number/range', /0 to 1000/],
      ['an autoscaler without pods', { autoscalingMaxReplicas: 0 }, 'number/range', /1 to 1000/],
      ['an aim for CPU without the autoscaler', { autoscalingCpuPercent: 50 }, 'props/missing', /no effect without/],
      ['a name with a dot', { name: 'history.server' }, 'name/service', /"history.server"/],
      ['half a pod', { replicas: 1.5 }, 'number/range', /0 to 1000/],
      [
        'replicas beside an autoscaler',
        { replicas: 2, autoscalingMaxReplicas: 3 },
        'props/conflict',
        /autoscaler owns/,
      ],
      [
        "an autoscaler's prop without the autoscaler",
        { autoscalingMinReplicas: 2 },
        'props/missing',
        /no effect without/,
      ],
      ['fewest above most', { autoscalingMaxReplicas: 3, autoscalingMinReplicas: 4 }, 'number/range', /1 to 3/],
      ['no CPU to aim at', { autoscalingMaxReplicas: 3, autoscalingCpuPercent: 0 }, 'number/range', /1 to 1000/],
      ['a Service port out of range', { servicePort: 65536 }, 'number/port', /65536/],
      ['a container port out of range', { containerPort: -1 }, 'number/port', /-1/],
      ...['MINIO_URI', 'ACCESS_KEY', 'SECRET_KEY', 'PORT'].map(
        (name): Refusal<HistoryServerProps> => [
          `the variable ${name}, which the construct sets`,
          { env: { [name]: '1' } },
          'props/conflict',
          /"env" is .*set by the construct/,
        ],
      ),
      ['a variable that is no name', { env: { 'LOG LEVEL': 'debug' } }, 'name/env', /"LOG LEVEL"/],
      [
        'a variable that is no text',
        { env: { CACHE_SECONDS: 1 as unknown as string } },
        'value/env',
        /write "1" in quotes/,
      ],
      ['an empty selector', { podLabels: {} }, 'label/none', /at least one/],
      ['a label key with two slashes', { podLabels: { 'a/b/c': 'x' } }, 'label/key', /"a\/b\/c"/],
      ['memory in thousandths', { memoryLimit: '256m' }, 'quantity/bytes', /write "256Mi"/],
    ],
  );
});

const ATTRIBUTES: Required<HistoryServerAttributes> = {
  url: 'https://prices.example',
  namespace: 'energy',
  podLabels: { app: 'prices' },
  containerPort: 9090,
};

describe('HistoryServer.fromHistoryServerAttributes', () => {
  it('renders nothing and takes the slash off its address', () => {
    const chart = newChart();
    const server = HistoryServer.fromHistoryServerAttributes(chart, 'theirs', { url: 'https://prices.example/v1/' });
    expect(chart.toJson()).toEqual([]);
    expect(server.url).toBe('https://prices.example/v1');
    expect(server.podLabels).toEqual(labels);
  });

  it('gives copies of its labels', () => {
    const server = HistoryServer.fromHistoryServerAttributes(newChart(), 'theirs', { url: 'http://prices.example' });
    server.podLabels.app = 'changed';
    expect(server.podLabels).toEqual(labels);
  });

  it('has one address, whoever asks', () => {
    const server = HistoryServer.fromHistoryServerAttributes(newChart(), 'theirs', { url: 'http://prices.example' });
    expect(server.urlFrom('energy')).toBe('http://prices.example');
  });

  it('has no attribute without effect', () => {
    expectEveryPropToMatter(ATTRIBUTES, (attributes) => {
      const chart = newChart({ namespace });
      const server = HistoryServer.fromHistoryServerAttributes(chart, 'theirs', attributes);
      return [server.url, server.namespace, server.podLabels, server.networkEnd()];
    });
  });

  it('can not be made without attributes', () => {
    expectRefused(
      (scope) => HistoryServer.fromHistoryServerAttributes(scope, 'theirs', undefined as never),
      'props/shape',
      /"props" is undefined/,
    );
  });

  testRefusals(
    (scope, attributes) => HistoryServer.fromHistoryServerAttributes(scope, 'theirs', attributes),
    { url: 'http://prices.example' },
    ATTRIBUTES,
    [
      ...['prices.example', 'ftp://prices.example', 'http://prices.example?day=1', ''].map(
        (url): Refusal<HistoryServerAttributes> => [`the address "${url}"`, { url }, 'url/http', /"url" is/],
      ),
      [
        'credentials in the address, and does not repeat them',
        { url: 'http://user:hunter2@prices.example' },
        'url/http',
        /^(?!.*(user:|hunter2)).*"url" is "http:\/\/…@prices.example"/,
      ],
      ['a namespace with a dot', { namespace: 'a.b' }, 'name/dns-label', /"namespace" is "a.b"/],
      ['port 0', { containerPort: 0 }, 'number/port', /"containerPort" is 0/],
      ['an empty selector', { podLabels: {} }, 'label/none', /"podLabels"/],
      ['a label key with a space', { podLabels: { 'my app': 'x' } }, 'label/key', /"my app"/],
    ],
  );
});
