import type { Cluster } from '../cluster/cluster';
import type { Workload } from '../cluster/workload';
import { inputError } from '../input-error';
import { type Peer, podsPeers } from '../reach/peer';
import { type ConstructLike, type Found, find, findMadeBy, isConstruct } from './lookup';
import type { Reference } from './reference';
import { askedPods } from './supposed';

/** Looks up who sends. */
export class Senders {
  constructor(
    private readonly cluster: Cluster,
    private readonly supposed: readonly Workload[],
  ) {}

  /** One peer, or one for each kind of pod where the pods of a workload differ. @throws InputError */
  of(sender: Reference | ConstructLike): Peer[] {
    if (isConstruct(sender)) return peersOf(findMadeBy(this.cluster, sender), undefined);
    switch (sender.kind) {
      case 'name':
        return peersOf(find(this.cluster, sender), sender.name);
      case 'supposed pod':
        return podsPeers(this.supposed.find(({ id }) => id === askedPods(sender).id)!);
      case 'addresses':
      case 'node':
        return [sender];
      default:
        throw inputError(
          'input/reference',
          'connections start at pods, addresses or the node, not at a host name or URL',
        );
    }
  }
}

/** The pods of what was found; with the name of a single pod, that pod. */
export function peersOf({ workloads: [workload], services: [service] }: Found, name: string | undefined): Peer[] {
  if (!workload)
    throw inputError(
      'input/reference',
      `${service!.namespace}/${service!.name} is a Service, which starts no connections; name the workload behind it`,
    );
  const peers = podsPeers(workload);
  const single = peers.filter(({ pods }) => pods.podName === name && name !== workload.name);
  return single.length ? single : peers;
}
