import type { Service, ServicePort } from '../../../cluster/service';
import type { PodsPeer } from '../../../reach/peer';
import { serviceText } from '../../../route/lookup';
import { selectedPods } from '../../../route/service-endpoints';
import { findServicePort, servicePortText, whyNoPort } from '../../../route/service-port';
import { envConnections } from '../../env-connection';
import type { Rule } from '../../rule';
import { clientOf } from './example';

export const servicePort: Rule = {
  id: 'env/service-port',
  severity: 'error',
  summary: 'A container connects to a port that its Service, or the pods behind a headless one, do not have.',
  why: 'A Service takes connections on its own ports alone. On any other, that of its pods among them, the connection hangs or is refused. Of a headless Service it is the other way round: nothing stands between, so the port is that of the pods.',
  fix: 'Write the port of the Service. Without a port, http means 80 and https 443.',
  bad: clientOf('http://api:8080'),
  good: clientOf('http://api:80'),
  *check(examined) {
    const { cluster } = examined;
    for (const { template, path, where, host, port, answer } of envConnections(examined)) {
      const { service, verdict } = answer;
      if (!service?.ports.length || port === undefined || verdict !== 'resolves' || service.type === 'ExternalName')
        continue;
      const found = findServicePort(service, port);
      if (found && !service.headless) continue;
      const pods = answer.pods ?? selectedPods(cluster, service);
      if (service.headless && (!pods.length || pods.some((peer) => mayListen(peer, port)))) continue;
      const behind = found && portsBehind(found, pods).join(' or ');
      if (behind === '') continue;
      yield {
        on: template.manifest.origin,
        path,
        message: `${where} connects to port ${port} of ${host}; ${behind ? straightToPods(service, behind) : whyNoPort(service, port)}`,
        fix: behind ? `write port ${behind}` : remedy(service, port),
      };
    }
  },
};

/** The name of a headless Service leads to the pods themselves, and those may listen on what they do not declare. */
function mayListen({ pods: { ports } }: PodsPeer, port: number): boolean {
  return !ports.length || ports.some((declared) => declared.port === port);
}

/** What a port of the Service is on its pods. */
function portsBehind({ targetPort }: ServicePort, pods: readonly PodsPeer[]): number[] {
  if (typeof targetPort === 'number') return [targetPort];
  const named = pods.flatMap(({ pods: { ports } }) => ports.filter(({ name }) => name === targetPort));
  return [...new Set(named.map(({ port }) => port))];
}

function straightToPods(service: Service, port: string): string {
  return `${serviceText(service)} is headless: its name leads straight to its pods, which listen on ${port}`;
}

function remedy({ ports, namespace, name }: Service, port: number): string {
  const behind = ports.find(({ targetPort }) => targetPort === port);
  if (behind) return `write port ${behind.port}, or give Service ${namespace}/${name} the port ${port}`;
  return `write ${ports.map(servicePortText).join(' or ')}`;
}
