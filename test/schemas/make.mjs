/**
 * Writes `kubernetes-1.28.json.gz` and `kubernetes-1.36.json.gz` next to this file: strict JSON Schemas of Kubernetes' own
 * API, for `test/support/kube-schema.ts`. Run `node test/schemas/make.mjs` (needs Go and a Go module proxy).
 *
 * Source: `api/openapi-spec/swagger.json` of k8s.io/kubernetes, held to its module checksum. Made stricter on the way:
 * - `definitions` has only what can be applied, that is kinds with a PATCH of `…/{name}` (no lists, reviews, scales), and
 *   what these reach. A kind carries `x-kubernetes-group-version-kind`; descriptions and all other extensions go.
 * - An object with `properties` takes no others. `null` is wrong wherever a type is given.
 * - The `apiVersion` and `kind` of a kind are exact where given. The root schema, which every whole object must also meet,
 *   requires them, and `metadata` with `name` or `generateName`; a StatefulSet's volumeClaimTemplates may leave them out.
 * - Types with a JSON form of their own (IntOrString, Quantity, …) get the form that their decoder takes.
 * Same source, same bytes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Versions of the Go module k8s.io/kubernetes, and their checksums. */
const SOURCES = {
  'v1.28.15': 'h1:d91N2Znk+E8REIJZlrD6za2JtIwvEypa0DB1IoU4fJ0=',
  'v1.36.3': 'h1:qDQdoMiluAE2Eab6Fa52YV+WjiGz9mZFFoagEA6cI+o=',
};

const GVK = 'x-kubernetes-group-version-kind';
const KEYWORDS = ['$ref', 'additionalProperties', 'format', 'items', 'properties', 'required', 'type'];
const DROPPED = /^description$|^x-kubernetes-/;

const CRD = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1';
const string = { type: 'string' };
const jsonSchemaProps = { $ref: `#/definitions/${CRD}.JSONSchemaProps` };
// biome-ignore lint/suspicious/noThenProperty: JSON Schema's keyword; with `oneOf` no error would name the field inside.
const jsonSchemaPropsOr = (other) => ({ if: { type: 'object' }, then: jsonSchemaProps, else: other });

const OWN_FORM = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { oneOf: [{ type: 'integer', format: 'int32' }, string] },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': {
    oneOf: [{ type: 'number' }, { type: 'string', format: 'quantity' }],
  },
  [`${CRD}.JSONSchemaPropsOrArray`]: jsonSchemaPropsOr({ type: 'array', items: jsonSchemaProps }),
  [`${CRD}.JSONSchemaPropsOrBool`]: jsonSchemaPropsOr({ type: 'boolean' }),
  [`${CRD}.JSONSchemaPropsOrStringArray`]: jsonSchemaPropsOr({ type: 'array', items: string }),
};

const having = (name) => ({ required: [name], properties: { [name]: string } });
/** What every whole object must meet besides the definition of its kind. */
const ROOT = {
  type: 'object',
  required: ['apiVersion', 'kind', 'metadata'],
  properties: {
    apiVersion: string,
    kind: string,
    metadata: { type: 'object', anyOf: ['name', 'generateName'].map(having) },
  },
};

/** The swagger file of a release, from the module cache or the proxy. */
function swagger(version, sum) {
  const cwd = mkdtempSync(join(tmpdir(), 'kubernetes-schema-'));
  try {
    const args = ['mod', 'download', '-json', `k8s.io/kubernetes@${version}`];
    const { error, status, stdout, stderr } = spawnSync('go', args, { cwd, encoding: 'utf8' });
    if (error || status !== 0) throw new Error(`"go ${args.join(' ')}" failed: ${error?.message ?? stdout + stderr}`);
    const module = JSON.parse(stdout);
    if (module.Sum !== sum) throw new Error(`${args.at(-1)} has checksum ${module.Sum}, must be ${sum}`);
    return JSON.parse(readFileSync(join(module.Dir, 'api/openapi-spec/swagger.json'), 'utf8'));
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

const mapValues = (object, change) => Object.fromEntries(Object.entries(object).map(([k, v]) => [k, change(v)]));

/** One swagger schema as a strict JSON Schema. */
function strict(node) {
  const unknown = Object.keys(node).filter((key) => !KEYWORDS.includes(key) && !DROPPED.test(key));
  if (unknown.length > 0) throw new Error(`unknown keyword ${unknown} in ${JSON.stringify(node)}: keep it or drop it`);
  const { items, properties, additionalProperties } = node;
  return {
    ...Object.fromEntries(Object.entries(node).filter(([key]) => !DROPPED.test(key))),
    ...(items && { items: strict(items) }),
    ...(additionalProperties && { additionalProperties: strict(additionalProperties) }),
    ...(properties && { properties: mapValues(properties, strict), additionalProperties: false }),
  };
}

/** A kind that can be applied: finds itself by group, version and kind, and takes no other `apiVersion` and `kind`. */
function kindSchema(definition) {
  const schema = strict(definition);
  const [{ group, version, kind }] = definition[GVK];
  schema.properties.apiVersion.const = group ? `${group}/${version}` : version;
  schema.properties.kind.const = kind;
  return { ...schema, [GVK]: definition[GVK] };
}

function strictSchema({ paths, definitions }) {
  const objects = Object.entries(paths).filter(([path, { patch }]) => path.endsWith('/{name}') && patch);
  const applied = new Set(objects.map(([, { patch }]) => JSON.stringify([patch[GVK]])));
  const isApplied = (name) => applied.has(JSON.stringify(definitions[name][GVK]));

  const reached = {};
  const visit = (name) => {
    if (reached[name]) return;
    reached[name] = OWN_FORM[name] ?? (isApplied(name) ? kindSchema : strict)(definitions[name]);
    for (const [, ref] of JSON.stringify(reached[name]).matchAll(/"\$ref":"#\/definitions\/([^"]+)"/g)) visit(ref);
  };
  Object.keys(definitions).filter(isApplied).forEach(visit);
  return { ...ROOT, definitions: reached };
}

const byKey = ([a], [b]) => (a < b ? -1 : 1);
const sorted = (_key, value) =>
  Object(value) !== value || Array.isArray(value) ? value : Object.fromEntries(Object.entries(value).sort(byKey));

for (const [version, sum] of Object.entries(SOURCES)) {
  const bytes = gzipSync(JSON.stringify(strictSchema(swagger(version, sum)), sorted), { level: 9 }); // no time in it
  bytes[9] = 255; // nor the operating system
  writeFileSync(join(import.meta.dirname, `kubernetes-${/\d+\.\d+/.exec(version)}.json.gz`), bytes);
}
