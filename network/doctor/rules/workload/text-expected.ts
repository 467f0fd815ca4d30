import type { FieldPath } from '../../../manifest/manifest';
import { describe } from '../../../manifest/shape';
import { asFields, asList, type PodTemplate } from '../../pod-template';
import type { Rule } from '../../rule';
import { deployment } from './example';

const port = (value: string) => deployment(`env: [{ name: PORT, value: ${value} }]`);

export const textExpected: Rule = {
  id: 'workload/text-expected',
  severity: 'error',
  summary:
    'A number or a boolean stands where pods have text: in a variable, an argument, an annotation or a nodeSelector.',
  why: 'The API server refuses it: it turns no number and no boolean into text. YAML takes 8080, true, yes and 1.20 for such where they have no quotes.',
  fix: 'Put the value in quotes.',
  bad: port('8080'),
  good: port('"8080"'),
  *check(examined) {
    for (const template of examined.podTemplates)
      for (const { what, path, value } of textsOf(template))
        if (typeof value === 'number' || typeof value === 'boolean')
          yield {
            on: template.manifest.origin,
            path,
            message: `${what} is ${describe(value)}, must be text`,
            fix: `put it in quotes: "${value}"`,
          };
  },
};

interface Text {
  readonly what: string;
  readonly path: FieldPath;
  readonly value: unknown;
}

/** What must be text in a pod template; its labels are looked at where they are read. */
function* textsOf({ path, annotations, spec, containers, manifest }: PodTemplate): Generator<Text> {
  for (const { fields, path: at } of containers) {
    for (const [index, { name, value }] of asList(fields.env).entries())
      yield { what: `variable ${name}`, path: [...at, 'env', index, 'value'], value };
    for (const list of ['command', 'args'])
      for (const [index, value] of (Array.isArray(fields[list]) ? fields[list] : []).entries())
        yield { what: `item ${index + 1} of ${list}`, path: [...at, list, index], value };
  }
  for (const [key, value] of Object.entries(asFields(spec.nodeSelector)))
    yield { what: `the label ${key} of nodes`, path: [...path, 'spec', 'nodeSelector', key], value };
  // Those of a Pod are the object's own, which are read before.
  if (manifest.object.kind !== 'Pod')
    for (const [key, value] of Object.entries(annotations))
      yield { what: `the annotation ${key}`, path: [...path, 'metadata', 'annotations', key], value };
}
