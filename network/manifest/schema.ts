import { FAILSAFE_SCHEMA, type Schema, Type } from 'js-yaml';
import { readScalar, type Scalar } from './scalar';

/** What `!!int "5"` and the like give: tags apply to quoted text too, and must fit it. */
function tagged(name: string, fits: (value: Scalar) => boolean): Type {
  return new Type(`tag:yaml.org,2002:${name}`, {
    kind: 'scalar',
    resolve: (text: string | null) => fits(readScalar(text ?? '')),
    construct: (text: string | null) => readScalar(text ?? ''),
  });
}

/** Any other tag says nothing: a scalar with it is text. */
function untagged(kind: 'scalar' | 'sequence' | 'mapping'): Type {
  return new Type('', { kind, multi: true, construct: (value: unknown) => value ?? (kind === 'scalar' ? '' : null) });
}

let read: Scalar = null; // from resolve to construct, which are called in turn: each scalar is read once

const plain = new Type('tag:yaml.org,2002:plain', {
  kind: 'scalar',
  resolve(text: string) {
    read = readScalar(text);
    return read !== text;
  },
  construct: () => read,
});

const merge = new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text: string) => text === '<<' });

const binary = new Type('tag:yaml.org,2002:binary', {
  kind: 'scalar',
  resolve: (text: string | null) => /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(bare(text)),
  construct: (text: string | null) => Buffer.from(bare(text), 'base64').toString(),
});

function bare(text: string | null): string {
  return (text ?? '').replace(/\s/g, '');
}

/** Scalars as kubectl reads them, which is neither YAML 1.2 nor quite 1.1. */
export const KUBECTL_SCHEMA: Schema = FAILSAFE_SCHEMA.extend({
  implicit: [merge, plain],
  explicit: [
    tagged('null', (value) => value === null),
    tagged('bool', (value) => typeof value === 'boolean'),
    tagged('int', (value) => Number.isInteger(value)),
    tagged('float', (value) => typeof value === 'number'),
    binary,
    untagged('scalar'),
    untagged('sequence'),
    untagged('mapping'),
  ],
});
