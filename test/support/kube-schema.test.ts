import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync } from 'node:zlib';
import type { AnySchemaObject } from 'ajv';
import { type KubeVersion, validateObject } from './kube-schema';

const VERSIONS: KubeVersion[] = ['1.28', '1.36'];

const labels = { app: 'web' };
const podTemplate = {
  metadata: { labels, annotations: { 'example.com/checked': 'true' } },
  spec: {
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    securityContext: { runAsNonRoot: true, runAsUser: 10001, fsGroup: 10001 },
    containers: [
      {
        name: 'web',
        image: 'web:1.0.0',
        env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'web', key: 'token' } } }],
        ports: [{ name: 'http', containerPort: 8080 }],
        readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 5 },
        resources: { requests: { cpu: '250m', memory: '64Mi' }, limits: { cpu: 0.5, memory: '1e8' } },
        securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      },
    ],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1.5Gi' } }],
  },
};

/** One correct object a kind, with what is easily written wrong. */
const CORRECT = {
  Namespace: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
  Pod: { apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'web-', labels }, spec: podTemplate.spec },
  Deployment: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', creationTimestamp: '2024-02-29T12:00:00Z', labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: '25%' } },
      template: podTemplate,
    },
  },
  StatefulSet: {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'store' },
    spec: {
      serviceName: 'store',
      selector: { matchLabels: labels },
      template: podTemplate,
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
        },
      ],
    },
  },
  Service: {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
  },
  CronJob: {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'fetch' },
    spec: {
      schedule: '0 14 * * *',
      timeZone: 'Europe/Oslo',
      concurrencyPolicy: 'Forbid',
      jobTemplate: {
        spec: {
          backoffLimit: 3,
          podFailurePolicy: {
            rules: [
              { action: 'FailJob', onExitCodes: { containerName: 'web', operator: 'In', values: [2] } },
              { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
            ],
          },
          template: podTemplate,
        },
      },
    },
  },
  NetworkPolicy: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'web' },
    spec: {
      podSelector: { matchLabels: labels },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: labels } }], ports: [{ port: 'http' }] }],
      egress: [
        {
          to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
          ports: [{ protocol: 'TCP', port: 32000, endPort: 32768 }],
        },
      ],
    },
  },
  Ingress: {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web' },
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'shop.example.com',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } }],
          },
        },
      ],
    },
  },
  PodDisruptionBudget: {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'web' },
    spec: { minAvailable: '50%', selector: { matchLabels: labels } },
  },
  HorizontalPodAutoscaler: {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 2,
      maxReplicas: 5,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
        { type: 'Pods', pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '1k' } } },
      ],
    },
  },
  Secret: {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'web' },
    data: { token: 'c2VjcmV0' },
    stringData: { user: 'web' },
  },
  CustomResourceDefinition: {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'shops.example.com' },
    spec: {
      group: 'example.com',
      names: { plural: 'shops', kind: 'Shop' },
      scope: 'Namespaced',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              additionalProperties: false,
              properties: { tags: { type: 'array', items: { type: 'string', default: null, nullable: true } } },
            },
          },
        },
      ],
    },
  },
};
type Kind = keyof typeof CORRECT;

/** The correct object of a kind with the field at `pointer` set to `value`; left out where that is undefined. */
function planted(kind: Kind, pointer: string, value: unknown): Record<string, unknown> {
  const object = JSON.parse(JSON.stringify(CORRECT[kind]));
  const keys = pointer.split('/').map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  // biome-ignore lint/suspicious/noExplicitAny: walks any manifest
  const parent = keys.slice(1, -1).reduce((at: any, key) => at[key], object);
  parent[keys.at(-1)!] = value;
  return JSON.parse(JSON.stringify(object));
}

/** The problems without the name of the object. */
const problemsOf = (object: unknown, version: KubeVersion) =>
  validateObject(object, version).map((problem) => problem.replace(/^.*?: /, ''));

/** A schema and all schemas inside it. */
function schemasIn(schema: AnySchemaObject): AnySchemaObject[] {
  const { items, additionalProperties, properties, oneOf, if: condition, then, else: otherwise } = schema;
  const inside = [
    items,
    additionalProperties,
    condition,
    then,
    otherwise,
    ...(oneOf ?? []),
    ...Object.values(properties ?? {}),
  ];
  return [schema, ...inside.filter((value) => value instanceof Object).flatMap(schemasIn)];
}

const GVK = 'x-kubernetes-group-version-kind';
const KEYWORDS = [
  '$ref',
  'additionalProperties',
  'const',
  'else',
  'format',
  'if',
  'items',
  'oneOf',
  'properties',
  'required',
  'then',
  'type',
  GVK,
];

