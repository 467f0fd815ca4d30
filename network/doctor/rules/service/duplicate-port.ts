import { groupBy } from '../../../group-by';
import type { Rule } from '../../rule';
import { service } from './example';

const ports = (second: number) =>
  service(
    `{ selector: { app: api }, ports: [{ name: http, port: 80, targetPort: 8080 }, { name: admin, port: ${second}, targetPort: 8080 }] }`,
  );

export const duplicatePort: Rule = {
  id: 'service/duplicate-port',
  severity: 'error',
  summary: 'Two ports of a Service have the same number and protocol.',
  why: 'The API server refuses it: a connection could mean either of the two.',
  fix: 'Give each port a number of its own, or take one of the two away.',
  bad: ports(80),
  good: ports(81),
  *check({ cluster }) {
    for (const { ports, origin } of cluster.services) {
      const indexed = ports.map((port, index) => ({ ...port, index }));
      for (const [first, ...others] of groupBy(indexed, ({ protocol, port }) => `${protocol} ${port}`).values())
        for (const { index, protocol, port } of others)
          yield {
            on: origin,
            path: ['spec', 'ports', index, 'port'],
            message: `${protocol} ${port} is there already, as spec.ports[${first!.index}]`,
            fix: 'write another port, or take one of the two away',
          };
    }
  },
};
