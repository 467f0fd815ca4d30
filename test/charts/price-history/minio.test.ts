import { ImagePullPolicy } from 'cdk8s-plus-28';
import {
  AntiAffinity,
  type IMinio,
  Minio,
  type MinioAttributes,
  type MinioProps,
  MinioService,
  type MinioServiceProps,
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

const namespace = 'production';

const ATTRIBUTES: Required<MinioAttributes> = {
  accessKeyField: 'user',
  clusterDomain: 'cluster.example',
  namespace: 'elsewhere',
  podLabels: { app: 'objects' },
  port: 9100,
  replicas: 4,
  secretKeyField: 'password',
  secretName: 'store-secret',
  serviceName: 'store-api',
};
const SERVICE_PROPS: Required<MinioServiceProps> = { ...ATTRIBUTES, labels: { team: 'prices' } };
const PROPS: Required<MinioProps> = {
  ...SERVICE_PROPS,
  antiAffinity: AntiAffinity.REQUIRED,
  cpuRequest: '1',
  headlessServiceName: 'store-nodes',
  image: 'registry.example/minio:1',
  imagePullPolicy: ImagePullPolicy.ALWAYS,
  imagePullSecrets: ['registry'],
  memoryLimit: '2Gi',
  memoryRequest: '384Mi',
  name: 'store',
  storageClassName: 'fast',
  storageSize: '20Gi',
  user: 2000,
};

/** What those who are given a MinIO can learn of it. */
function seen(minio: IMinio): unknown {
  const { namespace, serviceName, port, replicas, podLabels, secretName, accessKeyField, secretKeyField } = minio;
  const uri = minio.uriFrom('third');
  return { namespace, serviceName, port, replicas, podLabels, secretName, accessKeyField, secretKeyField, uri };
}

const WRONG_ATTRIBUTES: Refusal<MinioAttributes>[] = [
  ['a Service name that starts with a digit', { serviceName: '9minio' }, 'name/service', /"serviceName" is "9minio"/],
  ['a namespace with a dot', { namespace: 'a.b' }, 'name/dns-label', /"namespace" is "a.b"/],
  ['an empty selector', { podLabels: {} }, 'label/none', /at least one label/],
  [
    'a boolean as a label',
    { podLabels: { app: true as unknown as string } },
    'label/value',
    /"podLabels.app" is true.*write "true" in quotes/,
  ],
  ['port 0', { port: 0 }, 'number/port', /1 to 65535/],
  ['a port above the last', { port: 65536 }, 'number/port', /65536/],
  ['no pods', { replicas: 0 }, 'number/range', /from 1 to 1000/],
  ['a port as text', { port: '9000' as unknown as number }, 'number/port', /"9000"/],
  ['a Secret name with an underscore', { secretName: 'minio_secret' }, 'name/subdomain', /"minio_secret"/],
  ['a Secret key with a slash', { accessKeyField: 'a/b' }, 'name/secret-key', /"accessKeyField" is "a\/b"/],
  ['a Secret key with a space', { secretKeyField: 'a b' }, 'name/secret-key', /"secretKeyField" is "a b"/],
  [
    'one key for both credentials',
    { secretKeyField: 'ACCESS_KEY' },
    'props/conflict',
    /another key than accessKeyField/,
  ],
  ['a cluster domain with a dot at the end', { clusterDomain: 'cluster.local.' }, 'name/subdomain', /"cluster.local."/],
];
const WRONG_SERVICE_PROPS: Refusal<MinioServiceProps>[] = [
  ...WRONG_ATTRIBUTES,
  ['a label with a space', { labels: { team: 'a b' } }, 'label/value', /"labels.team" is "a b"/],
  [
    'a label that fights the selector',
    { labels: { app: 'other' } },
    'props/conflict',
    /"labels.app" is "other": podLabels give it the value "minio"/,
  ],
];

describe('Minio', () => {
  const manifests = render((chart) => new Minio(chart, 'minio'), { namespace });
  const statefulSet = pick(manifests, 'StatefulSet');
  const container = statefulSet.spec.template.spec.containers[0];

  it('is a StatefulSet of one pod minio-0 that carries app=minio', () => {
    expect(statefulSet.metadata).toEqual({ name: 'minio', namespace, labels: { app: 'minio' } });
    expect(statefulSet.spec.replicas).toBe(1);
    expect(statefulSet.spec.selector).toEqual({ matchLabels: { app: 'minio' } });
    expect(statefulSet.spec.template.metadata.labels).toEqual({ app: 'minio' });
  });

  it('has a ClusterIP Service minio that selects exactly app=minio and leads 9000 to 9000 (000-16)', () => {
    expect(pick(manifests, 'Service', 'minio')).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'minio', namespace, labels: { app: 'minio' } },
      spec: {
        type: 'ClusterIP',
        selector: { app: 'minio' },
        ports: [{ protocol: 'TCP', port: 9000, targetPort: 9000 }],
      },
    });
  });

  it('is governed by a headless Service of another name', () => {
    const headless = pick(manifests, 'Service', statefulSet.spec.serviceName);
    expect(headless.metadata).toEqual({ name: 'minio-hl', namespace, labels: { app: 'minio' } });
    expect(headless.spec).toEqual({
      clusterIP: 'None',
      selector: { app: 'minio' },
      ports: [{ protocol: 'TCP', port: 9000, targetPort: 9000 }],
    });
  });

  it('keeps its data in a volume claim of its own', () => {
    expect(statefulSet.spec.volumeClaimTemplates).toEqual([
      {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } },
      },
    ]);
    expect(container.volumeMounts).toContainEqual({ name: 'data', mountPath: '/data' });
    expect(container.args).toEqual(['server', '/data', '--address', ':9000']);
  });

  it('asks for a volume that is there already where the class is ""', () => {
    const [claim] = pick(
      render((chart) => new Minio(chart, 'minio', { storageClassName: '' })),
      'StatefulSet',
    ).spec.volumeClaimTemplates;
    expect(claim.spec.storageClassName).toBe('');
  });

  it('takes its credentials from the Secret minio-secret alone, and has neither console nor updates (000-18)', () => {
    expect(container.env).toEqual([
      { name: 'MINIO_ROOT_USER', valueFrom: { secretKeyRef: { name: 'minio-secret', key: 'ACCESS_KEY' } } },
      { name: 'MINIO_ROOT_PASSWORD', valueFrom: { secretKeyRef: { name: 'minio-secret', key: 'SECRET_KEY' } } },
      { name: 'MINIO_BROWSER', value: 'off' },
      { name: 'MINIO_UPDATE', value: 'off' },
    ]);
    expect(manifests.map((object) => object.kind)).not.toContain('Secret');
  });

  it('is probed where the server answers, and has two minutes to start', () => {
    expect(container.startupProbe).toEqual({
      httpGet: { path: '/minio/health/live', port: 9000 },
      periodSeconds: 2,
      failureThreshold: 60,
    });
    expect(container.livenessProbe).toEqual({
      httpGet: { path: '/minio/health/live', port: 9000 },
      periodSeconds: 10,
      timeoutSeconds: 5,
    });
    expect(container.readinessProbe).toEqual({
      httpGet: { path: '/minio/health/ready', port: 9000 },
      periodSeconds: 5,
      timeoutSeconds: 5,
    });
  });

  it('runs the last public image, fetched where the node lacks it', () => {
    expect(container).toMatchObject({
      name: 'minio',
      image: 'quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z',
      imagePullPolicy: 'IfNotPresent',
      ports: [{ containerPort: 9000, protocol: 'TCP' }],
    });
  });

  it('asks for CPU without a limit, and limits memory', () => {
    expect(container.resources).toEqual({ requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } });
  });

  it('keeps to "restricted" as a user whose the volume is, which is handed over once', () => {
    expectRestricted(statefulSet.spec.template.spec, 1000, {
      pod: { fsGroup: 1000, fsGroupChangePolicy: 'OnRootMismatch' },
    });
  });

  it('lets further labels inform but not select', () => {
    const labels = { app: 'minio', team: 'prices' };
    const labelled = render((chart) => new Minio(chart, 'minio', { labels: { team: 'prices' } }));
    expect(labelled.map(({ metadata }) => metadata.labels)).toEqual([labels, labels, labels]);
    const { spec } = pick(labelled, 'StatefulSet');
    expect(spec.template.metadata.labels).toEqual(labels);
    expect(spec.selector.matchLabels).toEqual({ app: 'minio' });
    for (const name of ['minio', 'minio-hl'])
      expect(pick(labelled, 'Service', name).spec.selector).toEqual({ app: 'minio' });
  });

  it('tells the names of StatefulSet and headless Service', () => {
    const { name, headlessServiceName } = new Minio(newChart(), 'minio', { name: 'store' });
    expect({ name, headlessServiceName }).toEqual({ name: 'store', headlessServiceName: 'store-hl' });
  });

  it('puts all of it into the namespace it is given, whatever that of its chart', () => {
    const moved = render((chart) => new Minio(chart, 'minio', { namespace: 'data' }), { namespace });
    expect(moved.map((object) => object.metadata.namespace)).toEqual(['data', 'data', 'data']);
  });

  it('keeps its objects under ids that patches can rely on', () => {
    expect(idsIn(new Minio(newChart(), 'minio'))).toEqual(['Service', 'HeadlessService', 'Resource']);
  });

  it('keeps two of them apart by their names', () => {
    const both = render((chart) => {
      for (const name of ['first', 'second']) new Minio(chart, name, { name });
    });
    for (const name of ['first', 'second']) {
      expect(pick(both, 'Service', name).spec.selector).toEqual({ app: name });
      expect(pick(both, 'Service', `${name}-hl`).spec.selector).toEqual({ app: name });
      expect(pick(both, 'StatefulSet', name).spec.template.metadata.labels).toEqual({ app: name });
    }
  });

  it('follows its port everywhere', () => {
    const moved = render((chart) => new Minio(chart, 'minio', { port: 9001 }), { namespace });
    const pod = pick(moved, 'StatefulSet').spec.template.spec.containers[0];
    expect(pod.args).toContain(':9001');
    expect(pod.ports).toEqual([{ containerPort: 9001, protocol: 'TCP' }]);
    expect([pod.startupProbe, pod.livenessProbe, pod.readinessProbe].map((probe) => probe.httpGet.port)).toEqual([
      9001, 9001, 9001,
    ]);
    for (const name of ['minio', 'minio-hl'])
      expect(pick(moved, 'Service', name).spec.ports[0]).toMatchObject({ port: 9001, targetPort: 9001 });
  });

  it('has no prop without effect', () => {
    const observe = (props: MinioProps) => {
      const chart = newChart({ namespace });
      const minio = new Minio(chart, 'minio', props);
      return [chart.toJson(), minio.uriFrom('third')];
    };
    const { antiAffinity, replicas, ...rest } = PROPS;
    expectEveryPropToMatter(rest, observe);
    expectEveryPropToMatter({ replicas }, observe);
    expectEveryPropToMatter({ antiAffinity }, (props) => observe({ replicas, ...props }));
  });

  testRefusals((scope, props) => new Minio(scope, 'minio', props), {}, PROPS, [
    ...WRONG_SERVICE_PROPS.filter(([, props]) => props.replicas === undefined),
    ...[0, 2, 3, 17, 34, 1001, 4.5].map(
      (replicas): Refusal<MinioProps> => [
        `${replicas} pods, which MinIO can't spread its data over`,
        { replicas },
        'number/range',
        /1, or from 4 to 1000 and a multiple of a number from 4 to 16/,
      ],
    ),
    ['two pods, with the reason', { replicas: 2 }, 'number/range', /needs four to survive the loss of one/],
    [
      'a rule for sharing nodes where there is one pod',
      { antiAffinity: AntiAffinity.REQUIRED },
      'props/missing',
      /no effect without replicas of 4/,
    ],
    [
      'a rule for sharing nodes that is none',
      { replicas: 4, antiAffinity: 'required' as AntiAffinity },
      'props/choice',
      /None, Preferred, Required/,
    ],
    ['a pull Secret with an underscore', { imagePullSecrets: ['my_registry'] }, 'name/subdomain', /"my_registry"/],
    ['a name that is too long for its pods', { name: 'm'.repeat(53) }, 'name/workload', /at most 52/],
    ['upper case', { name: 'Minio' }, 'name/workload', /"Minio".*upper case is not allowed/],
    ['a headless name with a dot', { headlessServiceName: 'a.b' }, 'name/service', /"headlessServiceName" is "a.b"/],
    ['one name for both Services', { headlessServiceName: 'minio' }, 'props/conflict', /another name than serviceName/],
    ['an image with a scheme', { image: 'https://quay.io/minio/minio' }, 'image/reference', /leave the scheme out/],
    [
      'a pull policy of another spelling',
      { imagePullPolicy: 'always' as ImagePullPolicy },
      'image/pull-policy',
      /Always, IfNotPresent, Never/,
    ],
    ['a size in thousandths', { storageSize: '5m' }, 'quantity/bytes', /write "5Mi"/],
    ['a size in gigabytes of the wrong spelling', { storageSize: '10GB' }, 'quantity/bytes', /write "10Gi"/],
    [
      'a request above its limit',
      { memoryRequest: '1Gi', memoryLimit: '512Mi' },
      'props/conflict',
      /no more than memoryLimit, 512Mi/,
    ],
    ['a request in thousandths', { memoryRequest: '256m' }, 'quantity/bytes', /"memoryRequest".*write "256Mi"/],
    ['a limit without a number', { memoryLimit: 'Mi' }, 'quantity/bytes', /"memoryLimit" is "Mi"/],
    ['no CPU', { cpuRequest: '0' }, 'quantity/cpu', /above zero/],
    ['root', { user: 0 }, 'number/range', /from 1 to/],
    ['a storage class with an underscore', { storageClassName: 'very_fast' }, 'name/subdomain', /"very_fast"/],
  ]);
});