const POD = '/spec/template/spec';
const CONTAINER = `${POD}/containers/0`;
const QUANTITY = 'must be a number or a quantity such as 500m or 2Gi';
const INT_OR_STRING = 'must be a 32-bit integer or a string';
const NAMESPACE_FIELDS = 'must be apiVersion, kind, metadata, spec, status';
const CRD_ITEMS = '/spec/versions/0/schema/openAPIV3Schema/properties/tags/items';

/** A kind, the field that is planted, its wrong value, and what the one problem says of it. */
const WRONG: [Kind, string, unknown, string][] = [
  ['Namespace', '/colour', 'red', `is no field of the API, ${NAMESPACE_FIELDS}`],
  ['Namespace', '/a~1b~0', 'red', `is no field of the API, ${NAMESPACE_FIELDS}`],
  ['NetworkPolicy', '/spec/policytypes', ['Ingress'], 'is no field of the API, must be policyTypes'],
  [
    'Deployment',
    `${CONTAINER}/securityContext/readonlyRootFilesystem`,
    true,
    'is no field of the API, must be readOnlyRootFilesystem',
  ],
  ['CustomResourceDefinition', `${CRD_ITEMS}/maxlength`, 5, 'is no field of the API, must be maxLength'],

  ['Deployment', '/spec/selector', undefined, 'is missing'],
  ['Deployment', `${CONTAINER}/name`, undefined, 'is missing'],
  ['Service', '/spec/ports/0/port', undefined, 'is missing'],
  ['Ingress', '/spec/rules/0/http/paths/0/pathType', undefined, 'is missing'],
  ['HorizontalPodAutoscaler', '/spec/maxReplicas', undefined, 'is missing'],
  ['Namespace', '/metadata', undefined, 'is missing'],
  ['Namespace', '/metadata', {}, 'has neither name nor generateName'],

  ['Pod', '/metadata/labels/app', true, 'is true, must be a string'],
  ['Deployment', `${POD}/nodeSelector/kubernetes.io~1os`, 1, 'is 1, must be a string'],
  ['Deployment', '/spec/template/metadata/annotations/example.com~1checked', true, 'is true, must be a string'],
  ['Deployment', '/spec/selector/matchLabels/app', true, 'is true, must be a string'],
  ['Service', '/spec/selector/app', 8, 'is 8, must be a string'],
  ['Secret', '/stringData/user', 8, 'is 8, must be a string'],

  ['Deployment', '/spec/replicas', '3', "is '3', must be a 32-bit integer"],
  ['Deployment', '/spec/replicas', 1.5, 'is 1.5, must be a 32-bit integer'],
  ['Deployment', '/spec/replicas', 2 ** 31, 'is 2147483648, must be a 32-bit integer'],
  ['Deployment', `${POD}/securityContext/runAsUser`, 2 ** 63, 'is 9223372036854776000, must be a 64-bit integer'],
  ['Deployment', `${POD}/securityContext/runAsNonRoot`, 'true', "is 'true', must be a boolean"],
  ['Deployment', `${CONTAINER}/ports/0/containerPort`, '8080', "is '8080', must be a 32-bit integer"],
  ['Deployment', `${POD}/containers`, {}, 'is {}, must be an array'],
  ['Service', '/spec/ports/0/targetPort', 8.5, `is 8.5, ${INT_OR_STRING}`],
  ['PodDisruptionBudget', '/spec/minAvailable', true, `is true, ${INT_OR_STRING}`],
  ['NetworkPolicy', '/spec/egress/0/ports/0/endPort', '32768', "is '32768', must be a 32-bit integer"],

  ['Deployment', `${CONTAINER}/resources/limits/memory`, '1 Gi', `is '1 Gi', ${QUANTITY}`],
  ['Deployment', `${CONTAINER}/resources/limits/memory`, '1gb', `is '1gb', ${QUANTITY}`],
  ['Deployment', `${CONTAINER}/resources/limits/memory`, '1GB', `is '1GB', ${QUANTITY}`],
  ['Deployment', `${CONTAINER}/resources/limits/cpu`, true, `is true, ${QUANTITY}`],
  ['HorizontalPodAutoscaler', '/spec/metrics/1/pods/target/averageValue', '1K', `is '1K', ${QUANTITY}`],

  ['Secret', '/data/token', 's3cret', "is 's3cret', must be base64"],
  [
    'Pod',
    '/metadata/creationTimestamp',
    '2023-02-29T12:00:00Z',
    "is '2023-02-29T12:00:00Z', must be a time such as 2024-03-01T12:00:00Z",
  ],
  ['Pod', '/metadata/creationTimestamp', '2024-03-01', "is '2024-03-01', must be a time such as 2024-03-01T12:00:00Z"],

  ['Pod', '/metadata/creationTimestamp', null, 'is null, must be a time such as 2024-03-01T12:00:00Z'],
  ['Namespace', '/metadata', null, 'is null, must be an object'],
  ['Deployment', '/spec/replicas', null, 'is null, must be a 32-bit integer'],
  ['Deployment', `${CONTAINER}/resources/limits/cpu`, null, `is null, ${QUANTITY}`],
  ['NetworkPolicy', '/spec/podSelector', null, 'is null, must be an object'],
  ['NetworkPolicy', '/spec/ingress/0', null, 'is null, must be an object'],
  ['CustomResourceDefinition', CRD_ITEMS, null, 'is null, must be an array'],
];

