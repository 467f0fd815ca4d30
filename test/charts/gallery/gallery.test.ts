import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { addGallery, addGalleryOfDefinitions } from '../../../charts/gallery';
import { validateCustomResource } from '../../support/crd-schema';
import { validateObject } from '../../support/kube-schema';
import { type Manifest, pick } from '../../support/synth';

const root = join(__dirname, '../../..');

/** The charts that a function adds, by their ids. */
function charts(add: (app: App) => void): Record<string, Manifest[]> {
  const app = new App();
  add(app);
  return Object.fromEntries(app.charts.map((chart) => [chart.node.id, chart.toJson()]));
}

const plain = charts(addGallery);
const ofDefinitions = charts(addGalleryOfDefinitions);
const all = { ...plain, ...ofDefinitions };
const entries = Object.entries(all);
const NGINX = 'nginx.ingress.kubernetes.io/';

/** The pods of two are somebody else's; those of the others are reached on their node, or by nobody. */
const WITHOUT_SERVICES = ['debug-pods', 'host-ports', 'single-policies', 'zero-trust'];

const of = (chart: string, kind: string, name?: string): Manifest => pick(all[chart]!, kind, name);
const portOf = (chart: string, service: string): number => of(chart, 'Service', service).spec.ports[0].port;

/** Where an Ingress leads: host and path, Service and port. */
function leads(chart: string, name: string): string[] {
  const { spec } = of(chart, 'Ingress', name);
  return spec.rules.flatMap(({ host, http }: Manifest) =>
    http.paths.map(
      ({ path, pathType, backend: { service } }: Manifest) =>
        `${host ?? '*'} ${path} ${pathType} → ${service.name}:${service.port.number}`,
    ),
  );
}

