/**
 * Writes test/schemas/crds.json.gz anew: the definitions' schemas, made as strict as those of Kubernetes' own kinds, for
 * `test/support/crd-schema.ts`. An object with `properties` takes no others, `apiVersion` and `kind` are exact, `metadata`
 * is what Kubernetes takes. Rules in CEL are left out: nothing here evaluates them. Same modules, same bytes.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { mapValues, readDefinitions } from './read.mjs';

const FILE = resolve(import.meta.dirname, '../test/schemas/crds.json.gz');
const OBJECT_META = 'kubernetes#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const SCHEMAS = ['items', 'additionalProperties', 'not'];
const LISTS_OF_SCHEMAS = ['oneOf', 'anyOf', 'allOf'];

function strict(schema) {
  if (Object(schema) !== schema) return schema;
  const open = schema['x-kubernetes-preserve-unknown-fields'] || schema.additionalProperties;
  const kept = Object.entries(schema).filter(([key]) => key !== 'default' && !key.startsWith('x-kubernetes-'));
  const inside = Object.fromEntries(
    kept.map(([key, value]) => {
      if (key === 'properties') return [key, mapValues(value, strict)];
      if (SCHEMAS.includes(key)) return [key, strict(value)];
      if (LISTS_OF_SCHEMAS.includes(key)) return [key, value.map(strict)];
      return [key, value];
    }),
  );
  return schema.type === 'object' && schema.properties && !open ? { ...inside, additionalProperties: false } : inside;
}

/** @returns the schema of one kind, under the name by which an object finds it */
function kindSchema({ spec: { group, names, versions } }) {
  const [{ name, schema }] = versions;
  const { kind } = names;
  const apiVersion = `${group}/${name}`;
  const { type, properties, required = [], additionalProperties } = strict(schema.openAPIV3Schema);
  const exact = {
    type,
    additionalProperties,
    required: [...new Set([...required, 'apiVersion', 'kind', 'metadata'])].sort(),
    properties: {
      ...properties,
      apiVersion: { type: 'string', const: apiVersion },
      kind: { type: 'string', const: kind },
      metadata: { $ref: OBJECT_META },
    },
  };
  return [`${apiVersion} ${kind}`, exact];
}

const bytes = gzipSync(JSON.stringify(Object.fromEntries(readDefinitions().map(kindSchema))), { level: 9 }); // no time in it
bytes[9] = 255; // nor the operating system
writeFileSync(FILE, bytes);
console.log('test/schemas/crds.json.gz');
