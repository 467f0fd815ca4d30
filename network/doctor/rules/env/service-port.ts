import type { Service } from '../../../cluster/service';
import type { PodsPeer } from '../../../reach/peer';
import { selectedPods } from '../../../route/service-endpoints';
import { findServicePort, servicePortText, whyNoPort } from '../../../route/service-port';
import { envConnections } from '../../env-connection';
import type { Rule } from '../../rule';
import { clientOf } from './example';

export const servicePort: Rule = {
  id: 'env/service-port',
  severity: 'error',
  summary: 'A container connects to a port that the Service does not have.',
  why: 'A Service takes connections on its own ports alone. On any other, that of its pods among them, the connection hangs or is refused.',
  fix: 'Write the port of the Service. Without a port, http means 80 and https 443.',
  bad: clientOf('http://api:8080'),
  good: clientOf('http://api:80'),
  *check(examined) {
    const { cluster } = examined;
    for (const { template, path, where, host, port, answer } of envConnections(examined)) {
      const { service, verdict } = answer;
      if (!service?.ports.length || port === undefined || verdict !== 'resolves' || service.type === 'ExternalName')
        continue;
      if (findServicePort(service, port)) continue;
      const pods = answer.pods ?? selectedPods(cluster, service);
      if (service.headless && (!pods.length || pods.some((peer) => mayListen(peer, port)))) continue;
      yield {
        on: template.manifest.origin,
        path,
        message: `${where} connects to port ${port} of ${host}; ${whyNoPort(service, port)}`,
        fix: remedy(service, port),
      };
    }
  },
};

/** The name of a headless Service leads to the pods themselves, and those may listen on what they do not declare. */
function mayListen({ pods: { ports } }: PodsPeer, port: number): boolean {
  return !ports.length || ports.some((declared) => declared.port === port);
}

function remedy({ ports, namespace, name }: Service, port: number): string {
  const behind = ports.find(({ targetPort }) => targetPort === port);
  if (behind) return `write port ${behind.port}, or give Service ${namespace}/${name} the port ${port}`;
  return `write ${ports.map(servicePortText).join(' or ')}`;
}
