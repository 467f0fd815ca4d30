import type { PodsPeer } from '../../../reach/peer';
import { whyNoEndpoints } from '../../../route/explain-endpoints';
import { isSlip, nearest } from '../../../route/nearest';
import { selectedPods, targetsOf } from '../../../route/service-endpoints';
import type { Rule } from '../../rule';
import { SERVED_POD } from './example';

export const targetPortUnknownName: Rule = {
  id: 'service/target-port-unknown-name',
  severity: 'error',
  summary: 'A Service sends a port to a named port that none of its pods has.',
  why: 'A name is looked up in the ports of the containers of each pod. Pods that do not have it are left out of the endpoints, so the port leads nowhere.',
  fix: 'Write the name of a port of the containers, or its number.',
  bad: `${SERVED_POD}---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec:
  selector: { app: api }
  ports: [{ port: 80, targetPort: https }]
`,
  good: `${SERVED_POD}---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec:
  selector: { app: api }
  ports: [{ port: 80, targetPort: http }]
`,
  *check({ cluster }) {
    for (const service of cluster.services)
      for (const port of service.ports) {
        if (typeof port.targetPort === 'number') continue;
        const pods = selectedPods(cluster, service);
        if (!pods.length || targetsOf(cluster, service, port).length) continue;
        const path = ['spec', 'ports', service.ports.indexOf(port), 'targetPort'];
        const declared = declaredPorts(pods, port.protocol);
        const names = declared.flatMap(({ name }) => name ?? []);
        const name = nearest(port.targetPort, names);
        const right = name ?? (declared.length === 1 ? declared[0]!.name : undefined) ?? declared[0]?.port;
        yield {
          on: service.origin,
          path,
          message: whyNoEndpoints(cluster, service, port).replace(/^Service \S+ /, ''),
          fix:
            right === undefined
              ? `name the port of the container ${port.targetPort}, or write its number here`
              : `write targetPort: ${right}, or name the port of the container ${port.targetPort}`,
          ...(name !== undefined && isSlip(port.targetPort, name) && { edits: [{ path, value: name }] }),
        };
      }
  },
};

function declaredPorts(peers: readonly PodsPeer[], protocol: string) {
  const ports = peers.flatMap(({ pods }) => pods.ports).filter((port) => port.protocol === protocol);
  return [...new Map(ports.map((port) => [port.port, port])).values()];
}