describe('Minio of four pods', () => {
  const manifests = render((chart) => new Minio(chart, 'minio', { replicas: 4 }), { namespace });
  const { spec } = pick(manifests, 'StatefulSet');

  it('starts each with the addresses of all', () => {
    expect(spec.replicas).toBe(4);
    expect(spec.template.spec.containers[0].args).toEqual([
      'server',
      'http://minio-{0...3}.minio-hl.production.svc.cluster.local:9000/data',
      '--address',
      ':9000',
    ]);
  });

  it('lets them find each other before they are ready, all at once', () => {
    expect(spec.podManagementPolicy).toBe('Parallel');
    expect(pick(manifests, 'Service', spec.serviceName).spec).toEqual({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: { app: 'minio' },
      ports: [{ protocol: 'TCP', port: 9000, targetPort: 9000 }],
    });
  });

  it('has ten minutes to start, since its pods wait for each other', () => {
    const { httpGet, periodSeconds, failureThreshold } = spec.template.spec.containers[0].startupProbe;
    expect(httpGet).toEqual({ path: '/minio/health/live', port: 9000 });
    expect(periodSeconds * failureThreshold).toBe(600);
  });

  it('gives each a volume of its own, and a node where there are enough', () => {
    expect(spec.volumeClaimTemplates).toHaveLength(1);
    const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'minio' } } };
    expect(spec.template.spec.affinity).toEqual({
      podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: term }] },
    });
    const strict = render((chart) => new Minio(chart, 'minio', { replicas: 4, antiAffinity: AntiAffinity.REQUIRED }), {
      namespace,
    });
    expect(pick(strict, 'StatefulSet').spec.template.spec.affinity).toEqual({
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
    });
  });

  it('lets one go at a time', () => {
    expect(pick(manifests, 'PodDisruptionBudget')).toMatchObject({
      metadata: { name: 'minio', namespace, labels: { app: 'minio' } },
      spec: { maxUnavailable: 1, selector: { matchLabels: { app: 'minio' } } },
    });
    expect(idsIn(new Minio(newChart({ namespace }), 'minio', { replicas: 4 }))).toEqual([
      'Service',
      'HeadlessService',
      'Resource',
      'DisruptionBudget',
    ]);
  });

  it('follows names, port and cluster domain in the addresses', () => {
    const moved = render(
      (chart) =>
        new Minio(chart, 'minio', {
          replicas: 16,
          name: 'store',
          headlessServiceName: 'store-nodes',
          namespace: 'data',
          port: 9100,
          clusterDomain: 'k8s.example',
        }),
    );
    expect(pick(moved, 'StatefulSet').spec.template.spec.containers[0].args[1]).toBe(
      'http://store-{0...15}.store-nodes.data.svc.k8s.example:9100/data',
    );
  });

  it('needs to know its namespace, which is a part of the addresses', () => {
    const chart = newChart();
    expect(() => new Minio(chart, 'minio', { replicas: 4 })).toThrow(
      /test\/minio: prop "namespace" is undefined.*\[props\/missing\]/,
    );
    expect(idsIn(chart)).toEqual([]);
  });
});

