import { validateCustomResource } from './crd-schema';

const metadata = { name: 'web', namespace: 'shop' };
const GATEWAY = 'gateway.networking.k8s.io';

/** A correct object a kind. */
const CORRECT = {
  Gateway: {
    apiVersion: `${GATEWAY}/v1`,
    kind: 'Gateway',
    metadata,
    spec: { gatewayClassName: 'eg', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  },
  HTTPRoute: {
    apiVersion: `${GATEWAY}/v1`,
    kind: 'HTTPRoute',
    metadata,
    spec: {
      parentRefs: [{ name: 'web' }],
      hostnames: ['*.a.example'],
      rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ name: 'web', port: 80 }] }],
    },
  },
  ReferenceGrant: {
    apiVersion: `${GATEWAY}/v1beta1`,
    kind: 'ReferenceGrant',
    metadata,
    spec: { from: [{ group: GATEWAY, kind: 'HTTPRoute', namespace: 'shop' }], to: [{ group: '', kind: 'Service' }] },
  },
  VirtualService: {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata,
    spec: { hosts: ['api'], http: [{ route: [{ destination: { host: 'api', subset: 'v1' }, weight: 100 }] }] },
  },
  DestinationRule: {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata,
    spec: { host: 'api', subsets: [{ name: 'v1', labels: { version: 'v1' } }] },
  },
  PeerAuthentication: {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata,
    spec: { mtls: { mode: 'STRICT' }, portLevelMtls: { '8080': { mode: 'PERMISSIVE' } } },
  },
  ClusterIssuer: {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'le' },
    spec: { acme: { server: 'https://acme.example/directory', privateKeySecretRef: { name: 'le' } } },
  },
} as const;
type Kind = keyof typeof CORRECT;

function planted(kind: Kind, pointer: string, value: unknown): unknown {
  const object = JSON.parse(JSON.stringify(CORRECT[kind]));
  const keys = pointer.split('/').slice(1);
  // biome-ignore lint/suspicious/noExplicitAny: walks any manifest
  const parent = keys.slice(0, -1).reduce((at: any, key) => at[key], object);
  parent[keys.at(-1)!] = value;
  return JSON.parse(JSON.stringify(object));
}

describe('the schemas of Gateway API, Istio and cert-manager', () => {
  it.each(Object.keys(CORRECT) as Kind[])('find nothing wrong in a correct %s', (kind) => {
    expect(validateCustomResource(CORRECT[kind])).toEqual([]);
  });

  it.each<[Kind, string, unknown, RegExp]>([
    ['Gateway', '/spec/listenerz', [], /additional properties: listenerz/],
    ['Gateway', '/spec/listeners', undefined, /required property 'listeners'/],
    ['Gateway', '/spec/listeners/0/port', 70000, /\/port must be <= 65535/],
    ['Gateway', '/metadata/label', {}, /metadata must NOT have additional properties: label/],
    ['HTTPRoute', '/spec/hostnames/0', 'A.example', /hostnames\/0 must match pattern/],
    ['HTTPRoute', '/spec/rules/0/matches/0/path/type', 'Prefix', /must be equal to one of the allowed values/],
    ['HTTPRoute', '/spec/rules/0/backendRefs/0/port', '80', /port must be integer/],
    ['HTTPRoute', '/spec/rules/0/timeouts', { request: 10 }, /request must be string/],
    ['ReferenceGrant', '/spec/to', undefined, /required property 'to'/],
    ['VirtualService', '/spec/http/0/route/0/wieght', 1, /additional properties: wieght/],
    ['VirtualService', '/spec/http/0/match', [{ uri: { prefix: '/', exact: '/' } }], /must match exactly one schema/],
    ['DestinationRule', '/spec/subsets/0/labels/version', 1, /version must be string/],
    ['PeerAuthentication', '/spec/mtls/mode', 'strict', /allowed values/],
    ['ClusterIssuer', '/spec/acme/server', undefined, /required property 'server'/],
  ])('say what is wrong in a %s whose %s is %j', (kind, pointer, value, problem) => {
    const problems = validateCustomResource(planted(kind, pointer, value));
    expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
    expect(problems![0]).toMatch(new RegExp(`^${kind} `));
  });

  it.each([
    ['a version that is not used', { ...CORRECT.PeerAuthentication, apiVersion: 'security.istio.io/v1alpha1' }],
    ['a kind of Kubernetes', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata }],
    ['nothing', undefined],
  ])('leave %s to others', (_what, object) => {
    expect(validateCustomResource(object)).toBeUndefined();
  });
});
