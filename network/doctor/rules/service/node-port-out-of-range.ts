import type { Rule } from '../../rule';
import { service } from './example';

const FIRST = 30_000;
const LAST = 32_767;

export const nodePortOutOfRange: Rule = {
  id: 'service/node-port-out-of-range',
  severity: 'error',
  summary: 'A nodePort is outside of the range that clusters give out.',
  why: `The API server refuses it: unless a cluster was started with another --service-node-port-range, node ports are ${FIRST} to ${LAST}.`,
  fix: `Write a port from ${FIRST} to ${LAST}, or leave nodePort away and let the cluster pick one.`,
  bad: service('{ type: NodePort, selector: { app: api }, ports: [{ port: 80, targetPort: 8080, nodePort: 8080 }] }'),
  good: service('{ type: NodePort, selector: { app: api }, ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] }'),
  *check({ cluster }) {
    for (const { ports, onNodes, origin } of cluster.services)
      for (const [index, { nodePort }] of ports.entries())
        if (onNodes && nodePort !== undefined && (nodePort < FIRST || nodePort > LAST))
          yield {
            on: origin,
            path: ['spec', 'ports', index, 'nodePort'],
            message: `node port ${nodePort} is not within ${FIRST} to ${LAST}`,
            fix: `write one from ${FIRST} to ${LAST}, or take nodePort away`,
          };
  },
};
