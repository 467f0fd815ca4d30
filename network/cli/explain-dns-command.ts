import { nameData, nameText } from '../text/name-text';
import type { Context, Result } from './command';
import { EXIT } from './exit-code';
import { type ExplainOptions, formatRemarked } from './explain-output';
import { loadNetwork } from './load';

export interface ExplainDnsOptions extends ExplainOptions {
  /** A namespace, or a workload. */
  readonly from: string;
}

/** `gridwall explain dns`: what a name means to a pod. */
export async function explainDns(
  name: string,
  paths: readonly string[],
  options: ExplainDnsOptions,
  context: Context,
): Promise<Result> {
  const { network } = await loadNetwork(paths, context, options.withLabel);
  const answer = network.resolve(name, options.from);
  const isName = answer.verdict === 'resolves' || answer.verdict === 'outside';
  return {
    text: formatRemarked(
      network,
      { data: nameData(answer), text: (style) => nameText(answer, style) },
      options,
      context,
    ),
    exitCode: isName ? EXIT.yes : EXIT.no,
  };
}
