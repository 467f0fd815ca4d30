import { inputError } from '../input-error';
import type { Answer } from '../reach/answer';
import { formatPeer, type Peer } from '../reach/peer';
import type { Reachability } from '../reach/reachability';
import { combine, unjudged } from './combine';
import { FromOutside } from './from-outside';
import type { Destination } from './receivers';

/** The answer for whoever may take the connection at a destination. */
export function judge(reachability: Reachability, sender: Peer, destination: Destination): Answer {
  const { to, port, hops, nobody, service } = destination;
  const { notTakenIntoAccount } = reachability.cluster;
  const asked = { from: formatPeer(sender), to, port, steps: hops.flatMap(({ steps }) => steps), notTakenIntoAccount };
  if (hops.length && ![sender, ...hops.map(({ peer }) => peer)].some(({ kind }) => kind === 'pods'))
    throw inputError('input/reference', `neither ${asked.from} nor ${to} is pods, and policies bind only those`);
  if (nobody !== undefined) return unjudged('not applicable', nobody, asked);
  if (service && sender.kind === 'addresses') return new FromOutside(reachability).reach(sender, service, destination);
  return combine(
    hops.map((hop) => reachability.reach(sender, hop.peer, hop.port, hop.steps)),
    asked,
  );
}
