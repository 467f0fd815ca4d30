import type { Workload } from '../cluster/workload';
import type { Answer } from '../reach/answer';
import { formatPeer, formatPort, type PodsPeer, type Port, podsPeers } from '../reach/peer';
import type { Reachability } from '../reach/reachability';
import { type NameAnswer, resolveName } from '../route/dns';
import { combine, unjudged } from './combine';
import { judge } from './judge';
import { podPorts, portOf, type Receivers } from './receivers';
import { INTERNET, type PortReference } from './reference';

const DNS: Port = { protocol: 'UDP', port: 53 };

/** Judges connections to host names: the pod asks the cluster's DNS first, and policies may already stop it there. */
export class ByName {
  constructor(
    private readonly reachability: Reachability,
    private readonly receivers: Receivers,
    private readonly dns: Workload,
  ) {}

  /** @throws InputError when the host can be no DNS name */
  reach(sender: PodsPeer, host: string, port: PortReference): Answer {
    const { cluster } = this.reachability;
    const name = resolveName(cluster, host, sender.pods.namespace, { pods: sender.pods });
    const asked = {
      from: formatPeer(sender),
      to: host,
      port: `${port.protocol ?? 'TCP'} ${port.port}`,
      steps: [name.reason],
      notTakenIntoAccount: cluster.notTakenIntoAccount,
    };
    if (name.verdict === 'no such name') return unjudged('not applicable', name.reason, asked);
    if (name.verdict === 'undecidable') return unjudged('undecidable', name.reason, asked);
    const lookups = podsPeers(this.dns).map((peer) => this.reachability.reach(sender, peer, DNS));
    const lookup = combine(lookups);
    if (lookup.verdict !== 'allowed')
      return combine([lookup], {
        ...asked,
        port: formatPort(DNS),
        steps: ['the name is looked up first'],
        to: `the cluster's DNS, for ${host}`,
      });
    const answers = this.behind(sender, name, port);
    return answers.length
      ? combine(answers, asked)
      : unjudged('undecidable', `${name.reason}; its pods are not in the input`, asked);
  }

  /** What the name leads to; addresses outside are any public ones. */
  private behind(
    sender: PodsPeer,
    { verdict, name, target, service, pods }: NameAnswer,
    port: PortReference,
  ): Answer[] {
    if (verdict === 'outside') {
      const outside = { ...INTERNET, name: target ?? name };
      return [this.reachability.reach(sender, outside, portOf(port, outside))];
    }
    if (pods?.length)
      return pods.flatMap((peer) => podPorts(peer, port).map((one) => this.reachability.reach(sender, peer, one)));
    if (!service) return [];
    return this.receivers.toService(service, port).map((destination) => judge(this.reachability, sender, destination));
  }
}
