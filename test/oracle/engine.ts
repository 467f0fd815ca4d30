import { contains, parseAddress } from '../../network/cluster/address';
import { buildCluster } from '../../network/cluster/cluster';
import type { Direction } from '../../network/cluster/network-policy';
import type { Manifest } from '../../network/manifest/manifest';
import { type OpenRange, openRanges } from '../../network/reach/address-cuts';
import { workloadConnections } from '../../network/reach/connections';
import { type AddressPeer, type Peer, type PodsPeer, podsPeers } from '../../network/reach/peer';
import { hasPort, type PortSet } from '../../network/reach/port-set';
import { Reachability } from '../../network/reach/reachability';
import type { Cluster } from './clusters';
import type { Answer, Engine } from './compare';

/** The engine under test, asked in all of its ways: which ports are open, the list of connections, and one question. */
export function engineOf({ namespaces, pods, policies }: Cluster): Engine {
  const reachability = new Reachability(
    buildCluster(
      [...namespaces, ...pods, ...policies].map((object): Manifest => {
        const position = { source: `${object.kind}/${object.metadata.name}` };
        return { object, origin: { position, locate: () => position } };
      }),
    ),
  );
  const { cluster, portSets } = reachability;
  const podsOf = new Map(cluster.workloads.map((workload) => [workload.id, podsPeers(workload)[0]!]));
  const peerOf = (name: string): Peer =>
    podsOf.get(`${name}[Pod]`) ?? { kind: 'addresses', ranges: [parseAddress(name)!] };

  const connections = new Map<string, PortSet>();
  for (const { from, to, ports } of workloadConnections(reachability)) connections.set(`${from.id} ${to.id}`, ports);
  const ranges = new Map<string, OpenRange[]>();
  const outside = ({ pods }: PodsPeer, { ranges: [address] }: AddressPeer, direction: Direction): PortSet => {
    const { family } = address!;
    const key = `${pods.podName} ${pods.namespace} ${direction} ${family}`;
    const open =
      ranges.get(key) ?? openRanges([reachability.side(reachability.group(pods), direction)], portSets, family);
    ranges.set(key, open);
    return open.find(({ range }) => contains(range, address!))?.ports ?? portSets.none;
  };
  const listed = (from: Peer, to: Peer): PortSet | undefined => {
    if (from.kind === 'addresses') return outside(to as PodsPeer, from, 'ingress');
    if (to.kind === 'addresses') return outside(from as PodsPeer, to, 'egress');
    // Self traffic is in no list.
    if (from === to) return undefined;
    return connections.get(`${(from as PodsPeer).workload.id} ${(to as PodsPeer).workload.id}`) ?? portSets.none;
  };

  let turn = 0;
  return {
    between: (from, to) => {
      const [source, destination] = [peerOf(from), peerOf(to)];
      const { sure, possible } = reachability.open(source, destination);
      const list = listed(source, destination);
      // One question takes as long as many look-ups: the ports take turns.
      let countdown = turn++ % 16;
      return (port, protocol): Answer => {
        const isSure = hasPort(sure, protocol, port);
        const verdict = isSure ? 'allowed' : hasPort(possible, protocol, port) ? 'undecidable' : 'denied';
        if (list && hasPort(list, protocol, port) !== isSure)
          return { verdict: `${verdict}, but ${isSure ? 'missing from' : 'in'} the list` };
        if (countdown-- !== 0) return { verdict };
        const answer = reachability.reach(source, destination, { protocol, port });
        if (answer.verdict === 'not applicable') return { verdict };
        return {
          verdict: answer.verdict === verdict ? verdict : `${verdict}, but ${answer.verdict} when asked`,
          egress: answer.egress?.admitted,
          ingress: answer.ingress?.admitted,
        };
      };
    },
  };
}
