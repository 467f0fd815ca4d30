import { inputError } from '../input-error';
import { selectingPolicies } from '../question/selecting-policies';
import { formatPeer } from '../reach/peer';
import { policiesText } from '../text/policies-text';
import type { Context, Result } from './command';
import { EXIT } from './exit-code';
import { type ExplainOptions, formatRemarked } from './explain-output';
import { loadNetwork } from './load';

/** `gridwall explain policies`: which policies select a workload. */
export async function explainPolicies(
  workload: string,
  paths: readonly string[],
  options: ExplainOptions,
  context: Context,
): Promise<Result> {
  const { network } = await loadNetwork(paths, context, options.withLabel);
  const { reachability, peers } = network.senders(workload);
  const answers = peers.flatMap((peer) => {
    if (peer.kind !== 'pods')
      throw inputError('input/reference', `${formatPeer(peer)} is no workload, and policies select only those`);
    return selectingPolicies(reachability, peer);
  });
  return {
    text: formatRemarked(network, { data: answers, text: (style) => policiesText(answers, style) }, options, context),
    exitCode: EXIT.yes,
  };
}
