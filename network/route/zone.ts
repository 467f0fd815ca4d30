/** What the DNS of a cluster holds: the records of the Kubernetes DNS specification. */
import { parseAddress } from '../cluster/address';
import type { Cluster } from '../cluster/cluster';
import type { Service } from '../cluster/service';
import { formatPort, type PodsPeer } from '../reach/peer';
import { handMadeEndpoints } from './hand-made-endpoints';
import { findService, podsAt, servicesNamed, serviceText, workloadsText } from './lookup';
import { podsNamed, whyNoPodName } from './pod-names';
import { selectedPods } from './service-endpoints';

export type NameVerdict = 'resolves' | 'no such name' | 'outside' | 'undecidable';

/** What one absolute name leads to. */
export interface NameTarget {
  readonly verdict: NameVerdict;
  readonly record?: 'A/AAAA' | 'CNAME' | 'SRV' | 'hosts file';
  /** The Service that is reached; of a name outside, the one that points there. */
  readonly service?: Service;
  /** The pods whose addresses the answer has; absent where it is the address of the Service. */
  readonly pods?: readonly PodsPeer[];
  /** Addresses where they are known, or the name that a CNAME gives. */
  readonly target?: string;
  readonly reason: string;
  /** Where there is no such name: the one that was meant, or what would make it one. */
  readonly remedy?: string;
}

/** Undefined when there is no such name and no more to say of it. */
export function lookUp(
  cluster: Cluster,
  domain: string,
  name: string,
  passed: readonly Service[] = [],
): NameTarget | undefined {
  if (!name.endsWith(`.${domain}`)) return isLocal(cluster, name) ? undefined : outside(name);
  const labels = name.slice(0, -domain.length - 1).split('.');
  if (labels.at(-1) === 'pod' && labels.length === 3) return podAddress(cluster, labels[0]!, domain);
  if (labels.at(-1) !== 'svc' || labels.length < 3) return undefined;
  const [serviceName, namespace] = labels.slice(-3) as [string, string];
  const service = findService(cluster, namespace, serviceName);
  const host = labels.slice(0, -3);
  if (!service) return host.length ? undefined : ofTheClusterItself(cluster, namespace, serviceName);
  if (host.length === 0) return addressOf(cluster, domain, service, passed);
  if (host.length === 1) return podName(cluster, service, host[0]!);
  return host.length === 2 && host.every((label) => label.startsWith('_'))
    ? srv(cluster, domain, service, host as [string, string])
    : undefined;
}

/** Names that no public DNS server knows: they only make sense inside of a cluster. */
export function isLocal(cluster: Cluster, name: string): boolean {
  const labels = name.split('.');
  const last = labels.at(-1)!;
  // A top-level domain has letters alone, or is an international one.
  const isDomain = /^([a-z]{2,}|xn--[a-z0-9-]+)$/.test(last) && !['svc', 'pod', 'local'].includes(last);
  if (labels.length === 1 || !isDomain) return true;
  return labels.length === 2 && (cluster.namespaces.has(last) || servicesNamed(cluster, last).length > 0);
}

function outside(name: string): NameTarget {
  return {
    verdict: 'outside',
    target: name,
    reason: `${name} is no name of the cluster: servers outside of it answer for it`,
  };
}

function ofTheClusterItself({ namespaces }: Cluster, namespace: string, name: string): NameTarget | undefined {
  if (namespace === 'default' && name === 'kubernetes')
    return {
      verdict: 'resolves',
      record: 'A/AAAA',
      reason: 'Service default/kubernetes is the API server; every cluster has it',
    };
  if (namespace === 'kube-system' && !namespaces.has(namespace))
    return {
      verdict: 'undecidable',
      reason: 'what is in kube-system comes with the cluster, and the input has nothing of it',
    };
  return undefined;
}

function addressOf(cluster: Cluster, domain: string, service: Service, passed: readonly Service[]): NameTarget {
  if (service.type === 'ExternalName') return alias(cluster, domain, service, passed);
  const record = 'A/AAAA';
  const subject = serviceText(service);
  if (!service.headless) {
    const target = service.clusterAddresses.join(', ') || undefined;
    return { verdict: 'resolves', record, service, target, reason: `${subject}: its cluster IP` };
  }
  const pods = selectedPods(cluster, service).filter(({ pods: { replicas } }) => replicas !== 0);
  const byHand = service.selector ? [] : handMadeEndpoints(cluster, service).map(({ address }) => address);
  if (!pods.length && !byHand.length)
    return {
      verdict: 'no such name',
      service,
      reason: `${subject} is headless and has no endpoints, so its name has no addresses`,
    };
  const ready = service.publishNotReadyAddresses ? '' : 'ready ';
  const whose = pods.length ? `its ${ready}pods, of ${workloadsText(pods)}` : 'its endpoints';
  return {
    verdict: 'resolves',
    record,
    service,
    pods: pods.length ? pods : byHand.flatMap((address) => podsAt(cluster, address) ?? []),
    target: (byHand.length ? byHand : pods.flatMap((peer) => peer.pods.addresses)).join(', ') || undefined,
    reason: `headless ${subject}: the addresses of ${whose}`,
  };
}

