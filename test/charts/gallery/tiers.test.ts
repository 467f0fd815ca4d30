import { join } from 'node:path';
import { App, type Chart } from 'cdk8s';
import { MultiTierChart } from '../../../charts/gallery/multi-tier';
import { ThreeTierChart } from '../../../charts/gallery/three-tier';
import { ZeroTrustChart } from '../../../charts/gallery/zero-trust';
import { readNetwork } from '../../../network';
import '../../../network/jest';
import { validateObject } from '../../support/kube-schema';
import { expectRestricted, type Manifest, pick } from '../../support/synth';

const threeTier = new ThreeTierChart(new App(), 'three-tier');
const zeroTrust = new ZeroTrustChart(new App(), 'zero-trust');
const multiTier = new MultiTierChart(new App(), 'multi-tier');
const asWritten = (name: string) => readNetwork(join(__dirname, 'as-written', `${name}.yaml`));

const policiesOf = (chart: Chart) =>
  chart
    .toJson()
    .filter(({ kind }: Manifest) => kind === 'NetworkPolicy')
    .map(({ metadata }: Manifest) => `${metadata.namespace}/${metadata.name}`);

describe.each<[string, Chart, string[]]>([
  ['three-tier', threeTier, ['three-tier']],
  ['zero-trust', zeroTrust, ['zero-trust']],
  ['multi-tier', multiTier, ['multi-tier', 'multi-tier-data']],
])('the gallery chart %s', (_name, chart, namespaces) => {
  const manifests: Manifest[] = chart.toJson();

  it('is as it was reviewed', () => expect(manifests).toMatchSnapshot());

  it('keeps to the API of Kubernetes 1.28 and 1.36', () => {
    for (const version of ['1.28', '1.36'] as const)
      expect(manifests.flatMap((manifest) => validateObject(manifest, version))).toEqual([]);
  });

  it('makes its own namespaces, which take only "restricted" pods, and is nowhere else', () => {
    const made = manifests.filter(({ kind }) => kind === 'Namespace');
    expect(made.map(({ metadata }) => metadata)).toEqual(
      namespaces.map((name) => ({ name, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } })),
    );
    for (const { kind, metadata } of manifests)
      if (kind !== 'Namespace') expect(namespaces).toContain(metadata.namespace);
  });
});

describe('exercise 3 (001-66 to 001-80)', () => {
  it('runs its images as users that are not root, the password of the database from a Secret', () => {
    const users = { frontend: 101, backend: 1000, database: 999 };
    const sysctls = [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }];
    for (const [name, user] of Object.entries(users)) {
      const { spec } = pick(threeTier.toJson(), 'Deployment', name).spec.template;
      expectRestricted(spec, user, name === 'database' ? {} : { pod: { sysctls } });
    }
    const [container] = pick(threeTier.toJson(), 'Deployment', 'database').spec.template.spec.containers;
    expect(container.env).toContainEqual({
      name: 'POSTGRES_PASSWORD',
      valueFrom: { secretKeyRef: { name: 'database-secret', key: 'POSTGRES_PASSWORD' } },
    });
  });

  it('has the Services and tiers of the source (001-66, 001-67)', () => {
    const ports = { frontend: [80, 80], backend: [8080, 80], database: [5432, 5432] };
    for (const [tier, [port, targetPort]] of Object.entries(ports)) {
      expect(pick(threeTier.toJson(), 'Service', `${tier}-service`).spec.ports).toMatchObject([{ port, targetPort }]);
      const { labels } = pick(threeTier.toJson(), 'Deployment', tier).spec.template.metadata;
      expect(labels).toEqual({ app: tier, tier });
    }
  });

  it('keeps the names of its policies (001-69 to 001-74), beside one for DNS', () => {
    expect(policiesOf(threeTier).sort()).toEqual(
      [
        'default-deny-all',
        'allow-dns',
        'allow-ingress-to-frontend',
        'allow-frontend-to-backend',
        'allow-frontend-to-backend-ingress',
        'allow-backend-to-database',
        'allow-backend-to-database-ingress',
      ]
        .map((name) => `three-tier/${name}`)
        .sort(),
    );
  });

  it('lets through what the source expects, and nothing else (001-76 to 001-80)', () => {
    const controller = 'ingress-nginx/{app.kubernetes.io/name=ingress-nginx}';
    expect(threeTier).toReach(controller, 'three-tier/frontend-service:80');
    expect(threeTier).toReach('three-tier/frontend', 'three-tier/backend-service:8080');
    expect(threeTier).toReach('three-tier/backend', 'three-tier/database-service:5432');
    expect(threeTier).not.toReach('three-tier/frontend', 'three-tier/database-service:5432');
    expect(threeTier).not.toReach('three-tier/{run=test-pod}', 'three-tier/backend-service:8080');
    expect(threeTier).not.toReach('elsewhere/{run=test-pod}', 'three-tier/backend-service:8080');
    expect(threeTier).toOnlyBeReachedBy('three-tier/backend-service:8080', ['three-tier/frontend']);
    expect(threeTier).toOnlyBeReachedBy('three-tier/database-service:5432', ['three-tier/backend']);
  });

  it.each(['frontend', 'backend', 'database'])('looks up names from %s, over UDP and TCP (001-80)', (tier) => {
    for (const protocol of ['UDP', 'TCP'])
      expect(threeTier).toReach(`three-tier/${tier}`, `kube-system/{k8s-app=kube-dns}:53/${protocol}`);
  });

  describe('as written', () => {
    const source = asWritten('three-tier');

    it('denies frontend to backend: the policies name the port of the Service, not of the pods (001-71, 001-72, 001-80)', () => {
      const answer = source.reach('default/frontend', 'default/backend-service:8080');
      expect(answer.verdict).toBe('denied');
      expect(answer.port).toBe('TCP 8080');
      expect(answer.steps.join()).toMatch(/backend-service port TCP 8080 leads to TCP 80/);
      expect(answer.parts?.[0]?.reason ?? answer.reason).toMatch(
        /default\/allow-frontend-to-backend.*default\/allow-frontend-to-backend-ingress/s,
      );
    });

    it('denies the test pod at its own look-up of the name, not at the backend (001-79)', () => {
      expect(source).not.toReach('default/test-pod', 'default/backend-service:8080');
      expect(source).not.toReach('default/test-pod', 'kube-system/{k8s-app=kube-dns}:53/UDP');
    });

    it('looks up no names from the database (001-80), and from no tier over TCP', () => {
      expect(source).toReach('default/frontend', 'kube-system/{k8s-app=kube-dns}:53/UDP');
      expect(source).not.toReach('default/database', 'kube-system/{k8s-app=kube-dns}:53/UDP');
      expect(source).not.toReach('default/frontend', 'kube-system/{k8s-app=kube-dns}:53/TCP');
    });

    it('lets the rest through as expected (001-76 to 001-78)', () => {
      expect(source).toReach('ingress-nginx/controller', 'default/frontend-service:80');
      expect(source).toReach('default/backend', 'default/database-service:5432');
      expect(source).not.toReach('default/frontend', 'default/database-service:5432');
    });
  });
});

