import type { Rule } from '../../rule';
import { service } from './example';

export const unnamedPorts: Rule = {
  id: 'service/unnamed-ports',
  severity: 'error',
  summary: 'A Service has several ports, and one of them has no name.',
  why: 'The API server refuses it: with more than one port every one needs a name.',
  fix: 'Give each port a name of its own, such as http and metrics.',
  bad: service(
    '{ selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }, { name: admin, port: 81, targetPort: 8080 }] }',
  ),
  good: service(
    '{ selector: { app: api }, ports: [{ name: http, port: 80, targetPort: 8080 }, { name: admin, port: 81, targetPort: 8080 }] }',
  ),
  *check({ cluster }) {
    for (const { ports, origin } of cluster.services)
      for (const [index, { name, port, protocol, targetPort }] of ports.entries())
        if (ports.length > 1 && name === undefined) {
          const names = [targetPort, usualName(port, protocol), `${protocol.toLowerCase()}-${port}`];
          const right = names.find((one) => typeof one === 'string' && !ports.some((other) => other.name === one));
          yield {
            on: origin,
            path: ['spec', 'ports', index],
            message: `port ${port} has no name, and the Service has ${ports.length} ports`,
            fix: `write name: ${right}`,
          };
        }
  },
};

const USUAL: ReadonlyMap<number, string> = new Map([
  [53, 'dns'],
  [80, 'http'],
  [443, 'https'],
]);

function usualName(port: number, protocol: string): string {
  return USUAL.get(port) ?? `${protocol.toLowerCase()}-${port}`;
}
