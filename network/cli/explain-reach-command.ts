import { answerText } from '../text/answer-text';
import type { Context, Result } from './command';
import { EXIT } from './exit-code';
import { type ExplainOptions, formatAnswer } from './explain-output';
import { loadNetwork } from './load';

/** `gridwall explain reach`: whether one connection is let through, and why. */
export async function explainReach(
  from: string,
  to: string,
  paths: readonly string[],
  options: ExplainOptions,
  context: Context,
): Promise<Result> {
  const { network } = await loadNetwork(paths, context, options.withLabel);
  const answer = network.reach(from, to);
  return {
    text: formatAnswer({ data: answer, text: (style) => answerText(answer, style) }, options, context),
    exitCode: answer.verdict === 'allowed' ? EXIT.yes : EXIT.no,
  };
}