describe('the gallery', () => {
  it.each(entries)('%s keeps to its own namespace, which it makes first', (id, [namespace, ...objects]) => {
    expect(namespace).toMatchObject({ kind: 'Namespace', metadata: { name: id } });
    expect(namespace.metadata).not.toHaveProperty('namespace');
    for (const { kind, metadata } of objects) {
      if (kind === 'ClusterIssuer' || kind === 'Namespace') expect(metadata.namespace).toBeUndefined();
      else expect([id, `${id}-data`]).toContain(metadata.namespace);
    }
    expect(['default', 'production', 'test', 'k8s-lab5']).not.toContain(id);
  });

  it.each(entries)('%s keeps to the APIs', (_id, objects) => {
    expect(objects.flatMap((object) => [...validateObject(object, '1.28'), ...validateObject(object, '1.36')])).toEqual(
      [],
    );
  });

  it('needs the definitions of others only in its second half', () => {
    const foreign = (half: Record<string, Manifest[]>) =>
      Object.entries(half)
        .filter(([, objects]) => objects.some((object) => validateCustomResource(object) !== undefined))
        .map(([id]) => id);
    expect(foreign(plain)).toEqual([]);
    expect(foreign(ofDefinitions)).toEqual(Object.keys(ofDefinitions));
  });

  it.each(entries)('%s routes to Services and ports that are there', (id, objects) => {
    const services = objects.filter(({ kind }) => kind === 'Service');
    const known = services.flatMap(({ metadata, spec }) =>
      (spec.ports ?? []).map(({ port }: Manifest) => `${metadata.name}:${port}`),
    );
    const backends = objects.flatMap(({ kind, spec }) => {
      if (kind === 'Ingress')
        return spec.rules.flatMap(({ http }: Manifest) =>
          http.paths.map(({ backend: { service } }: Manifest) => `${service.name}:${service.port.number}`),
        );
      if (kind === 'HTTPRoute')
        return spec.rules.flatMap(({ backendRefs = [] }: Manifest) =>
          backendRefs.map(({ name, port }: Manifest) => `${name}:${port}`),
        );
      return kind === 'VirtualService' ? spec.hosts.map((host: string) => `${host}:80`) : [];
    });
    expect(backends.filter((backend) => !known.includes(backend))).toEqual([]);
    expect(known.length > 0).toBe(!WITHOUT_SERVICES.includes(id));
  });

  it('has three Services behind one host, by paths that keep what is behind them (001-19)', () => {
    expect(leads('path-routing', 'app-routing')).toEqual([
      'api.example.com /users(/|$)(.*) ImplementationSpecific → users-service:8080',
      'api.example.com /products(/|$)(.*) ImplementationSpecific → products-service:8081',
      'api.example.com /()(.*) ImplementationSpecific → frontend-service:80',
    ]);
    const { metadata, spec } = of('path-routing', 'Ingress');
    expect(metadata.annotations).toEqual({ [`${NGINX}use-regex`]: 'true', [`${NGINX}rewrite-target`]: '/$2' });
    expect(spec.ingressClassName).toBe('nginx');
  });

  it('has a Service for each host, and a password before the one for administrators (001-20)', () => {
    expect(leads('virtual-hosts', 'virtual-hosts')).toEqual([
      'api.virtual-hosts.example.com / Prefix → api-service:8080',
      'www.example.com / Prefix → frontend-service:80',
    ]);
    expect(leads('virtual-hosts', 'virtual-hosts-admin')).toEqual(['admin.example.com / Prefix → admin-service:3000']);
    const { metadata, spec } = of('virtual-hosts', 'Ingress', 'virtual-hosts-admin');
    expect(metadata.annotations).toMatchObject({ [`${NGINX}auth-type`]: 'basic' });
    expect(spec.tls).toEqual([{ hosts: ['admin.example.com'], secretName: 'admin-tls' }]);
  });

  it('fetches a certificate from an issuer that is there (001-22)', () => {
    const { metadata, spec } = of('secure-ingress', 'Ingress');
    expect(metadata).toMatchObject({
      name: 'secure-ingress',
      annotations: { 'cert-manager.io/cluster-issuer': of('secure-ingress', 'ClusterIssuer').metadata.name },
    });
    expect(of('secure-ingress', 'ClusterIssuer').metadata.name).toBe('letsencrypt-prod');
    expect(spec.tls).toEqual([{ hosts: ['api.secure-ingress.example.com'], secretName: 'tls-secret' }]);
    expect(leads('secure-ingress', 'secure-ingress')).toEqual([
      'api.secure-ingress.example.com / Prefix → api-service:8080',
    ]);
  });

  it('limits, asks for a password over HTTPS and answers one other site (001-23)', () => {
    const { metadata, spec } = of('advanced-ingress', 'Ingress', 'advanced-ingress');
    expect(metadata.annotations).toMatchObject({
      [`${NGINX}limit-rps`]: '10',
      [`${NGINX}enable-cors`]: 'true',
      [`${NGINX}cors-allow-origin`]: 'https://www.example.com',
      [`${NGINX}auth-type`]: 'basic',
      [`${NGINX}auth-secret`]: 'basic-auth',
    });
    expect(spec.tls).toEqual([{ hosts: ['api.advanced-ingress.example.com'], secretName: 'tls-secret' }]);
    expect(leads('advanced-ingress', 'advanced-ingress')).toEqual([
      'api.advanced-ingress.example.com / Prefix → api-service:8080',
    ]);
  });

  it('has two pods behind each path of example.local (001-63, 001-64)', () => {
    expect(leads('multi-service-ingress', 'multi-service-ingress')).toEqual([
      'example.local /api(/|$)(.*) ImplementationSpecific → api-service:80',
      'example.local /users(/|$)(.*) ImplementationSpecific → users-service:80',
      'example.local /products(/|$)(.*) ImplementationSpecific → products-service:80',
    ]);
    for (const name of ['api', 'users', 'products']) {
      const { spec } = of('multi-service-ingress', 'Deployment', name);
      expect(spec.replicas).toBe(2);
      expect(of('multi-service-ingress', 'Service', `${name}-service`).spec.selector).toEqual(
        spec.selector.matchLabels,
      );
    }
  });

  it('answers any host, with prefixes and a class (002-18, 002-22)', () => {
    expect(leads('any-host', 'nginx-app-ingress')).toEqual([
      '* / Prefix → nginx-app:80',
      '* /hello Prefix → newdeploy:8080',
    ]);
    expect(of('any-host', 'Ingress').spec.ingressClassName).toBe('nginx');
    expect(of('any-host', 'Deployment', 'newdeploy').spec.template.spec.containers[0].image).toMatch(
      /\/hello-app:2\.0$/,
    );
  });

  it('has the three shapes of an Ingress (002-25)', () => {
    expect(leads('ingress-shapes', 'single-service')).toEqual(['single.example.com / Prefix → hello-service:80']);
    expect(leads('ingress-shapes', 'simple-fanout')).toEqual([
      'fanout.example.com /hello Prefix → hello-service:80',
      'fanout.example.com /goodbye Prefix → goodbye-service:80',
    ]);
    expect(leads('ingress-shapes', 'name-based')).toEqual([
      'my.example.com /hello Prefix → hello-service:80',
      'my.example.org /goodbye Prefix → goodbye-service:80',
    ]);
  });

  it('has nginx and Apache behind two hosts (002-26, 002-27)', () => {
    expect(leads('multihost', 'multihost')).toEqual([
      'foo.example.com / Prefix → foo:80',
      'bar.example.com / Prefix → bar:80',
    ]);
    const image = (name: string) => of('multihost', 'Deployment', name).spec.template.spec.containers[0].image;
    expect([image('foo'), image('bar')]).toEqual([expect.stringContaining('nginx'), expect.stringMatching(/^httpd:/)]);
  });

  it('asks an issuer of another project (003-23)', () => {
    const { metadata, spec } = of('external-issuer', 'Ingress', 'marktaguiad-dev-ingress');
    expect(metadata.annotations).toEqual({
      'cert-manager.io/issuer': 'origin-issuer',
      'cert-manager.io/issuer-kind': 'OriginIssuer',
      'cert-manager.io/issuer-group': 'cert-manager.k8s.cloudflare.com',
    });
    expect(spec.ingressClassName).toBe('traefik');
    expect(spec.tls).toEqual([{ hosts: ['marktaguiad.dev'], secretName: 'marktaguiad-dev-tls' }]);
    expect(leads('external-issuer', 'marktaguiad-dev-ingress')).toEqual([
      'marktaguiad.dev / Prefix → marktaguiad-dev:80',
    ]);
  });

  it('loses no path where nothing is rewritten (004-18)', () => {
    expect(of('minimal-ingress', 'Ingress').metadata).not.toHaveProperty('annotations');
    expect(leads('minimal-ingress', 'minimal-ingress')).toEqual([
      'myapp.example.com / Prefix → myapp:80',
      'api.minimal-ingress.example.com / Prefix → api-service:8080',
    ]);
  });

  it("has TLS by a Secret of one's own (004-19)", () => {
    const { metadata, spec } = of('tls-ingress', 'Ingress', 'tls-ingress');
    expect(spec.tls).toEqual([{ hosts: ['myapp.tls-ingress.example.com'], secretName: 'myapp-tls' }]);
    expect(metadata).not.toHaveProperty('annotations');
    expect(leads('tls-ingress', 'tls-ingress')).toEqual(['myapp.tls-ingress.example.com / Prefix → myapp:80']);
  });

  it('has an application and its API behind two hosts (004-31)', () => {
    expect(leads('multi-ingress', 'multi-ingress')).toEqual([
      'app.example.com / Prefix → webapp:80',
      'api.multi-ingress.example.com / Prefix → api:8080',
    ]);
  });

  it('says the same in Gateway API, with weights, a timeout and a redirect', () => {
    const { spec } = of('gateway-routing', 'HTTPRoute');
    const [users, products, goods, rest] = spec.rules;
    expect(users).toMatchObject({ timeouts: { request: '10s' }, backendRefs: [{ name: 'users-service', port: 8080 }] });
    expect(products.backendRefs.map(({ weight }: Manifest) => weight)).toEqual([90, 10]);
    expect(goods.filters[0].requestRedirect.statusCode).toBe(301);
    expect(rest.backendRefs).toEqual([
      { name: 'frontend-service', port: portOf('gateway-routing', 'frontend-service') },
    ]);
  });

  it('splits 80 to 20 between pods that are there (001-41, 001-42, 001-43)', () => {
    expect(of('canary', 'Namespace').metadata.labels).toMatchObject({ 'istio-injection': 'enabled' });
    const [{ route }] = of('canary', 'VirtualService', 'api-vs').spec.http;
    expect(route.map(({ destination, weight }: Manifest) => [destination.host, destination.subset, weight])).toEqual([
      ['api', 'v1', 80],
      ['api', 'v2', 20],
    ]);
    const { host, subsets, trafficPolicy } = of('canary', 'DestinationRule', 'api-dr').spec;
    expect(host).toBe('api');
    expect(trafficPolicy.connectionPool).toEqual({
      tcp: { maxConnections: 100 },
      http: { http1MaxPendingRequests: 50 },
    });
    const { selector } = of('canary', 'Service', 'api').spec;
    for (const { name, labels } of subsets) {
      const pods = of('canary', 'Deployment', `api-${name}`).spec.template.metadata.labels;
      expect(pods).toMatchObject({ ...selector, ...labels });
    }
  });

  it('takes mutual TLS only, in one namespace (001-46)', () => {
    expect(of('mutual-tls', 'PeerAuthentication')).toMatchObject({
      metadata: { name: 'default', namespace: 'mutual-tls' },
      spec: { mtls: { mode: 'STRICT' } },
    });
    expect(of('mutual-tls', 'Namespace').metadata.labels).toMatchObject({ 'istio-injection': 'enabled' });
  });

  it('tries again as Linkerd is told to (001-44, 001-45)', () => {
    expect(of('retries', 'Namespace').metadata.annotations).toEqual({ 'linkerd.io/inject': 'enabled' });
    expect(of('retries', 'HTTPRoute', 'api-linkerd-retried').metadata.annotations).toMatchObject({
      'retry.linkerd.io/limit': '3',
      'timeout.linkerd.io/request': '10s',
    });
    expect(all.retries!.map(({ kind }) => kind)).not.toContain('TrafficPolicy');
  });
});