describe('Minio.fromMinioAttributes', () => {
  it('renders nothing', () => {
    expect(render((chart) => Minio.fromMinioAttributes(chart, 'theirs', { serviceName: 'objects' }))).toEqual([]);
  });

  it('is written short inside its namespace and in full elsewhere', () => {
    const minio = Minio.fromMinioAttributes(newChart(), 'theirs', {
      namespace: 'data',
      serviceName: 'objects',
      port: 9100,
    });
    expect(minio.uriFrom('data')).toBe('http://objects:9100');
    expect(minio.uriFrom('production')).toBe('http://objects.data.svc.cluster.local:9100');
  });

  it('can be named short without any namespace, but not in full', () => {
    const minio = Minio.fromMinioAttributes(newChart(), 'theirs');
    expect(minio.uriFrom()).toBe('http://minio:9000');
    expect(() => minio.uriFrom('production')).toThrow(/test\/theirs: prop "namespace" is undefined/);
  });

  it('gives copies of its labels', () => {
    const minio = Minio.fromMinioAttributes(newChart(), 'theirs');
    minio.podLabels.app = 'changed';
    expect(minio.podLabels).toEqual({ app: 'minio' });
  });

  it('has no attribute without effect', () => {
    expectEveryPropToMatter(ATTRIBUTES, (attributes) =>
      seen(Minio.fromMinioAttributes(newChart(), 'theirs', attributes)),
    );
  });

  testRefusals(
    (scope, attributes) => Minio.fromMinioAttributes(scope, 'theirs', attributes),
    {},
    ATTRIBUTES,
    WRONG_ATTRIBUTES,
  );
});

describe('MinioService', () => {
  it('is the Service and nothing else', () => {
    const manifests = render((chart) => new MinioService(chart, 'minio', { labels: { team: 'prices' } }), {
      namespace,
    });
    expect(manifests).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'minio', namespace, labels: { app: 'minio', team: 'prices' } },
        spec: {
          type: 'ClusterIP',
          selector: { app: 'minio' },
          ports: [{ protocol: 'TCP', port: 9000, targetPort: 9000 }],
        },
      },
    ]);
  });

  it('writes no namespace that is not known', () => {
    expect(
      pick(
        render((chart) => new MinioService(chart, 'minio')),
        'Service',
      ).metadata,
    ).not.toHaveProperty('namespace');
  });

  it('has no prop without effect', () => {
    expectEveryPropToMatter(SERVICE_PROPS, (props) => {
      const chart = newChart();
      const service = new MinioService(chart, 'minio', props);
      return [chart.toJson(), seen(service)];
    });
  });

  testRefusals((scope, props) => new MinioService(scope, 'minio', props), {}, SERVICE_PROPS, WRONG_SERVICE_PROPS);
});
