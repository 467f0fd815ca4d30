import { groupBy } from '../../../group-by';
import { servicePortText } from '../../../route/service-port';
import type { Fault, Rule } from '../../rule';
import { service } from './example';

export const duplicatePort: Rule = {
  id: 'service/duplicate-port',
  severity: 'error',
  summary: 'Two ports of a Service have the same name, or the same number and protocol.',
  why: 'The API server refuses it: nobody could tell which of the two is meant.',
  fix: 'Give each port a name and a number of its own.',
  bad: service(
    '{ selector: { app: api }, ports: [{ name: http, port: 80, targetPort: 8080 }, { name: http, port: 81, targetPort: 8080 }] }',
  ),
  good: service(
    '{ selector: { app: api }, ports: [{ name: http, port: 80, targetPort: 8080 }, { name: admin, port: 81, targetPort: 8080 }] }',
  ),
  *check({ cluster }) {
    for (const { ports, origin } of cluster.services) {
      if (ports.length < 2) continue;
      const indexed = ports.map((port, index) => ({ ...port, index }));
      const named = indexed.filter(({ name }) => name !== undefined);
      const fault = (index: number, field: string, message: string, fix: string): Fault => ({
        on: origin,
        path: ['spec', 'ports', index, field],
        message,
        fix,
      });
      for (const [first, ...others] of groupBy(named, ({ name }) => name!).values())
        for (const { index, name, port } of others)
          yield fault(
            index,
            'name',
            `the name ${name} is that of ${servicePortText(first!)} already`,
            `write another name for port ${port}`,
          );
      for (const [first, ...others] of groupBy(indexed, ({ protocol, port }) => `${protocol} ${port}`).values())
        for (const { index, protocol, port } of others)
          yield fault(
            index,
            'port',
            `${protocol} ${port} is there already, as spec.ports[${first!.index}]`,
            'write another port, or take one of the two away',
          );
    }
  },
};
