import { parseAddress } from '../../network/cluster/address';
import { buildCluster } from '../../network/cluster/cluster';
import type { Manifest } from '../../network/manifest/manifest';
import { workloadConnections } from '../../network/reach/connections';
import { type Peer, podsPeers } from '../../network/reach/peer';
import { hasPort, type PortSet } from '../../network/reach/port-set';
import { Reachability } from '../../network/reach/reachability';
import { type Cluster, podName } from './clusters';
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
  const peers = new Map<string, Peer>();
  for (const workload of reachability.cluster.workloads)
    peers.set(`${workload.namespace}/${workload.name}`, podsPeers(workload)[0]!);
  const peerOf = (name: string): Peer => peers.get(name) ?? { kind: 'addresses', range: parseAddress(name)! };
  const listed = new Map<string, PortSet>();
  for (const { from, to, ports } of workloadConnections(reachability)) listed.set(`${from.id} ${to.id}`, ports);
  const names = new Set(pods.map(podName));

  let turn = 0;
  return {
    between: (from, to) => {
      const [source, destination] = [peerOf(from), peerOf(to)];
      const { sure, possible } = reachability.open(source, destination);
      const list = listed.get(`${from}[Pod] ${to}[Pod]`) ?? reachability.portSets.none;
      const isListed = names.has(from) && names.has(to) && from !== to;
      // One question takes as long as many look-ups: the ports take turns.
      let countdown = turn++ % 16;
      return (port, protocol): Answer => {
        const isSure = hasPort(sure, protocol, port);
        const verdict = isSure ? 'allowed' : hasPort(possible, protocol, port) ? 'undecidable' : 'denied';
        if (isListed && hasPort(list, protocol, port) !== isSure)
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
