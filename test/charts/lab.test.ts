import { App } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { readSettings } from '../../charts/settings';
import { addCharts } from '../../charts/synth';
import { validateObject } from '../support/kube-schema';
import { allows, type Pod, podsOf, selects } from '../support/policy';
import { type Manifest, pick } from '../support/synth';

function synthesize(): Manifest[] {
  const app = new App();
  addCharts(app, readSettings(undefined, {}, '0.1.0'));
  return loadAll(app.synthYaml()) as Manifest[];
}

const S3 = { port: 9000, protocol: 'TCP' } as const;
const HTTP = { port: 80, protocol: 'TCP' } as const;
const PAIR = { app: 'electricity-calculator', microservice: 'history-server' };
const DNS: Pod = { name: 'coredns', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };
/** Pods that are not ours, and alike in one way or the other. */
const STRANGERS: Pod[] = [
  DNS,
  { name: 'calculator', namespace: 'production', labels: { app: 'electricity-calculator' } },
  { name: 'half', namespace: 'production', labels: { microservice: 'history-server' } },
  { name: 'look-alike', namespace: 'test', labels: PAIR },
  { name: 'wrong-label', namespace: 'default', labels: { app: 'nginx' } },
  { name: 'controller', namespace: 'ingress-nginx', labels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
];

const id = (pod: Pod) => `${pod.namespace}/${pod.name}`;

function who(manifests: Manifest[], name: string, namespace: string, port: typeof S3 | typeof HTTP): string[] {
  const pods = podsOf(manifests);
  const target = pods.find((pod) => pod.name === name && pod.namespace === namespace)!;
  return [...pods, ...STRANGERS]
    .filter((pod) => pod !== target && allows(manifests, pod, target, port))
    .map(id)
    .sort();
}

function endpoints(manifests: Manifest[], service: string, namespace: string): string[] {
  const { selector } = pick(manifests, 'Service', service, namespace).spec;
  return [...podsOf(manifests), ...STRANGERS]
    .filter((pod) => pod.namespace === namespace && selects(selector, pod))
    .map(id);
}

/** What the lab promises of the whole, a sentence each. */
const PROMISES: Record<string, (manifests: Manifest[]) => void> = {
  'MinIO is reached by history-server pods of its namespace and by nobody else (000-57)': (manifests) =>
    expect(who(manifests, 'minio', 'production', S3)).toEqual(['production/history-server']),

  'the echo server is reached from k8s-lab5 and by nginx of its namespace, and by nobody else (000-46, 000-51…55)': (
    manifests,
  ) => expect(who(manifests, 'echoserver', 'default', HTTP)).toEqual(['default/nginx', 'k8s-lab5/echoserver']),

  'its copy is reached by everybody': (manifests) =>
    expect(who(manifests, 'echoserver', 'k8s-lab5', HTTP)).toHaveLength(
      podsOf(manifests).length - 1 + STRANGERS.length,
    ),

  'the history server still resolves names, over UDP and TCP': (manifests) => {
    const server = podsOf(manifests).find(
      ({ name, namespace }) => name === 'history-server' && namespace === 'production',
    )!;
    for (const protocol of ['UDP', 'TCP'] as const)
      expect(allows(manifests, server, DNS, { port: 53, protocol })).toBe(true);
  },

  'both labels stand on the Deployment and on its pods (000-23)': (manifests) => {
    const { metadata, spec } = pick(manifests, 'Deployment', 'history-server', 'production');
    expect(metadata.labels).toEqual(PAIR);
    expect(spec.template.metadata?.labels).toEqual(PAIR);
  },

  'each Service leads to its own pods only (000-16, 000-25)': (manifests) => {
    expect(endpoints(manifests, 'history-server', 'production')).toEqual(['production/history-server']);
    expect(endpoints(manifests, 'minio', 'production')).toEqual(['production/minio']);
    expect(endpoints(manifests, 'echoserver', 'default')).toEqual(['default/echoserver']);
    expect(endpoints(manifests, 'postgresql-hl', 'test')).toEqual(['test/postgresql-hl-test']);
  },

  'headless Services carry the names that their StatefulSets ask for (000-36)': (manifests) => {
    const headless = manifests
      .filter(({ kind, spec }) => kind === 'Service' && spec.clusterIP === 'None')
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    const asked = manifests
      .filter(({ kind }) => kind === 'StatefulSet')
      .map(({ metadata, spec }) => `${metadata.namespace}/${spec.serviceName}`);
    expect(headless.sort()).toEqual(asked.sort());
  },

  'every object keeps to the API of Kubernetes 1.28 and 1.36 to the letter': (manifests) => {
    for (const manifest of manifests)
      for (const version of ['1.28', '1.36'] as const) expect(validateObject(manifest, version)).toEqual([]);
  },

  'six things are cleaned up after the lab, and nothing else (000-58)': (manifests) =>
    expect(
      manifests
        .filter(({ metadata }) => metadata.labels?.['clean-up'] === 'echo-demo')
        .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
        .sort(),
    ).toEqual([
      'Deployment nginx',
      'Namespace k8s-lab5',
      'NetworkPolicy echoserver-network-policy',
      'Service echoserver-service-nodeport',
      'Service postgresql-hl',
      'StatefulSet postgresql-hl-test',
    ]),
};

const promises = Object.keys(PROMISES);
const promiseWith = (words: string) => promises.find((promise) => promise.includes(words))!;

/** What people write instead, and the promise that must then be broken. */
const WRONG: [string, (manifests: Manifest[]) => void, string][] = [
  [
    'peers merged into one, which means AND',
    (manifests) => {
      const [rule] = pick(manifests, 'NetworkPolicy', 'echoserver-network-policy').spec.ingress;
      rule.from = [Object.assign({}, ...rule.from)];
    },
    'the echo server is reached',
  ],
  [
    'a policy for app=electricity-calculator alone, which lets the fetcher in',
    (manifests) => {
      delete pick(manifests, 'NetworkPolicy', 'minio-network-policy', 'production').spec.ingress[0].from[0].podSelector
        .matchLabels.microservice;
    },
    'MinIO is reached',
  ],
  [
    'a peer in any namespace, which lets look-alikes in',
    (manifests) => {
      pick(manifests, 'NetworkPolicy', 'minio-network-policy', 'production').spec.ingress[0].from[0].namespaceSelector =
        {};
    },
    'MinIO is reached',
  ],
  [
    'a policy in another namespace',
    (manifests) => {
      pick(manifests, 'NetworkPolicy', 'minio-network-policy', 'production').metadata.namespace = 'default';
    },
    'MinIO is reached',
  ],
  [
    'labels on the Deployment only',
    (manifests) => {
      delete pick(manifests, 'Deployment', 'history-server', 'production').spec.template.metadata;
    },
    'both labels stand',
  ],
  [
    'labels on the pods only',
    (manifests) => {
      delete pick(manifests, 'Deployment', 'history-server', 'production').metadata.labels;
    },
    'both labels stand',
  ],
  [
    'a boolean as a label',
    (manifests) => {
      pick(manifests, 'StatefulSet', 'minio', 'production').spec.template.metadata.labels.isolated = true;
    },
    'every object keeps to the API',
  ],
  [
    'a policy for the egress of the history server that forgets DNS',
    (manifests) => {
      manifests.push({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'history-server-egress', namespace: 'production' },
        spec: {
          podSelector: { matchLabels: PAIR },
          policyTypes: ['Egress'],
          egress: [
            { to: [{ podSelector: { matchLabels: { app: 'minio' } } }], ports: [{ protocol: 'TCP', port: 9000 }] },
          ],
        },
      });
    },
    'still resolves names',
  ],
  [
    'a Service that selects by app alone',
    (manifests) => {
      delete pick(manifests, 'Service', 'history-server', 'production').spec.selector.microservice;
    },
    'each Service leads',
  ],
  [
    'clients labelled as `kubectl create deployment nginx` would',
    (manifests) => {
      pick(manifests, 'Deployment', 'nginx', 'default').spec.template.metadata.labels = { app: 'nginx' };
    },
    'the echo server is reached',
  ],
  [
    'a headless Service of another name',
    (manifests) => {
      pick(manifests, 'Service', 'postgresql-hl').metadata.name = 'postgresql';
    },
    'headless Services carry',
  ],
  [
    'the clean-up label on one thing more',
    (manifests) => {
      pick(manifests, 'Service', 'minio', 'production').metadata.labels['clean-up'] = 'echo-demo';
    },
    'six things',
  ],
];

describe('the lab', () => {
  it.each(promises)('%s', (promise) => PROMISES[promise]!(synthesize()));
});

describe('the lab, miswired:', () => {
  it.each(WRONG)('%s is caught', (_what, miswire, words) => {
    const manifests = synthesize();
    miswire(manifests);
    expect(() => PROMISES[promiseWith(words)]!(manifests)).toThrow(/expect/);
  });
});
