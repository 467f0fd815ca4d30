import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import { isDay } from './day';
import openapi from './openapi.json';
import { type Fault, Problem } from './problem';

/** The one description of the API: it is served, and requests are checked with it. */
export const document = openapi;

type SchemaName = keyof typeof openapi.components.schemas;
type Query = Readonly<Record<string, string | string[] | undefined>>;
interface Parameter {
  readonly $ref?: string;
  readonly name?: string;
  readonly in?: string;
  readonly required?: boolean;
  readonly schema?: { readonly type?: string; readonly $ref?: string };
}

const KEY = 'openapi.json';
const options = { allErrors: true, strict: true, formats: { date: isDay } };
const bodies = withDocument(new Ajv2020(options));
const queries = withDocument(new Ajv2020({ ...options, useDefaults: true }));

function withDocument(ajv: Ajv2020): Ajv2020 {
  // The words at the top of the document are OpenAPI's; strict mode must know them to let them pass.
  return ajv.addVocabulary(Object.keys(openapi)).addSchema(openapi, KEY);
}

/** The check of one named schema. */
export function schemaCheck<T>(name: SchemaName): ValidateFunction<T> {
  return bodies.compile<T>({ $ref: `${KEY}#/components/schemas/${name}` });
}

/**
 * Reads the query parameters that the document describes for a path; others are ignored.
 * @throws Problem 400 naming each parameter that is missing, repeated or not as described; from the returned function.
 */
export function queryReader<T extends object>(described: readonly Parameter[]): (query: Query) => T {
  const parameters = described.map(resolved).filter((parameter) => parameter.in === 'query');
  const properties = Object.fromEntries(parameters.map(({ name, schema }) => [name, absolute(schema ?? {})]));
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
  const integers = parameters.filter(({ schema }) => schema?.type === 'integer').map(({ name }) => name as string);
  const check = queries.compile<T>({ type: 'object', properties, required });
  return (query) => {
    const values: Record<string, unknown> = { ...query };
    for (const name of integers) values[name] = integer(values[name]);
    if (check(values)) return values;
    const faults = (check.errors ?? []).map((error) => parameterFault(error, query));
    throw new Problem(400, faults.map(({ parameter, detail }) => `${parameter} ${detail}`).join('; '), faults);
  };
}

function resolved(parameter: Parameter): Parameter {
  if (!parameter.$ref) return parameter;
  const name = parameter.$ref.split('/').at(-1) as keyof typeof openapi.components.parameters;
  return openapi.components.parameters[name];
}

/** Query parameters are text: "10" is an integer, "1e1" is not. What is none stays as it is, for the check to refuse. */
function integer(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
}

/** A schema taken out of the document refers to it by name. */
function absolute(schema: object): object {
  return '$ref' in schema ? { $ref: `${KEY}${schema.$ref}` } : schema;
}

function parameterFault(error: ErrorObject, query: Query): Fault {
  if (error.keyword === 'required') {
    return { parameter: error.params.missingProperty, detail: 'is missing from the query' };
  }
  const parameter = error.instancePath.slice(1);
  const value = query[parameter];
  if (Array.isArray(value)) return { parameter, detail: `is given ${value.length} times; give it once` };
  return { parameter, detail: `is ${JSON.stringify(value)}: it ${expectation(error)}` };
}

/** What would be right, in words. */
export function expectation(error: ErrorObject): string {
  if (error.keyword === 'format') return 'must be a day of the calendar, as in 2024-10-01';
  return error.message ?? error.keyword;
}
