import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Manifest } from '../../support/synth';

const dist = join(__dirname, '../../../dist');
const objects = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.k8s.yaml'))
  .flatMap((name) => loadAll(readFileSync(join(dist, name), 'utf8')) as Manifest[]);
const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
const group = ({ apiVersion }: Manifest): string => (apiVersion.includes('/') ? apiVersion.split('/')[0] : '');
const nameOf = ({ kind, metadata }: Manifest) => [kind, metadata.namespace, metadata.name].filter(Boolean).join(' ');

/** Those that stand there more than once. */
const repeated = (names: string[]): string[] => names.filter((name, i) => names.indexOf(name) !== i);
const expectOnce = (names: string[]) => {
  expect(names.length).toBeGreaterThan(0);
  expect(repeated(names)).toEqual([]);
};

const REWRITES = ['use-regex', 'rewrite-target'].map((key) => `nginx.ingress.kubernetes.io/${key}`);
const EVERY_HOST = '*';
/** Of an HTTPRoute, where it names none. */
const EVERY_PATH = { type: 'PathPrefix', value: '/' };

/** Class and host of each rule; a controller keeps the hosts of a class apart. */
const rules = ofKind('Ingress').flatMap((ingress) => {
  const { ingressClassName, rules, defaultBackend } = ingress.spec;
  const all = [...(rules ?? []), ...(defaultBackend ? [{ http: { paths: [{ path: '/' }] } }] : [])];
  return all.map(({ host = EVERY_HOST, http }: Manifest) => ({
    name: nameOf(ingress),
    site: `${ingressClassName} ${host}`,
    paths: http.paths.map(({ path }: Manifest): string => path),
    isRewritten: REWRITES.some((key) => key in (ingress.metadata.annotations ?? {})),
  }));
});

/** Where requests come in for an HTTPRoute: a listener of a Gateway, or a Service of a mesh. */
const routes = ofKind('HTTPRoute').flatMap(({ metadata, spec }) =>
  spec.parentRefs.flatMap(({ kind = 'Gateway', namespace = metadata.namespace, name, sectionName, port }: Manifest) =>
    (spec.hostnames ?? [EVERY_HOST]).flatMap((host: string) =>
      spec.rules.flatMap(({ matches = [{}] }: Manifest) =>
        matches.map((match: Manifest) =>
          [kind, namespace, name, sectionName ?? port, host, JSON.stringify({ path: EVERY_PATH, ...match })].join(' '),
        ),
      ),
    ),
  ),
);

describe('all of dist/, applied to one cluster', () => {
  it('names each object once, whatever its version', () => {
    expectOnce(objects.map((object) => `${group(object)} ${nameOf(object)}`));
  });

  it('gives each node port to one Service', () => {
    expectOnce(
      ofKind('Service').flatMap(({ spec }) =>
        (spec.ports ?? []).flatMap(({ nodePort, protocol = 'TCP' }: Manifest) =>
          nodePort === undefined ? [] : `${nodePort}/${protocol}`,
        ),
      ),
    );
  });

  it('gives each port of the nodes to one pod', () => {
    const pods = objects.map(({ kind, spec }) => (kind === 'Pod' ? spec : spec?.template?.spec)).filter(Boolean);
    const isOfNode = ({ hostPort }: Manifest, hostNetwork?: boolean) => hostNetwork || hostPort !== undefined;
    expectOnce(
      pods.flatMap(({ hostNetwork, containers }) =>
        containers.flatMap(({ ports = [] }: Manifest) =>
          ports
            .filter((port: Manifest) => isOfNode(port, hostNetwork))
            .map(
              ({ hostPort, containerPort, protocol = 'TCP' }: Manifest) => `${hostPort ?? containerPort}/${protocol}`,
            ),
        ),
      ),
    );
  });

  it('has no path of a class and host in two Ingresses, which ingress-nginx refuses', () => {
    expectOnce(rules.flatMap(({ site, paths }) => paths.map((path: string) => `${site} ${path}`)));
  });

  it('has no host in two Ingresses where one rewrites, which makes patterns of the paths of all', () => {
    const rewritten = rules.filter(({ isRewritten }) => isRewritten);
    expect(rewritten.length).toBeGreaterThan(0);
    const sharers = ({ site }: { site: string }) => rules.filter((rule) => rule.site === site).map(({ name }) => name);
    for (const rule of rewritten) expect([...new Set(sharers(rule))]).toEqual([rule.name]);
  });

  it('has a certificate of its own for each host and class', () => {
    const certificates = ofKind('Ingress').flatMap((ingress) =>
      (ingress.spec.tls ?? []).flatMap(({ hosts }: Manifest) =>
        hosts.map((host: string) => `${ingress.spec.ingressClassName} ${host}`),
      ),
    );
    expectOnce(certificates);
  });

  it('has no match of a Gateway or Service in two HTTPRoutes', () => expectOnce(routes));

  it('has nothing outside of namespaces but these and one issuer', () => {
    const outside = objects.filter(({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace === undefined);
    expect(outside.map(nameOf)).toEqual(['ClusterIssuer letsencrypt-prod']);
  });
});
