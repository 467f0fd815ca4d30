import { routeData, routeText } from '../text/route-text';
import type { Context, Result } from './command';
import { EXIT } from './exit-code';
import { type ExplainOptions, formatRemarked } from './explain-output';
import { loadNetwork } from './load';

/** `gridwall explain route`: which Service gets a URL, and whether policies let the controller reach it. */
export async function explainRoute(
  url: string,
  paths: readonly string[],
  options: ExplainOptions,
  context: Context,
): Promise<Result> {
  const { network } = await loadNetwork(paths, context, options.withLabel);
  const answer = network.route(url);
  const policies = network.throughRoute(url);
  const arrives = answer.verdict === 'routes' && policies?.verdict === 'allowed';
  return {
    text: formatRemarked(
      network,
      { data: routeData(url, answer, policies), text: (style) => routeText(url, answer, policies, style) },
      options,
      context,
    ),
    exitCode: arrives || answer.verdict === 'redirects' ? EXIT.yes : EXIT.no,
  };
}