function alias(cluster: Cluster, domain: string, service: Service, passed: readonly Service[]): NameTarget {
  const subject = serviceText(service);
  const no = (why: string): NameTarget => ({ verdict: 'no such name', service, reason: `${subject} ${why}` });
  const target = service.externalName?.replace(/\.$/, '').toLowerCase();
  if (!target) return no('is of type ExternalName and gives no externalName');
  if (parseAddress(target))
    return no(`gives the address ${target} as externalName, which DNS takes for a name; write an EndpointSlice`);
  if (passed.includes(service)) return no('leads back to itself');
  const found = lookUp(cluster, domain, target, [...passed, service]);
  if (!found) return no(`is a CNAME for ${target}, and there is no such name`);
  const names = `clients go on asking for the name they know, so Host header and TLS server name do not say ${target}`;
  return {
    ...found,
    record: 'CNAME',
    service: found.service ?? service,
    target,
    reason: `${subject} is a CNAME for ${target}; ${found.reason}; ${names}`,
  };
}

function podName(cluster: Cluster, service: Service, host: string): NameTarget {
  const subject = serviceText(service);
  const pods = podsNamed(cluster, service, host);
  const byHand = handMadeEndpoints(cluster, service).filter(({ hostname }) => hostname === host && !service.selector);
  if (!pods.length && !byHand.length)
    return { verdict: 'no such name', service, reason: whyNoPodName(cluster, service, host) };
  if (!service.headless)
    return {
      verdict: 'no such name',
      service,
      reason: `${subject} is not headless, and only a headless Service promises names to its pods (CoreDNS gives them all the same); set clusterIP: None`,
    };
  const ready = service.publishNotReadyAddresses ? '' : ', once it is ready';
  return {
    verdict: 'resolves',
    record: 'A/AAAA',
    service,
    pods: pods.length ? pods : byHand.flatMap(({ address }) => podsAt(cluster, address) ?? []),
    target: byHand.map(({ address }) => address).join(', ') || undefined,
    reason: `the pod ${host} under headless ${subject}${ready}`,
  };
}

function srv(cluster: Cluster, domain: string, service: Service, [first, second]: [string, string]): NameTarget {
  const [portName, protocol] = [first.slice(1), second.slice(1).toUpperCase()];
  const port = service.ports.find(({ name, protocol: of }) => name === portName && of === protocol);
  const { verdict, pods } = addressOf(cluster, domain, service, []);
  if (port && service.type !== 'ExternalName' && verdict === 'resolves')
    return {
      verdict,
      record: 'SRV',
      service,
      pods,
      target: formatPort(port),
      reason: `${serviceText(service)} has the port ${portName}: ${formatPort(port)}`,
    };
  const named = service.ports.filter(({ name }) => name);
  const names = named.map(({ name, protocol: of }) => `_${name}._${of.toLowerCase()}`).join(', ');
  const why = named.length
    ? `${serviceText(service)} has ${names}`
    : `no port of ${serviceText(service)} has a name, and SRV names are of named ports`;
  return { verdict: 'no such name', service, reason: why };
}

function podAddress(cluster: Cluster, dashes: string, domain: string): NameTarget {
  const ipv4 = /^\d+-\d+-\d+-\d+$/.test(dashes);
  const address = dashes.replaceAll('-', ipv4 ? '.' : ':');
  if (!parseAddress(address))
    return {
      verdict: 'no such name',
      reason: `${dashes} is no address with dashes for dots, as in 10-0-1-5.default.pod.${domain}`,
    };
  const pods = podsAt(cluster, address);
  return {
    verdict: 'undecidable',
    record: 'A/AAAA',
    ...(pods ? { pods: [pods] } : {}),
    target: address,
    reason: `whether addresses of pods have names depends on CoreDNS: "pods insecure" answers ${address} for this one, "pods verified" only if a pod has it, "pods disabled" never`,
  };
}
