import type { ServicePort } from '../../../cluster/service';
import { formatPort, type PodsPeer } from '../../../reach/peer';
import { workloadsText } from '../../../route/lookup';
import { selectedPods } from '../../../route/service-endpoints';
import type { Rule } from '../../rule';
import { service } from './example';

export const targetPortUndeclared: Rule = {
  id: 'service/target-port-undeclared',
  severity: 'warning',
  summary: 'A Service sends a port to a number that its pods do not declare, though they declare others.',
  why: 'Declaring ports is optional, so it may work by luck. Mostly the number is that of the Service, or an old one, and connections are refused.',
  fix: 'Write the port that the containers listen on as targetPort, or declare the port in the container.',
  bad: service('{ selector: { app: api }, ports: [{ port: 80 }] }'),
  good: service('{ selector: { app: api }, ports: [{ port: 80, targetPort: 8080 }] }'),
  *check({ cluster }) {
    for (const { ports, origin, ...service } of cluster.services) {
      if (ports.every(({ targetPort }) => typeof targetPort !== 'number')) continue;
      const pods = selectedPods(cluster, { ports, origin, ...service });
      // Where nothing is declared, nothing is known.
      if (!pods.length || pods.some((peer) => !peer.pods.ports.length)) continue;
      for (const [index, port] of ports.entries()) {
        if (typeof port.targetPort !== 'number' || pods.some((peer) => declares(peer, port))) continue;
        const declared = declaredPorts(pods);
        const own =
          port.targetPort === port.port ? `port ${port.port} is the Service's` : `targetPort is ${port.targetPort}`;
        yield {
          on: origin,
          path: ['spec', 'ports', index, port.targetPort === port.port ? 'port' : 'targetPort'],
          message: `${own}; the containers of ${workloadsText(pods)} declare ${declared.map(formatPort).join(', ')}`,
          fix: remedy(port, declared),
        };
      }
    }
  },
};

type Declared = Pick<ServicePort, 'protocol' | 'port'>;

function declares({ pods }: PodsPeer, { protocol, targetPort }: ServicePort): boolean {
  return pods.ports.some((port) => port.protocol === protocol && port.port === targetPort);
}

function declaredPorts(peers: readonly PodsPeer[]): Declared[] {
  return [...new Map(peers.flatMap(({ pods }) => pods.ports).map((port) => [formatPort(port), port])).values()];
}

function remedy({ protocol, targetPort }: ServicePort, declared: readonly Declared[]): string {
  const sameNumber = declared.find(({ port }) => port === targetPort);
  if (sameNumber) return `write protocol: ${sameNumber.protocol}`;
  const open = declared.filter((port) => port.protocol === protocol).map(({ port }) => port);
  const declare = `declare ${protocol} ${targetPort} in the container that listens there`;
  return open.length ? `write targetPort: ${open.join(' or ')}, or ${declare}` : declare;
}
