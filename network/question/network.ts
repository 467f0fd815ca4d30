import { buildCluster, type Cluster } from '../cluster/cluster';
import type { Direction } from '../cluster/network-policy';
import { withNamespacesOf } from '../cluster/supposed-pod';
import type { Workload } from '../cluster/workload';
import { inputError } from '../input-error';
import type { Manifest } from '../manifest/manifest';
import type { Answer } from '../reach/answer';
import { formatPeer, type Peer, type PodsPeer } from '../reach/peer';
import { Reachability } from '../reach/reachability';
import { type NameAnswer, resolveName } from '../route/dns';
import { findServicePort, whyNoPort } from '../route/service-port';
import { type RouteAnswer, type RouteBackend, routeUrl } from '../route/url';
import { ByName } from './by-name';
import { ByUrl } from './by-url';
import { combine } from './combine';
import { type Exposure, exposure } from './exposure';
import { type Isolation, isolation } from './isolation';
import { judge } from './judge';
import { type ConstructLike, find, isConstruct, isKnown } from './lookup';
import { type OnlyReachedBy, onlyReachedBy } from './only-reached-by';
import { type Destination, type Hop, Receivers } from './receivers';
import { type PortReference, parsePort, parseReference, parseTarget, type Reference, type Target } from './reference';
import { Senders } from './senders';
import { askedPods, dnsPods, namelessController } from './supposed';

/** One end of a connection, as users write it ({@link parseReference}, {@link parseTarget}), or the construct that made it. */
export type End = string | ConstructLike;

/** A cluster to ask: names in, answers out. Every method throws an InputError when a name is that of nothing, or of several things. */
export class Network {
  readonly reachability: Reachability;
  private exposed?: readonly Exposure[];
  private readonly always: readonly Workload[];
  /** The pods of the cluster's DNS: those of the input, or, where it has none, what every cluster has. */
  readonly dns: Workload;
  private readonly withMore = new Map<string, Reachability>();

  /** @throws InputError naming everything that the API server would refuse */
  static of(manifests: readonly Manifest[]): Network {
    return new Network(buildCluster(manifests));
  }

  constructor(readonly cluster: Cluster) {
    const { workload, isSupposed } = dnsPods(cluster);
    this.dns = workload;
    this.always = isSupposed ? [namelessController(), workload] : [namelessController()];
    this.reachability = this.suppose([]);
  }

  /**
   * Whether `from` gets a connection to `to`: `reach('prod/web', 'prod/db:5432')`. Without a port, every port that the
   * receiver has is asked for.
   * @param port behind a construct, which has no `:5432` of its own: `5432`, `'postgres'` or `'53/UDP'`
   */
  reach(from: End, to: End, port?: number | string): Answer {
    const sender = referenceOf(from);
    const target = this.target(to, port);
    const reachability = this.suppose([sender, referenceIn(target)].flatMap(supposedBy));
    const { supposed } = reachability;
    const receivers = new Receivers(this.cluster, supposed);
    const byName = new ByName(reachability, receivers, this.dns);
    const answers = new Senders(this.cluster, supposed).of(sender).flatMap((peer) => {
      const url = webUrl(target);
      if (url && peer.kind === 'addresses') return new ByUrl(reachability).reach(peer, url);
      const host = hostOf(target) ?? externalNameOf(this.cluster, target, peer);
      if (host) return byName.reach(podsOnly(peer, host.host), host.host, host.port);
      const home = peer.kind === 'pods' ? peer.pods.namespace : undefined;
      return withoutSelf(receivers.of(target, home), peer).map((one) => judge(reachability, peer, one));
    });
    return combine(answers);
  }

  /** What a host name means to a pod of a workload, or of a namespace. */
  resolve(name: string, from: string): NameAnswer {
    if (this.cluster.namespaces.has(from)) return resolveName(this.cluster, name, from);
    const reference = referenceOf(from);
    // A namespace that the input has nothing of is as good as any: a test pod may be made there.
    if (
      !isConstruct(reference) &&
      reference.kind === 'name' &&
      !reference.namespace &&
      !isKnown(this.cluster, reference)
    )
      return resolveName(this.cluster, name, from);
    const [peer] = this.senders(from).peers;
    const { pods } = podsOnly(peer!, name);
    return resolveName(this.cluster, name, pods.namespace, { pods });
  }

  /** Which Services get a request for a URL that arrives from outside. */
  route(url: string): RouteAnswer {
    return routeUrl(this.cluster, url);
  }

  /**
   * Whether the policies let the controllers of a URL's routes reach what is behind them; undefined where nothing is. A controller
   * that the input does not have is one of which nothing is known.
   */
  throughRoute(url: string): Answer | undefined {
    return new ByUrl(this.reachability).behind(url);
  }

  /** Every way into the cluster from outside of it. @throws InputError for routes that the API server would refuse */
  exposure(): readonly Exposure[] {
    this.exposed ??= exposure(this.reachability);
    return this.exposed;
  }

  /** Whether a route sends everything to one port of a Service: `back/api:80`, or `api:http` where that name is the only one. */
  routesTo({ verdict, backends }: RouteAnswer, to: string): boolean {
    const target = parseTarget(to);
    if ('construct' in target || target.reference.kind !== 'name')
      throw inputError('input/reference', `"${to}" is not a Service; write namespace/name:port`);
    const [service] = find(this.cluster, { ...target.reference, objectKind: 'Service' }).services;
    const port = target.port && findServicePort(service!, target.port.port, target.port.protocol);
    if (target.port && !port)
      throw inputError('input/reference', whyNoPort(service!, target.port.port, target.port.protocol));
    const isIt = (backend: RouteBackend) => backend.service === service && (!port || backend.port === port);
    return verdict === 'routes' && backends.every(isIt);
  }

