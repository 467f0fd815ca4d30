import { groupBy } from '../../../group-by';
import type { FieldPath } from '../../../manifest/manifest';
import { asList, type Fields, type PodTemplate } from '../../pod-template';
import type { Fault, Rule } from '../../rule';
import { deployment } from './example';

const ports = (second: string) =>
  deployment(`ports: [{ name: http, containerPort: 8080 }, { name: ${second}, containerPort: 9090 }]`);

export const duplicateName: Rule = {
  id: 'workload/duplicate-name',
  severity: 'error',
  summary: 'Two containers or volumes of a pod have the same name, or two ports of a container.',
  why: 'The API server refuses it: commands, mounts and Services could mean either of the two.',
  fix: 'Give each a name of its own.',
  bad: ports('http'),
  good: ports('metrics'),
  *check(examined) {
    for (const template of examined.podTemplates) {
      const { manifest, path, spec, containers } = template;
      yield* repeated(
        template,
        'container',
        containers.map(({ name, path }) => ({ name, path })),
      );
      const volumes = asList(spec.volumes).map(named([...path, 'spec', 'volumes']));
      yield* repeated(template, 'volume', volumes);
      for (const container of containers) {
        const ports = asList(container.fields.ports).map(named([...container.path, 'ports']));
        yield* repeated({ manifest }, 'port', ports);
      }
    }
  },
};

interface Named {
  readonly name: unknown;
  readonly path: FieldPath;
}

function named(path: FieldPath): (fields: Fields, index: number) => Named {
  return ({ name }, index) => ({ name, path: [...path, index] });
}

function* repeated({ manifest }: Pick<PodTemplate, 'manifest'>, what: string, all: readonly Named[]): Generator<Fault> {
  const given = all.filter(({ name }) => typeof name === 'string' && name !== '');
  for (const [, ...others] of groupBy(given, ({ name }) => name).values())
    for (const { name, path } of others)
      yield {
        on: manifest.origin,
        path: [...path, 'name'],
        message: `another ${what} is called ${name} already`,
        fix: `write another name for this ${what}`,
      };
}