describe.each(VERSIONS)('the schema of Kubernetes %s', (version) => {
  test.each(Object.keys(CORRECT) as Kind[])('finds nothing wrong in a correct %s', (kind) => {
    expect(validateObject(CORRECT[kind], version)).toEqual([]);
  });

  test.each(WRONG)('says that in a %s %s with the value %j %s', (kind, pointer, value, says) => {
    expect(problemsOf(planted(kind, pointer, value), version)).toEqual([`${pointer} ${says}`]);
  });

  test('names the object of a problem, and lists every problem', () => {
    const deployment = planted('Deployment', '/spec', { replicas: '3', selector: {}, template: { sepc: {} } });
    expect(validateObject(deployment, version)).toEqual([
      "Deployment web: /spec/replicas is '3', must be a 32-bit integer",
      'Deployment web: /spec/template/sepc is no field of the API, must be metadata, spec',
    ]);
    expect(validateObject(planted('Pod', '/spec', undefined), version)).toEqual([]);
    expect(validateObject(planted('Pod', '/spec', 1), version)).toEqual(['Pod web-: /spec is 1, must be an object']);
  });

  test.each<[Kind, string, string]>([
    ['Ingress', 'extensions/v1beta1', "'networking.k8s.io/v1'"],
    ['Deployment', 'v1', "'apps/v1'"],
    ['CronJob', 'batch/v1beta1', "'batch/v1'"],
    ['HorizontalPodAutoscaler', 'autoscaling/v2beta2', "'autoscaling/v1' or 'autoscaling/v2'"],
  ])('says which apiVersion a %s has instead of %s', (kind, apiVersion, served) => {
    expect(problemsOf(planted(kind, '/apiVersion', apiVersion), version)).toEqual([
      `/apiVersion is '${apiVersion}', must be ${served} in Kubernetes ${version}`,
    ]);
  });

  test.each([
    { apiVersion: 'v1', kind: 'Deploymant', metadata: { name: 'web' } },
    { apiVersion: 'v1', kind: 'PodList', metadata: { name: 'web' }, items: [] },
    { apiVersion: 'v1', metadata: { name: 'web' } },
    [CORRECT.Namespace],
    'Pod',
    null,
    undefined,
  ])('refuses %j, which is no kind that can be applied', (object) => {
    const kind = object && 'kind' in Object(object) ? `'${Object(object).kind}'` : 'undefined';
    expect(problemsOf(object, version)).toEqual([`/kind is ${kind}, must be a kind of Kubernetes ${version}`]);
  });

  test('takes a volumeClaimTemplate with its apiVersion and kind, and no other', () => {
    const pointer = '/spec/volumeClaimTemplates/0';
    const [claim] = CORRECT.StatefulSet.spec.volumeClaimTemplates;
    const typed = (apiVersion: string) => ({ apiVersion, kind: 'PersistentVolumeClaim', ...claim });
    expect(problemsOf(planted('StatefulSet', pointer, typed('v1')), version)).toEqual([]);
    expect(problemsOf(planted('StatefulSet', pointer, typed('v2')), version)).toEqual([
      `${pointer}/apiVersion is 'v2', must be 'v1'`,
    ]);
  });

  const sizeLimit = `${POD}/volumes/0/emptyDir/sizeLimit`;

  test.each([
    0,
    1.5,
    1e9,
    '0',
    '+1',
    '-1',
    '1.',
    '.5',
    '1.5',
    '1n',
    '1u',
    '500m',
    '1k',
    '1M',
    '1G',
    '1T',
    '1P',
    '1E',
    '1Ki',
    '1Mi',
    '1.5Gi',
    '1Ti',
    '1Pi',
    '1Ei',
    '1e3',
    '1E3',
    '1e+3',
    '12e-3',
  ])('takes the quantity %j', (quantity) => {
    expect(problemsOf(planted('Deployment', sizeLimit, quantity), version)).toEqual([]);
  });

  test.each([
    '',
    '.',
    'Gi',
    ' 1',
    '1 ',
    '1\n',
    '1,5',
    '1.2.3',
    '--1',
    '0x10',
    '1K',
    '1ki',
    '1KI',
    '1mi',
    '1B',
    '1KB',
    '1e',
    '1e1.5',
    '1e3Mi',
    '50%',
  ])('refuses the quantity %j', (quantity) => {
    expect(problemsOf(planted('Deployment', sizeLimit, quantity), version)).toEqual([
      expect.stringContaining(QUANTITY),
    ]);
  });

  test.each([
    '2024-02-29T23:59:59Z',
    '2024-03-01T12:00:00.123456Z',
    '2024-03-01T12:00:00-02:30',
  ])('takes the time %s', (time) => {
    expect(problemsOf(planted('Pod', '/metadata/creationTimestamp', time), version)).toEqual([]);
  });

  test.each([
    '2024-02-30T12:00:00Z',
    '2024-13-01T12:00:00Z',
    '2024-03-01T24:00:00Z',
    '2024-03-01T12:00:00',
    '2024-03-01 12:00:00Z',
    '',
  ])('refuses the time %j', (time) => {
    expect(problemsOf(planted('Pod', '/metadata/creationTimestamp', time), version)).toEqual([
      expect.stringContaining('must be a time'),
    ]);
  });
});

