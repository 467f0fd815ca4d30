import { asList, specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { service } from './example';

export const noPorts: Rule = {
  id: 'service/no-ports',
  severity: 'error',
  summary: 'A Service has no ports.',
  why: 'The API server refuses it: only a headless Service and one of type ExternalName do without, since their names lead straight to addresses.',
  fix: 'Write the ports, or clusterIP: None if the name alone is wanted.',
  bad: service('{ selector: { app: api } }'),
  good: service('{ selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }] }'),
  *check(examined) {
    for (const { type, headless, origin } of examined.cluster.services)
      if (type !== 'ExternalName' && !headless && !asList(specOf(examined.objectOf(origin)).ports).length)
        yield {
          on: origin,
          path: ['spec', 'ports'],
          message: `a Service of type ${type} needs at least one port`,
          fix: 'write ports, such as [{ port: 80, targetPort: … }], or clusterIP: None if the name alone is wanted',
        };
  },
};