describe('docs/gallery.md', () => {
  const page = readFileSync(join(root, 'docs/gallery.md'), 'utf8');
  const rows = [...page.matchAll(/^\| [\d, -]+ \| `([a-z-]+)` \| .+ \|$/gm)].map(([, chart]) => chart);

  it('has a row for each chart, and no others', () => {
    expect(rows.sort()).toEqual(Object.keys(all).sort());
  });

  it('says whose host is whose, where rows have the same', () => {
    const told = [...page.matchAll(/^\| `([a-z.-]+)` \| `([a-z-]+)` \| \d+-\d+ \| `([a-z.]+)` \|$/gm)];
    const hosts = entries.flatMap(([id, objects]) =>
      objects.flatMap(({ kind, spec }) =>
        kind === 'Ingress' ? spec.rules.map(({ host }: Manifest) => `${id} ${host}`) : [],
      ),
    );
    const changed = told.filter(([, host, , original]) => host !== original);
    for (const [, host, chart, original] of told) {
      expect(hosts).toContain(`${chart} ${host}`);
      expect(told.filter(([, other]) => other === original)).toHaveLength(1);
    }
    for (const [, host, chart, original] of changed) expect(host).toBe(original!.replace('.', `.${chart}.`));
    expect(changed.map(([, , chart]) => chart).sort()).toEqual(
      entries.flatMap(([id]) => (hosts.some((host) => host.includes(`.${id}.`)) ? [id] : [])).sort(),
    );
  });

  it('names the Secrets that the Ingresses ask for', () => {
    const asked = Object.values(plain).flatMap((objects) =>
      objects.flatMap(({ kind, metadata, spec }) => {
        const { [`${NGINX}auth-secret`]: passwords, ...annotations } = metadata.annotations ?? {};
        const isMade = Object.keys(annotations).some((key) => key.startsWith('cert-manager.io/'));
        const tls = kind === 'Ingress' && !isMade ? (spec.tls ?? []) : [];
        const names = [
          ...tls.map(({ secretName }: Manifest) => `tls ${secretName}`),
          ...(passwords ? [`generic ${passwords}`] : []),
        ];
        return names.map((name) => `-n ${metadata.namespace} create secret ${name} `);
      }),
    );
    expect(asked.length).toBeGreaterThan(0);
    for (const command of asked) expect(page).toContain(command);
  });

  it('names the Secrets that the pods ask for, with their keys', () => {
    const commands = page.replaceAll('\\\n', '').split('\n');
    const asked = Object.values(all).flatMap((objects) =>
      objects.flatMap(({ metadata, spec }) =>
        (spec?.template?.spec.containers ?? []).flatMap(({ env = [] }: Manifest) =>
          env
            .filter(({ valueFrom }: Manifest) => valueFrom)
            .map(({ valueFrom: { secretKeyRef } }: Manifest) => ({ namespace: metadata.namespace, ...secretKeyRef })),
        ),
      ),
    );
    expect(asked.length).toBeGreaterThan(0);
    for (const { namespace, name, key } of asked) {
      const command = commands.find((line) => line.includes(`-n ${namespace} create secret generic ${name} `));
      expect(command).toContain(`--from-literal=${key}=`);
    }
  });
});

describe('dist/gallery', () => {
  it('has a file for each chart, in the folder it belongs to', () => {
    const files = (folder: string) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.yaml'));
    expect(files('dist/gallery').sort()).toEqual(
      Object.keys(plain)
        .map((id) => `${id}.k8s.yaml`)
        .sort(),
    );
    expect(files('dist/gallery/crd').sort()).toEqual(
      Object.keys(ofDefinitions)
        .map((id) => `${id}.k8s.yaml`)
        .sort(),
    );
  });
});
