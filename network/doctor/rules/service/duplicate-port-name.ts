import { groupBy } from '../../../group-by';
import { servicePortText } from '../../../route/service-port';
import type { Rule } from '../../rule';
import { service } from './example';

const ports = (second: string) =>
  service(
    `{ selector: { app: api }, ports: [{ name: http, port: 80, targetPort: 8080 }, { name: ${second}, port: 81, targetPort: 8080 }] }`,
  );

export const duplicatePortName: Rule = {
  id: 'service/duplicate-port-name',
  severity: 'error',
  summary: 'Two ports of a Service have the same name.',
  why: 'The API server refuses it: nobody could tell which of the two is meant.',
  fix: 'Give each port a name of its own.',
  bad: ports('http'),
  good: ports('admin'),
  *check({ cluster }) {
    for (const { ports, origin } of cluster.services) {
      const named = ports.map((port, index) => ({ ...port, index })).filter(({ name }) => name !== undefined);
      for (const [first, ...others] of groupBy(named, ({ name }) => name).values())
        for (const { index, name, port } of others)
          yield {
            on: origin,
            path: ['spec', 'ports', index, 'name'],
            message: `the name ${name} is that of ${servicePortText(first!)} already`,
            fix: `write another name for port ${port}`,
          };
    }
  },
};