test('a field that came after Kubernetes 1.28 is unknown to 1.28 alone', () => {
  const service = planted('Service', '/spec/trafficDistribution', 'PreferClose');
  expect(problemsOf(service, '1.28')).toEqual([
    expect.stringMatching(/^\/spec\/trafficDistribution is no field of the API/),
  ]);
  expect(problemsOf(service, '1.36')).toEqual([]);
});

test('a version of a kind that went before Kubernetes 1.36 is unknown to 1.36 alone', () => {
  const level = { apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3', kind: 'FlowSchema', metadata: { name: 'slow' } };
  expect(problemsOf(level, '1.28')).toEqual([]);
  expect(problemsOf(level, '1.36')).toEqual([expect.stringContaining("must be 'flowcontrol.apiserver.k8s.io/v1' in")]);
});

describe.each(VERSIONS)('the schema file of Kubernetes %s', (version) => {
  const bytes = readFileSync(join(__dirname, `../schemas/kubernetes-${version}.json.gz`));
  const schema = JSON.parse(gunzipSync(bytes).toString());
  const definitions: Record<string, AnySchemaObject> = schema.definitions;
  const kinds = Object.values(definitions).filter((definition) => definition[GVK]);
  const refs = (value: unknown) =>
    [...JSON.stringify(value).matchAll(/"\$ref":"#\/definitions\/(.*?)"/g)].map(([, name]) => name!);

  test.each(Object.entries(CORRECT))('has %s', (_, { apiVersion, kind }) => {
    const [version, group = ''] = apiVersion.split('/').reverse();
    const found = kinds.filter((definition) => isDeepStrictEqual(definition[GVK], [{ group, kind, version }]));
    expect(found.map(({ properties }) => [properties.apiVersion.const, properties.kind.const])).toEqual([
      [apiVersion, kind],
    ]);
  });

  test('has only kinds that can be applied', () => {
    const names = kinds.map(({ properties }) => properties.kind.const);
    expect(
      names.filter((name) => /List$|Review$|^(Status|Scale|Binding|Eviction|DeleteOptions|WatchEvent)$/.test(name)),
    ).toEqual([]);
    expect(kinds.filter(({ properties }) => !properties.metadata)).toEqual([]);
  });

  test('has all that a kind refers to, and no more', () => {
    const reached = new Set<string>();
    const visit = (name: string) => {
      if (reached.has(name)) return;
      reached.add(name);
      refs(definitions[name]).forEach(visit);
    };
    for (const [name, definition] of Object.entries(definitions)) if (definition[GVK]) visit(name);
    expect([...reached].sort()).toEqual(Object.keys(definitions));
  });

  test('keeps no description and no other keyword than those that check', () => {
    const keywords = new Set(Object.values(definitions).flatMap(schemasIn).flatMap(Object.keys));
    expect([...keywords].sort()).toEqual(KEYWORDS);
  });

  test('closes every object that has properties', () => {
    const open = Object.values(definitions)
      .flatMap(schemasIn)
      .filter((s) => s.properties && s.additionalProperties !== false);
    expect(open).toEqual([]);
  });

  test('has sorted keys, and no time in the gzip header', () => {
    expect(Object.keys(definitions)).toEqual(Object.keys(definitions).sort());
    expect(bytes.readUInt32LE(4)).toBe(0);
  });

  test('compiles for every kind', () => {
    for (const {
      properties: { apiVersion, kind },
    } of kinds) {
      const bare = { apiVersion: apiVersion.const, kind: kind.const, metadata: { name: 'bare' } };
      const problems = problemsOf(bare, version).filter((problem) => !problem.endsWith(' is missing'));
      expect(problems).toEqual([]);
    }
  });
});
