/**
 * The custom resource definitions that the constructs and the gallery use, from the Go modules that go.mod pins and go.sum
 * holds to their checksums. Needs Go, and a module proxy or a filled module cache.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';

const GATEWAY_API = 'sigs.k8s.io/gateway-api';
const ISTIO = 'istio.io/api';
const CERT_MANAGER = 'github.com/cert-manager/cert-manager';

const gatewayApi = (plural) => `config/crd/standard/gateway.networking.k8s.io_${plural}.yaml`;
const ISTIO_FILE = 'kubernetes/customresourcedefinitions.gen.yaml';

/** What is used: a version each, the newest that every supported release of its project serves. */
const USED = [
  { module: GATEWAY_API, file: gatewayApi('gateways'), kind: 'Gateway', version: 'v1' },
  { module: GATEWAY_API, file: gatewayApi('httproutes'), kind: 'HTTPRoute', version: 'v1' },
  { module: GATEWAY_API, file: gatewayApi('referencegrants'), kind: 'ReferenceGrant', version: 'v1beta1' },
  { module: ISTIO, file: ISTIO_FILE, kind: 'VirtualService', version: 'v1' },
  { module: ISTIO, file: ISTIO_FILE, kind: 'DestinationRule', version: 'v1' },
  { module: ISTIO, file: ISTIO_FILE, kind: 'PeerAuthentication', version: 'v1' },
  {
    module: CERT_MANAGER,
    file: 'deploy/crds/cert-manager.io_clusterissuers.yaml',
    kind: 'ClusterIssuer',
    version: 'v1',
  },
];

/** Folders of the pinned modules. */
function folders() {
  const args = ['mod', 'download', '-json', ...new Set(USED.map(({ module }) => module))];
  const env = { ...process.env, GOFLAGS: '-mod=readonly', GOWORK: 'off' };
  const { error, status, stdout, stderr } = spawnSync('go', args, { cwd: import.meta.dirname, encoding: 'utf8', env });
  if (error || status !== 0) throw new Error(`"go ${args.join(' ')}" failed: ${error?.message ?? stdout + stderr}`);
  const modules = stdout.split(/(?<=^})\n/m).filter((text) => text.trim());
  return new Map(modules.map((text) => JSON.parse(text)).map(({ Path, Dir }) => [Path, Dir]));
}

/** A definition with the one version and no descriptions: types are facts, sentences are their authors'. */
function cutDown({ apiVersion, kind, metadata, spec }, version) {
  const { name, served, storage, schema } = spec.versions.find((one) => one.name === version);
  const { group, names, scope } = spec;
  const whole = { apiVersion, kind, metadata: { name: metadata.name }, spec: { group, names, scope } };
  const openAPIV3Schema = withoutDescriptions(schema.openAPIV3Schema);
  return { ...whole, spec: { ...whole.spec, versions: [{ name, served, storage, schema: { openAPIV3Schema } }] } };
}

/** A field that is called "description" stays: only a schema's own goes. */
function withoutDescriptions(schema) {
  if (Array.isArray(schema)) return schema.map(withoutDescriptions);
  if (Object(schema) !== schema) return schema;
  const kept = Object.entries(schema).filter(([key]) => key !== 'description' && key !== 'x-kubernetes-validations');
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (key === 'properties') return [key, mapValues(value, withoutDescriptions)];
      return [key, key === 'default' || key === 'enum' ? value : withoutDescriptions(value)];
    }),
  );
}

export function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/** @returns the CustomResourceDefinitions, as plain objects */
export function readDefinitions() {
  const dirs = folders();
  return USED.map(({ module, file, kind, version }) => {
    const all = loadAll(readFileSync(join(dirs.get(module), file), 'utf8'));
    const found = all.filter(
      (crd) => crd?.spec.names.kind === kind && crd.spec.versions.some((v) => v.name === version),
    );
    if (found.length !== 1) throw new Error(`${found.length} definitions in ${module}/${file} are ${kind} ${version}`);
    return cutDown(found[0], version);
  });
}
