import { groupBy } from '../../../group-by';
import { serviceText } from '../../../route/lookup';
import type { Rule } from '../../rule';
import { SERVED_POD } from './example';

const onNode = (name: string, nodePort: number) => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { type: NodePort, selector: { app: api }, ports: [{ port: 80, targetPort: 8080, nodePort: ${nodePort} }] }
`;

export const nodePortDuplicate: Rule = {
  id: 'service/node-port-duplicate',
  severity: 'error',
  summary: 'Two Services want the same nodePort.',
  why: 'Node ports are those of the whole cluster, not of a namespace. The API server refuses the second: "provided port is already allocated".',
  fix: 'Give one of them another port, or leave nodePort away and let the cluster pick one.',
  bad: SERVED_POD + onNode('api', 30_080) + onNode('api-outside', 30_080),
  good: SERVED_POD + onNode('api', 30_080) + onNode('api-outside', 30_081),
  *check({ cluster }) {
    const all = cluster.services.flatMap((service) =>
      service.onNodes ? service.ports.map((port, index) => ({ service, port, index })) : [],
    );
    const given = all.filter(({ port }) => port.nodePort !== undefined);
    const taken = new Set(given.map(({ port }) => port.nodePort));
    const byPort = groupBy(given, ({ port }) => `${port.protocol} ${port.nodePort}`);
    for (const [first, ...others] of byPort.values())
      for (const { service, port, index } of others)
        yield {
          on: service.origin,
          path: ['spec', 'ports', index, 'nodePort'],
          message: `node port ${port.nodePort} is already that of ${serviceText(first!.service)}`,
          fix: `write another one, such as ${free(port.nodePort!, taken)}, or take nodePort away`,
        };
  },
};

function free(from: number, taken: ReadonlySet<number | undefined>): number {
  let port = from + 1;
  while (taken.has(port)) port += 1;
  return port > 32_767 ? free(29_999, taken) : port;
}
