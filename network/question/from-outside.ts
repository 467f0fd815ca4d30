import { type AddressRange, contains, everyAddress, formatRange, overlaps } from '../cluster/address';
import type { Service } from '../cluster/service';
import type { Answer } from '../reach/answer';
import { type AddressPeer, formatPeer, formatPort, type Peer, type Port } from '../reach/peer';
import type { Reachability } from '../reach/reachability';
import type { EntryPoint } from '../route/entries';
import { serviceText } from '../route/lookup';
import { combine, unjudged } from './combine';
import type { Destination, Hop } from './receivers';

/** Judges connections that addresses outside of the cluster make to a Service. */
export class FromOutside {
  constructor(private readonly reachability: Reachability) {}

  /** @param destination of a Service, on its own port or on its port of the nodes */
  reach(sender: AddressPeer, service: Service, { to, port, hops, onNode }: Destination): Answer {
    const { notTakenIntoAccount } = this.reachability.cluster;
    const steps = hops.flatMap((hop) => hop.steps);
    const asked = { from: formatPeer(sender), to, port, steps, notTakenIntoAccount };
    const no = whyNotOpen(service, onNode === true);
    if (no) return unjudged('not applicable', no, asked);
    const limit = onNode ? undefined : sourceLimit(sender, service.sourceRanges);
    if (limit) return unjudged(limit.verdict, limit.reason, asked);
    const way = { subject: serviceText(service), keepsClientAddress: service.externalTrafficPolicy === 'Local' };
    return combine(
      hops.map((hop) => this.throughNode(sender, way, hop)),
      asked,
    );
  }

  /** By a way in that no controller stands behind: an answer for each of its targets, or one for all. */
  enter(sender: AddressPeer, entry: EntryPoint): Answer[] {
    const { notTakenIntoAccount } = this.reachability.cluster;
    const { at, subject, sources, targets } = entry;
    const limit = sourceLimit(sender, sources);
    if (limit) {
      const asked = { from: formatPeer(sender), to: subject, port: at, steps: [], notTakenIntoAccount };
      return [unjudged(limit.verdict, limit.reason, asked)];
    }
    return targets.map((peer) => this.throughNode(sender, entry, { peer, port: peer, steps: [`${subject}: ${at}`] }));
  }

  /** Unless the Service keeps the client's address, pods and policies may see that of a node instead. */
  private throughNode(
    sender: AddressPeer,
    { subject, keepsClientAddress }: Pick<EntryPoint, 'subject' | 'keepsClientAddress'>,
    { peer, port, steps }: Hop,
  ): Answer {
    if (peer.kind !== 'pods') return this.elsewhere(sender, peer, port, steps);
    const answer = this.reachability.reach(sender, peer, port, steps);
    if (keepsClientAddress || !answer.ingress?.isolated) return answer;
    const families = [...new Set(sender.ranges.map(({ family }) => family))];
    const everyone: AddressPeer = { kind: 'addresses', ranges: families.map(everyAddress) };
    if (this.reachability.reach(everyone, peer, port).verdict === 'allowed') return answer;
    const reason = `${subject} has externalTrafficPolicy Cluster, so policies may see the address of a node instead of the client's; with the client's it is ${answer.verdict}`;
    const { from, to, ingress, notTakenIntoAccount } = answer;
    return { verdict: 'undecidable', from, to, port: formatPort(port), steps, reason, ingress, notTakenIntoAccount };
  }

  /** Endpoints that somebody made by hand. */
  private elsewhere(sender: AddressPeer, peer: Peer, port: Port, steps: readonly string[]): Answer {
    const { notTakenIntoAccount } = this.reachability.cluster;
    const asked = {
      from: formatPeer(sender),
      to: formatPeer(peer),
      port: formatPort(port),
      steps,
      notTakenIntoAccount,
    };
    return unjudged('undecidable', `${formatPeer(peer)} is no pod of the input, and policies bind only those`, asked);
  }
}

function whyNotOpen(service: Service, onNode: boolean): string | undefined {
  const { type, ports, externalAddresses } = service;
  if (onNode || type === 'LoadBalancer' || externalAddresses.length) return undefined;
  const name = serviceText(service);
  if (type === 'ExternalName') return `${name} is a name for something outside, and no way in`;
  if (type !== 'NodePort') return `${name} has only a cluster IP, which is reached from inside of the cluster`;
  const nodePorts = ports.map(({ nodePort }) => nodePort ?? 'a port that the cluster picks').join(', ');
  return `outside of the cluster, ${name} is on the ports of the nodes (${nodePorts}), such as node:30080`;
}

/** What a load balancer does with senders outside of its source ranges. */
function sourceLimit({ ranges }: AddressPeer, sourceRanges: readonly AddressRange[]) {
  if (!sourceRanges.length || ranges.every((range) => sourceRanges.some((block) => contains(block, range))))
    return undefined;
  const blocks = sourceRanges.map(formatRange).join(', ');
  const none = !ranges.some((range) => sourceRanges.some((block) => overlaps(block, range)));
  return none
    ? { verdict: 'denied' as const, reason: `loadBalancerSourceRanges admit only ${blocks}` }
    : { verdict: 'undecidable' as const, reason: `loadBalancerSourceRanges admit some of these addresses: ${blocks}` };
}
