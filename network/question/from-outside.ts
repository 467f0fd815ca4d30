import { contains, formatRange, overlaps } from '../cluster/address';
import type { Service } from '../cluster/service';
import type { Answer } from '../reach/answer';
import { type AddressPeer, formatPeer } from '../reach/peer';
import type { Reachability } from '../reach/reachability';
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
    const limit = onNode ? undefined : sourceLimit(sender, service);
    if (limit) return unjudged(limit.verdict, limit.reason, asked);
    return combine(
      hops.map((hop) => this.throughNode(sender, service, hop)),
      asked,
    );
  }

  /** Unless the Service keeps the client's address, pods and policies may see that of a node instead. */
  private throughNode(sender: AddressPeer, service: Service, hop: Hop): Answer {
    const answer = this.reachability.reach(sender, hop.peer, hop.port, hop.steps);
    if (service.externalTrafficPolicy === 'Local' || !answer.ingress?.isolated) return answer;
    const reason = `${serviceText(service)} has externalTrafficPolicy Cluster, so policies of ${answer.to} may see the address of a node instead of the client's; with the client's it is ${answer.verdict} (${answer.reason})`;
    const { from, to, port, steps, ingress, notTakenIntoAccount } = answer;
    return { verdict: 'undecidable', from, to, port, steps, reason, ingress, notTakenIntoAccount };
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
function sourceLimit({ ranges }: AddressPeer, { sourceRanges }: Service) {
  if (!sourceRanges.length || ranges.every((range) => sourceRanges.some((block) => contains(block, range))))
    return undefined;
  const blocks = sourceRanges.map(formatRange).join(', ');
  const none = !ranges.some((range) => sourceRanges.some((block) => overlaps(block, range)));
  return none
    ? { verdict: 'denied' as const, reason: `loadBalancerSourceRanges admit only ${blocks}` }
    : { verdict: 'undecidable' as const, reason: `loadBalancerSourceRanges admit some of these addresses: ${blocks}` };
}
