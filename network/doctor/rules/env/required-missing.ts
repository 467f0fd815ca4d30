import { NEEDED_VARIABLES } from '../../data/needed-variables';
import { envNames, hasEnvFrom } from '../../env';
import { repositoryOf } from '../../image';
import type { Container } from '../../pod-template';
import type { Rule } from '../../rule';
import { podsOf } from './example';

export const requiredMissing: Rule = {
  id: 'env/required-missing',
  severity: 'error',
  summary: 'A container lacks a variable without which its image does not start.',
  why: 'Images of databases refuse to make an empty one that nobody has set a password for: the container ends at once, and again and again.',
  fix: 'Set one of the variables, from a Secret.',
  bad: podsOf('postgres:17.2'),
  good: podsOf(
    'postgres:17.2',
    'env: [{ name: POSTGRES_PASSWORD, valueFrom: { secretKeyRef: { name: db, key: password } } }]',
  ),
  *check(examined) {
    for (const { manifest, containers } of examined.podTemplates)
      for (const container of containers) {
        const needed = NEEDED_VARIABLES.get(repositoryOf(String(container.fields.image)));
        if (!needed || !isServer(container) || hasEnvFrom(container)) continue;
        const names = envNames(container);
        if (needed.some((name) => names.has(name) || names.has(`${name}_FILE`))) continue;
        yield {
          on: manifest.origin,
          path: container.path,
          message: `the image ${container.fields.image} does not start without one of ${needed.join(', ')}`,
          fix: `set ${needed[0]} from a Secret: valueFrom: { secretKeyRef: { name: …, key: … } }`,
        };
      }
  },
};

/** Whether it runs what the image is for: another command is that of a client. */
function isServer({ kind, fields: { command, args } }: Container): boolean {
  const [first] = Array.isArray(args) ? args : [];
  return kind !== 'init container' && command === undefined && (first === undefined || String(first).startsWith('-'));
}
