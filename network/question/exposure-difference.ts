/** What opens to the outside between two states, and what breaks on the way: what the connections of pods don't show. */
import { type AddressRange, contains, parseAddress } from '../cluster/address';
import type { Cluster } from '../cluster/cluster';
import type { Service, ServicePort } from '../cluster/service';
import { groupBy } from '../group-by';
import type { Verdict } from '../reach/answer';
import { formatPeer, formatPort } from '../reach/peer';
import { whyNoEndpoints } from '../route/explain-endpoints';
import { findService } from '../route/lookup';
import { endpointsOf, type ServiceEndpoint } from '../route/service-endpoints';
import { whyNoPort } from '../route/service-port';
import type { ExposedTarget, Exposure } from './exposure';
import type { Network } from './network';

export interface ExposureDifference {
  /** Opened, then changed, then closed. */
  readonly waysIn: readonly WayInChange[];
  /** Ports of Services of both states on which nobody answers any more. */
  readonly unanswered: readonly UnansweredPort[];
  /** Workloads of both states that went on the network of their node, where policies do not bind them, or off it. */
  readonly hostNetwork: readonly { readonly workload: string; readonly now: boolean }[];
}

export interface WayInChange {
  readonly change: 'opened' | 'changed' | 'closed';
  /** Whether somebody outside reaches more than before: one that policies close anyway opens nothing. */
  readonly effect: 'opens' | 'neither' | 'closes';
  /** As of an {@link Exposure}. */
  readonly kind: string;
  readonly subject: string;
  readonly at: string;
  /** `leads to TCP 8080 of prod/web[Deployment] (allowed)` */
  readonly what: string;
}

export interface UnansweredPort {
  /** `Service prod/web` */
  readonly service: string;
  /** `TCP 80` */
  readonly port: string;
  readonly reason: string;
}

export function exposureDifference(before: Network, after: Network): ExposureDifference {
  const changes = waysIn(before, after);
  return {
    waysIn: (['opened', 'changed', 'closed'] as const).flatMap((kind) =>
      changes.filter(({ change }) => change === kind),
    ),
    unanswered: before.cluster.services.flatMap((service) => unanswered(service, before.cluster, after.cluster)),
    hostNetwork: hostNetwork(before.cluster, after.cluster),
  };
}

function waysIn(before: Network, after: Network): WayInChange[] {
  const key = ({ kind, subject, at }: Exposure) => JSON.stringify([kind, subject, at]);
  const [old, now] = [groupBy(before.exposure(), key), groupBy(after.exposure(), key)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((name) => {
    const [was, is] = [old.get(name) ?? [], now.get(name) ?? []];
    return Array.from({ length: Math.max(was.length, is.length) }).flatMap((_, index) => {
      const [one, other] = [was[index], is[index]];
      if (one && other) return changed(one, other);
      return other ? opened(other, before.cluster) : closed(one!);
    });
  });
}

function opened(entry: Exposure, before: Cluster): WayInChange {
  const was = before.services.find(({ namespace, name }) => entry.subject === `Service ${namespace}/${name}`);
  const what = `leads to ${targetsText(entry)}${was ? `; the Service was of type ${was.type}` : ''}`;
  return { change: 'opened', effect: isOpen(entry) ? 'opens' : 'neither', ...named(entry), what };
}

function closed(entry: Exposure): WayInChange {
  const effect = isOpen(entry) ? 'closes' : 'neither';
  return { change: 'closed', effect, ...named(entry), what: `led to ${targetsText(entry)}` };
}

function changed(before: Exposure, after: Exposure): WayInChange[] {
  const [old, now] = [targetsText(before), targetsText(after)];
  const [oldSources, sources] = [sourcesText(before), sourcesText(after)];
  const what = [
    ...(old === now ? [] : [`leads to ${now}, before to ${old}`]),
    ...(oldSources === sources ? [] : [`takes ${sources}, before ${oldSources}`]),
  ].join('; ');
  if (!what) return [];
  const opens = isWider(before, after);
  const effect = opens ? 'opens' : isWider(after, before) ? 'closes' : 'neither';
  return [{ change: 'changed', effect, ...named(after), what }];
}

function named({ kind, subject, at }: Exposure): Pick<Exposure, 'kind' | 'subject' | 'at'> {
  return { kind, subject, at };
}

const LEVELS: Readonly<Record<Verdict, number>> = { allowed: 2, undecidable: 1, denied: 0, 'not applicable': 0 };

function isOpen({ verdict }: Exposure): boolean {
  return LEVELS[verdict] > 0;
}

/** Whether more of the targets, or more clients, come through in the second. */
function isWider(one: Exposure, other: Exposure): boolean {
  const key = ({ to, port }: ExposedTarget) => `${to} ${port}`;
  const levels = new Map(one.targets.map((target) => [key(target), LEVELS[target.verdict]]));
  if (other.targets.some((target) => LEVELS[target.verdict] > (levels.get(key(target)) ?? 0))) return true;
  if (!one.sources.length) return false;
  const blocks = one.sources.map(rangeOf);
  return (
    !other.sources.length ||
    !other.sources.map(rangeOf).every((range) => blocks.some((block) => contains(block, range)))
  );
}

/** `10.0.0.0-10.255.255.255`, as an {@link Exposure} has it. */
function rangeOf(text: string): AddressRange {
  const [first, last = first] = text.split('-').map((address) => parseAddress(address)!);
  return { ...first!, last: last!.last };
}

function targetsText({ targets }: Exposure): string {
  return targets.map(({ to, port, verdict }) => `${port} of ${to} (${verdict})`).join(', ') || 'nobody';
}

function sourcesText({ sources }: Exposure): string {
  return [...sources].sort().join(', ') || 'every client';
}

function unanswered(was: Service, before: Cluster, after: Cluster): UnansweredPort[] {
  const is = findService(after, was.namespace, was.name);
  if (!is || is.type === 'ExternalName') return [];
  return was.ports
    .filter((port) => endpointsOf(before, was, port).some(listens))
    .flatMap((port) => {
      const reason = whyNobody(after, is, port);
      return reason ? { service: `Service ${was.namespace}/${was.name}`, port: formatPort(port), reason } : [];
    });
}

function whyNobody(cluster: Cluster, service: Service, { protocol, port }: ServicePort): string | undefined {
  const found = service.ports.find((one) => one.port === port && one.protocol === protocol);
  if (!found) return whyNoPort(service, port, protocol);
  const endpoints = endpointsOf(cluster, service, found);
  if (!endpoints.length) return whyNoEndpoints(cluster, service, found);
  if (endpoints.some(listens)) return undefined;
  return endpoints
    .map((endpoint) => `no container of ${formatPeer(endpoint)} declares ${formatPort(endpoint)}`)
    .join('; ');
}

/** As far as is known: pods that declare no ports may listen on any. */
function listens(endpoint: ServiceEndpoint): boolean {
  if (endpoint.kind !== 'pods' || !endpoint.pods.ports.length) return true;
  return endpoint.pods.ports.some(({ protocol, port }) => protocol === endpoint.protocol && port === endpoint.port);
}

function hostNetwork(before: Cluster, after: Cluster): ExposureDifference['hostNetwork'] {
  const isOn = ({ workloads }: Cluster) =>
    new Map(workloads.map(({ id, pods }) => [id, pods.some((some) => some.hostNetwork)]));
  const old = isOn(before);
  return [...isOn(after)].flatMap(([workload, now]) => {
    const was = old.get(workload);
    return was === undefined || was === now ? [] : { workload, now };
  });
}
