import { selectedPods } from '../route/service-endpoints';
import { serviceMayBeElsewhere } from './elsewhere';
import { type EnvConnection, envConnections } from './env-connection';
import type { Examined } from './examined';

export interface MissingService {
  readonly connection: EnvConnection;
  /** Whether it is plain which name was meant, or what is missing for this one. */
  readonly isSlip: boolean;
}

/** Names that containers connect to and that the DNS of the cluster does not know, as far as the input can tell. */
export function* missingServices(examined: Examined): Generator<MissingService> {
  for (const connection of envConnections(examined)) {
    const { answer, host, template } = connection;
    if (answer.verdict !== 'no such name' || isOfTheService(examined, connection)) continue;
    const [service, namespace] = meant(examined, host, template.namespace);
    if (examined.isRefused('Service', namespace, service)) continue;
    const mayBe = serviceMayBeElsewhere(examined, namespace, service);
    const isKnown = !answer.remedy?.startsWith('add a Service');
    const isOtherNamespace = isKnown && !examined.cluster.namespaces.has(namespace);
    if (!mayBe || isOtherNamespace) yield { connection, isSlip: !mayBe && isKnown };
  }
}

/** Whether the Service is there, and what is wrong is its own: no endpoints, a CNAME for nothing, pods that come and go. */
function isOfTheService({ cluster }: Examined, { answer: { service } }: EnvConnection): boolean {
  if (!service) return false;
  const pods = selectedPods(cluster, service);
  return service.type === 'ExternalName' || !pods.length || pods.some((peer) => !peer.pods.replicas);
}

/** Service and namespace that a name stands for. */
function meant({ cluster }: Examined, host: string, home: string): [service: string, namespace: string] {
  const labels = host
    .replace(/\.$/, '')
    .replace(/\.cluster\.local$/, '')
    .split('.');
  if (labels.at(-1) === 'svc') return [labels.at(-3)!, labels.at(-2)!];
  const last = labels.at(-1)!;
  if (labels.length > 1 && cluster.namespaces.has(last)) return [labels.at(-2)!, last];
  return [last, home];
}