describe('zero trust (001-29 to 001-33)', () => {
  it('keeps the names of its policies, and adds the other side of two', () => {
    expect(policiesOf(zeroTrust).sort()).toEqual(
      [
        'default-deny',
        'allow-dns',
        'allow-ingress-to-frontend',
        'allow-frontend-to-backend',
        'allow-frontend-to-backend-ingress',
        'allow-backend-to-database',
        'allow-backend-to-database-ingress',
      ]
        .map((name) => `zero-trust/${name}`)
        .sort(),
    );
  });

  it.each([
    ['ingress-nginx/{app.kubernetes.io/name=ingress-nginx}', 'zero-trust/{app=frontend}:80'],
    ['zero-trust/{app=frontend}', 'zero-trust/{app=backend}:8080'],
    ['zero-trust/{app=backend}', 'zero-trust/{app=postgres}:5432'],
    ['zero-trust/{app=postgres}', 'kube-system/{k8s-app=kube-dns}:53/TCP'],
  ])('lets %s connect to %s', (from, to) => expect(zeroTrust).toReach(from, to));

  it.each([
    ['zero-trust/{app=frontend}', 'zero-trust/{app=postgres}:5432'],
    ['zero-trust/{app=backend}', 'zero-trust/{app=frontend}:80'],
    ['elsewhere/{app=frontend}', 'zero-trust/{app=backend}:8080'],
    ['zero-trust/{app=frontend}', 'elsewhere/{app=tunnel}:53/UDP'],
    ['zero-trust/{app=frontend}', '203.0.113.7:443'],
  ])('does not let %s connect to %s', (from, to) => expect(zeroTrust).not.toReach(from, to));

  describe('as written', () => {
    const source = asWritten('zero-trust');

    it.each([
      ['frontend to backend (001-31)', 'default/frontend', 'default/backend:8080'],
      ['backend to database (001-32)', 'default/backend', 'default/postgres:5432'],
    ])('denies %s: nothing lets the sender out', (_what, from, to) => {
      const answer = source.reach(from, to);
      expect(answer.verdict).toBe('denied');
      expect(answer.egress?.admitted).toBe(false);
      expect(answer.ingress?.admitted).toBe(true);
      expect(answer.reason).toMatch(/default\/default-deny, default\/allow-dns isolate egress/);
    });

    it('denies the Ingress controller, whose namespace has no label "name" (001-30)', () => {
      expect(source).not.toReach('ingress-nginx/controller', 'default/frontend:80');
    });

    it('opens UDP 53 of every pod, and TCP 53 of none (001-33)', () => {
      expect(source).toReach('default/frontend', 'elsewhere/{app=tunnel}:53/UDP');
      expect(source).not.toReach('default/frontend', 'kube-system/{k8s-app=kube-dns}:53/TCP');
    });
  });
});

describe('an application of several tiers (004-39)', () => {
  it('lets each tier reach the next, over the border of the namespaces too', () => {
    expect(multiTier).toReach('multi-tier/frontend', 'multi-tier/backend-service:8080');
    expect(multiTier).toReach('multi-tier/backend', 'multi-tier-data/database-service:5432');
    expect(multiTier).toOnlyBeReachedBy('multi-tier-data/database-service:5432', ['multi-tier/backend']);
  });

  it('isolates every tier in both directions', () => {
    for (const tier of ['multi-tier/frontend', 'multi-tier/backend', 'multi-tier-data/database'])
      expect(multiTier).toBeIsolated(tier);
    expect(multiTier).not.toReach('multi-tier/frontend', 'multi-tier-data/database-service:5432');
    expect(multiTier).not.toReach('multi-tier/backend', 'multi-tier/frontend-service:80');
  });

  it('takes requests from the pods of the Ingress controller alone', () => {
    const controller = 'app.kubernetes.io/component=controller,app.kubernetes.io/name=ingress-nginx';
    expect(multiTier).toReach(`ingress-nginx/{${controller}}`, 'multi-tier/frontend-service:80');
    expect(multiTier).not.toReach('ingress-nginx/{app=other}', 'multi-tier/frontend-service:80');
    expect(multiTier).not.toReach('203.0.113.7', 'multi-tier/frontend:80');
  });
});