  /** Who else reaches the target than the senders, and which of the senders do not. */
  onlyReachedBy(target: End, senders: readonly End[]): OnlyReachedBy {
    const receiver = this.target(target);
    if (!Array.isArray(senders))
      throw inputError(
        'input/reference',
        `the senders are ${JSON.stringify(senders)}; write a list, such as ["prod/web"]`,
      );
    const references = senders.map(referenceOf);
    const reachability = this.suppose([...references, referenceIn(receiver)].flatMap(supposedBy));
    const lookup = new Senders(this.cluster, reachability.supposed);
    const peers = references.flatMap((reference) => lookup.of(reference));
    const destinations = new Receivers(this.cluster, reachability.supposed).of(receiver);
    return onlyReachedBy(reachability, destinations, peers);
  }

  /** Whether some policy isolates the pods of a workload in a direction; once for each kind of pod where they differ. */
  isolation(workload: End, direction: Direction): Isolation[] {
    if (direction !== 'ingress' && direction !== 'egress')
      throw inputError('input/reference', `the direction is ${JSON.stringify(direction)}; write "ingress" or "egress"`);
    const { reachability, peers } = this.senders(workload);
    return peers.map((peer) => {
      if (peer.kind !== 'pods')
        throw inputError('input/reference', `${formatPeer(peer)} is no workload, and policies bind only those`);
      return isolation(reachability, peer, direction);
    });
  }

  /** The peers that a name stands for: several where the pods of one workload differ. They are known to this reachability. */
  senders(end: End): { reachability: Reachability; peers: Peer[] } {
    const reference = referenceOf(end);
    const reachability = this.suppose(supposedBy(reference));
    return { reachability, peers: new Senders(this.cluster, reachability.supposed).of(reference) };
  }

  private target(end: End, port?: number | string): Target {
    const target = isConstruct(end) ? { construct: end } : parseTarget(checkedText(end, 'to'));
    return port === undefined ? target : { ...target, port: parsePort(String(port)) };
  }

  /** Reachability with pods that only a question has; its own `supposed` are the ones to ask for. */
  private suppose(more: readonly Workload[]): Reachability {
    const unique = [...new Map(more.map((workload) => [workload.id, workload])).values()];
    const key = unique.map(({ id }) => id).join(' ');
    const known = this.withMore.get(key);
    if (known) return known;
    const supposed = [...this.always, ...unique];
    const reachability = new Reachability(withNamespacesOf(this.cluster, supposed), supposed);
    this.withMore.set(key, reachability);
    return reachability;
  }
}

function referenceOf(end: End): Reference | ConstructLike {
  return isConstruct(end) ? end : parseReference(checkedText(end, 'from'));
}

/** For callers without types. */
function checkedText(end: unknown, which: string): string {
  if (typeof end === 'string') return end;
  const given = end === undefined ? 'missing' : `${JSON.stringify(end)}, a ${typeof end}`;
  throw inputError('input/reference', `"${which}" is ${given}; write a name such as prod/web, or give a construct`);
}

function referenceIn(target: Target): Reference | ConstructLike {
  return 'reference' in target ? target.reference : target.construct;
}

/** Where others may take the connection too, the question is about these: a pod always reaches itself. */
function withoutSelf(destinations: Destination[], sender: Peer): Destination[] {
  const isOther = ({ peer }: Hop) => peer.kind !== 'pods' || sender.kind !== 'pods' || peer.pods !== sender.pods;
  const others = destinations
    .map((destination) => ({ ...destination, hops: destination.hops.filter(isOther) }))
    .filter(({ hops, nobody }) => hops.length > 0 || nobody !== undefined);
  return others.length ? others : destinations;
}

/** The host and port that a name or URL stands for, where the target is one. */
function hostOf(target: Target): { host: string; port: PortReference } | undefined {
  if ('construct' in target) return undefined;
  const { reference, port } = target;
  if (reference.kind !== 'host' && reference.kind !== 'url') return undefined;
  const host = reference.kind === 'host' ? reference.host : reference.url.hostname;
  if (!port) throw inputError('input/reference', `a connection to ${host} needs a port, such as ${host}:80`);
  return { host, port };
}

/** A URL that controllers of routes take. */
function webUrl(target: Target): URL | undefined {
  if (!('reference' in target) || target.reference.kind !== 'url') return undefined;
  const { url } = target.reference;
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
}

/** A Service that is but a name for something else is a question of names. */
function externalNameOf(
  cluster: Cluster,
  target: Target,
  sender: Peer,
): { host: string; port: PortReference } | undefined {
  if ('construct' in target || target.reference.kind !== 'name' || sender.kind !== 'pods') return undefined;
  const { workloads, services } = find(cluster, target.reference, sender.pods.namespace);
  const [service] = services;
  if (workloads.length || service?.type !== 'ExternalName') return undefined;
  const { namespace, name } = service;
  if (!target.port)
    throw inputError('input/reference', `a connection to ${namespace}/${name} needs a port, such as :443`);
  return { host: `${name}.${namespace}.svc.cluster.local.`, port: target.port };
}

function podsOnly(peer: Peer, host: string): PodsPeer {
  if (peer.kind === 'pods') return peer;
  throw inputError(
    'input/reference',
    `${formatPeer(peer)} is no pod, which could look up ${host} in the cluster's DNS; from outside, ask for a URL, such as http://${host}/`,
  );
}

function supposedBy(reference: Reference | ConstructLike): Workload[] {
  return !isConstruct(reference) && reference.kind === 'supposed pod' ? [askedPods(reference)] : [];
}
