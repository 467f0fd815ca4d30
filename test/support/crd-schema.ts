import { readFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Ajv, type AnySchemaObject, type ErrorObject } from 'ajv';
import { FORMATS } from './formats';

const read = (name: string): AnySchemaObject =>
  JSON.parse(gunzipSync(readFileSync(join(__dirname, `../schemas/${name}.json.gz`))).toString());

/** The kinds of others by `apiVersion kind`, compiled when they are first asked for. */
const load = () => {
  const ajv = new Ajv({
    allErrors: true,
    // Istio says "one of these fields" in branches without types.
    strictTypes: false,
    strictRequired: false,
    validateSchema: false,
    formats: { ...FORMATS, ipv4: (text) => isIPv4(text), ipv6: (text) => isIPv6(text) },
    keywords: ['x-kubernetes-group-version-kind'],
  });
  ajv.addSchema(read('kubernetes-1.36'), 'kubernetes');
  return { ajv, kinds: read('crds') };
};

let loaded: ReturnType<typeof load> | undefined;

function problem({ instancePath, message, params, keyword }: ErrorObject): string {
  const detail = keyword === 'additionalProperties' ? params.additionalProperty : JSON.stringify(params);
  return `${instancePath} ${message}: ${detail}`;
}

/**
 * What is wrong with an object of Gateway API, Istio or cert-manager, or nothing; undefined where it is of none of the
 * kinds that are used. Fields, types, enumerations, patterns and limits are checked as the project's definition declares
 * them; its rules in CEL are not.
 */
export function validateCustomResource(object: unknown): string[] | undefined {
  const { apiVersion, kind, metadata } = Object(object);
  if (!/\.(istio|k8s|cert-manager)\.io\/|^cert-manager\.io\//.test(`${apiVersion}`)) return undefined;
  loaded ??= load();
  const schema: AnySchemaObject | undefined = loaded.kinds[`${apiVersion} ${kind}`];
  if (!schema) return undefined;
  const validate = loaded.ajv.compile(schema);
  validate(object);
  return (validate.errors ?? []).map((error) => `${kind} ${metadata?.name}: ${problem(error)}`);
}
