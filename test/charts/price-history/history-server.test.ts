import { ApiObject, JsonPatch } from 'cdk8s';
import { ImagePullPolicy } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { HistoryServer, type HistoryServerProps, Minio } from '../../../charts';
import { expectEveryPropToMatter, expectRefused, newChart, pick, render } from '../../support/synth';

const namespace = 'production';
const labels = { app: 'electricity-calculator', microservice: 'history-server' };
const image = 'history-server:1.0.0';

type Changes = Partial<HistoryServerProps>;

function make(scope: Construct, changes: Changes = {}): HistoryServer {
  const minio = scope.node.tryFindChild('minio') ?? Minio.fromMinioAttributes(scope, 'minio');
  return new HistoryServer(scope, 'history-server', { image, minio: minio as Minio, ...changes });
}

const rendered = (changes: Changes = {}) => render((chart) => make(chart, changes), { namespace });

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
    expect(pick(manifests, 'Service').metadata.name).toBe('history-server');
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

  it('is not given the variables of Services, among them MINIO_PORT', () => {
    expect(pod.enableServiceLinks).toBe(false);
  });

  it('is probed at /healthz and /readyz', () => {
    expect(container.startupProbe.httpGet).toEqual({ path: '/healthz', port: 8080 });
    expect(container.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 8080 });
    expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 8080 });
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
    expect(pick(manifests, 'PodDisruptionBudget').spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: labels },
    });
  });

  it('leaves the number of pods to the autoscaler where there is one', () => {
    const scaled = rendered({ autoscalingMaxReplicas: 5 });
    expect(pick(scaled, 'Deployment').spec).not.toHaveProperty('replicas');
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
    const chart = newChart();
    const observe = (props: Changes) => {
      const own = newChart({ namespace });
      const server = make(own, props);
      return [own.toJson(), server.url];
    };
    const all: Required<Omit<HistoryServerProps, 'replicas'>> = {
      autoscalingCpuPercent: 60,
      autoscalingMaxReplicas: 9,
      autoscalingMinReplicas: 3,
      clusterDomain: 'cluster.example',
      containerPort: 5000,
      cpuRequest: '1',
      env: { LOG_LEVEL: 'debug' },
      image: 'registry.example/server:2',
      imagePullPolicy: ImagePullPolicy.ALWAYS,
      labels: { team: 'prices' },
      memoryLimit: '1Gi',
      memoryRequest: '512Mi',
      minio: Minio.fromMinioAttributes(chart, 'theirs', { namespace: 'data' }),
      name: 'prices',
      namespace: 'energy',
      podLabels: { app: 'prices' },
      servicePort: 8000,
      user: 1000,
    };
    const { autoscalingMaxReplicas, autoscalingMinReplicas, autoscalingCpuPercent, ...rest } = all;
    expectEveryPropToMatter(rest, observe);
    expectEveryPropToMatter({ autoscalingMaxReplicas, autoscalingMinReplicas, autoscalingCpuPercent }, observe);
    expectEveryPropToMatter({ replicas: 4 }, observe);
  });

  it.each<[string, Changes, string, RegExp]>([
    ['no image', { image: undefined }, 'image/reference', /"image" is undefined/],
    [
      'an image with a placeholder',
      { image: '<user>/history-server' },
      'image/reference',
      /in the place of the placeholder/,
    ],
    ['no MinIO', { minio: undefined }, 'props/shape', /must be a Minio/],
    ['a name with a dot', { name: 'history.server' }, 'name/service', /"history.server"/],
    ['half a pod', { replicas: 1.5 }, 'number/range', /0 to 1000/],
    ['replicas beside an autoscaler', { replicas: 2, autoscalingMaxReplicas: 3 }, 'props/conflict', /autoscaler owns/],
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
    [
      'a variable that the construct sets',
      { env: { MINIO_URI: 'http://other' } },
      'props/conflict',
      /set by the construct/,
    ],
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
  ])('refuses %s', (_what, changes, code, message) => {
    expectRefused(
      (scope) =>
        new HistoryServer(scope, 'history-server', {
          image,
          minio: minioElsewhere(),
          ...changes,
        } as HistoryServerProps),
      code,
      message,
    );
  });
});

const minioElsewhere = () => Minio.fromMinioAttributes(newChart({ namespace }), 'minio');

describe('HistoryServer.fromHistoryServerAttributes', () => {
  it('renders nothing and takes the slash off its address', () => {
    const chart = newChart();
    const server = HistoryServer.fromHistoryServerAttributes(chart, 'theirs', { url: 'https://prices.example/v1/' });
    expect(chart.toJson()).toEqual([]);
    expect(server.url).toBe('https://prices.example/v1');
    expect(server.podLabels).toEqual(labels);
  });

  it.each([
    'prices.example',
    'ftp://prices.example',
    'http://user:secret@prices.example',
    'http://prices.example?day=1',
    '',
  ])('refuses the address %j', (url) => {
    expectRefused(
      (scope) => HistoryServer.fromHistoryServerAttributes(scope, 'theirs', { url }),
      'url/http',
      /"url" is/,
    );
  });
});
