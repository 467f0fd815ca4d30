import { buildCluster, type Cluster } from '../cluster/cluster';
import type { Direction } from '../cluster/network-policy';
import type { Workload } from '../cluster/workload';
import { inputError } from '../input-error';
import type { Manifest } from '../manifest/manifest';
import type { Answer } from '../reach/answer';
import { formatPeer, type Peer } from '../reach/peer';
import { Reachability } from '../reach/reachability';
import { combine, unjudged } from './combine';
import { type Isolation, isolation } from './isolation';
import { type ConstructLike, isConstruct } from './lookup';
import { type OnlyReachedBy, onlyReachedBy } from './only-reached-by';
import { type Destination, Receivers } from './receivers';
import { parsePort, parseReference, parseTarget, type Reference, type Target } from './reference';
import { Senders } from './senders';
import { dnsPods, namelessController, supposedPod, withNamespacesOf } from './supposed';

/** One end of a connection, as users write it ({@link parseReference}, {@link parseTarget}), or the construct that made it. */
export type End = string | ConstructLike;

/** A cluster to ask: names in, answers out. Every method throws an InputError when a name is that of nothing, or of several things. */
export class Network {
  readonly reachability: Reachability;
  private readonly always: readonly Workload[];
  private readonly withMore = new Map<string, Reachability>();

  /** @throws InputError naming everything that the API server would refuse */
  static of(manifests: readonly Manifest[]): Network {
    return new Network(buildCluster(manifests));
  }

  constructor(readonly cluster: Cluster) {
    const { workload, isSupposed } = dnsPods(cluster);
    this.always = isSupposed ? [namelessController(), workload] : [namelessController()];
    this.reachability = this.suppose([]);
  }

  /**
   * Whether `from` gets a connection to `to`: `reach('prod/web', 'prod/db:5432')`. Without a port, every port that the
   * receiver has is asked for.
   * @param port behind a construct, which has no `:5432` of its own: `5432`, `'postgres'` or `'53/UDP'`
   */
  reach(from: End, to: End, port?: number | string): Answer {
    const sender = isConstruct(from) ? from : parseReference(from);
    const target = this.target(to, port);
    const supposed = [sender, 'reference' in target ? target.reference : target.construct].flatMap(supposedBy);
    const reachability = this.suppose(supposed);
    const receivers = new Receivers(this.cluster, supposed);
    const answers = new Senders(this.cluster, supposed).of(sender).flatMap((peer) => {
      const home = peer.kind === 'pods' ? peer.pods.namespace : undefined;
      return receivers.of(target, home).map((destination) => judge(reachability, peer, destination));
    });
    return combine(answers);
  }

  /** Who else reaches the target than the senders, and which of the senders do not. */
  onlyReachedBy(target: End, senders: readonly End[]): OnlyReachedBy {
    const hops = new Receivers(this.cluster, []).of(this.target(target)).flatMap((one) => one.hops);
    return onlyReachedBy(
      this.reachability,
      hops,
      senders.flatMap((sender) => this.peers(sender)),
    );
  }

  /** Whether some policy isolates the pods of a workload in a direction; once for each kind of pod where they differ. */
  isolation(workload: End, direction: Direction): Isolation[] {
    return this.peers(workload).map((peer) => {
      if (peer.kind !== 'pods')
        throw inputError('input/reference', `${formatPeer(peer)} is no workload, and policies bind only those`);
      return isolation(this.reachability, peer, direction);
    });
  }

  /** The peers that a sender's name stands for: several where the pods of one workload differ. */
  peers(sender: End): Peer[] {
    return new Senders(this.cluster, []).of(isConstruct(sender) ? sender : parseReference(sender));
  }

  private target(end: End, port?: number | string): Target {
    const target = isConstruct(end) ? { construct: end } : parseTarget(end);
    return port === undefined ? target : { ...target, port: parsePort(String(port)) };
  }

  /** Reachability with pods that only a question has. */
  private suppose(more: readonly Workload[]): Reachability {
    const key = more.map(({ id }) => id).join(' ');
    const known = this.withMore.get(key);
    if (known) return known;
    const supposed = [...this.always, ...more];
    const reachability = new Reachability(withNamespacesOf(this.cluster, supposed), supposed);
    this.withMore.set(key, reachability);
    return reachability;
  }
}

function judge(reachability: Reachability, sender: Peer, { to, port, hops, nobody }: Destination): Answer {
  const { notTakenIntoAccount } = reachability.cluster;
  const asked = { from: formatPeer(sender), to, port, steps: hops.flatMap(({ steps }) => steps), notTakenIntoAccount };
  if (nobody !== undefined) return unjudged('not applicable', nobody, asked);
  return combine(
    hops.map((hop) => reachability.reach(sender, hop.peer, hop.port, hop.steps)),
    asked,
  );
}

function supposedBy(reference: Reference | ConstructLike): Workload[] {
  if (isConstruct(reference) || reference.kind !== 'supposed pod') return [];
  const { namespace, labels } = reference;
  const name = `{${Object.entries(labels).map(([key, value]) => `${key}=${value}`)}}`;
  return [supposedPod(namespace, name, labels)];
}
