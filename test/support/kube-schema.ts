import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { Ajv, type AnySchemaObject, type ErrorObject } from 'ajv';
import { validateCustomResource } from './crd-schema';
import { FORMATS } from './formats';

/** The Kubernetes releases with a schema in `test/schemas`. */
export type KubeVersion = '1.28' | '1.36';

const GVK = 'x-kubernetes-group-version-kind';
/** What a schema takes, in words. */
function right(schema: AnySchemaObject): string {
  if (schema.const !== undefined) return inspect(schema.const);
  if (schema.oneOf) return schema.oneOf.map(right).join(' or ');
  if (schema.format) return FORMATS[schema.format as keyof typeof FORMATS].right;
  return `${/^[aeiou]/.test(schema.type) ? 'an' : 'a'} ${schema.type}`;
}

/** Where, what is there, and what would be right. */
function problem({ keyword, instancePath, params, parentSchema, data }: ErrorObject): string {
  if (keyword === 'required') return `${instancePath}/${params.missingProperty} is missing`;
  if (keyword === 'anyOf') return `${instancePath} has neither name nor generateName`; // the only one, in the root schema
  if (keyword !== 'additionalProperties') {
    const value = inspect(data, { depth: 0, breakLength: Infinity, maxStringLength: 80 });
    return `${instancePath} is ${value}, must be ${right(parentSchema!)}`;
  }
  const field: string = params.additionalProperty;
  const pointer = `${instancePath}/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const known = Object.keys(parentSchema!.properties);
  const meant = known.filter((name) => name.toLowerCase() === field.toLowerCase());
  return `${pointer} is no field of the API, must be ${(meant.length > 0 ? meant : known).join(', ')}`;
}

/** Errors of one branch of a choice; the choice has an error of its own. */
const isOfBranch = ({ keyword, schemaPath }: ErrorObject) =>
  keyword === 'if' || /\/(oneOf|anyOf)\/\d+\//.test(schemaPath);

/** A release's kinds by `apiVersion kind`; ajv compiles what one reaches when it is first asked for, and keeps it. */
function load(version: KubeVersion) {
  const file = join(__dirname, `../schemas/kubernetes-${version}.json.gz`);
  const schema: AnySchemaObject = JSON.parse(gunzipSync(readFileSync(file)).toString());
  const ajv = new Ajv({
    strict: true,
    allErrors: true,
    verbose: true, // an error carries the value and the schema it breaks
    validateSchema: false, // no look at definitions nobody asks for; strict mode checks those it compiles
    formats: FORMATS,
    keywords: [GVK],
  });
  ajv.addSchema(schema, 'kubernetes');
  const kinds = new Map<string, AnySchemaObject>();
  for (const [name, { [GVK]: gvk, properties }] of Object.entries<AnySchemaObject>(schema.definitions)) {
    const both = { allOf: [{ $ref: 'kubernetes#' }, { $ref: `kubernetes#/definitions/${name}` }] };
    if (gvk) kinds.set(`${properties.apiVersion.const} ${properties.kind.const}`, both);
  }
  return { ajv, kinds };
}

const loaded: Partial<Record<KubeVersion, ReturnType<typeof load>>> = {};

/**
 * What is wrong with a Kubernetes object, or nothing. A line a problem: the object, the JSON pointer of the field, its
 * value, and what would be right. Fields, types, formats and what is required are checked as the API of `version`
 * declares them; enumerations, names and rules between fields are not, for the API declares none. An object of a kind of
 * Gateway API, Istio or cert-manager keeps to the schema of that instead.
 */
export function validateObject(object: unknown, version: KubeVersion): string[] {
  const ofOthers = validateCustomResource(object);
  if (ofOthers) return ofOthers;
  loaded[version] ??= load(version);
  const { ajv, kinds } = loaded[version];
  const { apiVersion, kind, metadata } = Object(object);
  const { name, generateName } = Object(metadata);
  const label = `${[kind, name ?? generateName].filter(Boolean).join(' ') || 'object'}:`;
  const schema = kinds.get(`${apiVersion} ${kind}`);
  if (!schema) {
    const served = [...kinds.keys()].filter((key) => key.endsWith(` ${kind}`)).map((key) => inspect(key.split(' ')[0]));
    return served.length > 0
      ? [`${label} /apiVersion is ${inspect(apiVersion)}, must be ${served.join(' or ')} in Kubernetes ${version}`]
      : [`${label} /kind is ${inspect(kind)}, must be a kind of Kubernetes ${version}`];
  }
  const validate = ajv.compile(schema);
  validate(object);
  const errors = (validate.errors ?? []).filter((error) => !isOfBranch(error));
  return [...new Set(errors.map((error) => `${label} ${problem(error)}`))];
}
