import { routeData, routeText } from '../text/route-text';
import type { Context, Result } from './command';
import { EXIT } from './exit-code';
import { type ExplainOptions, formatRemarked } from './explain-output';
import { loadNetwork } from './load';

/** `gridwall explain route`: which Service gets a URL. */
export async function explainRoute(
  url: string,
  paths: readonly string[],
  options: ExplainOptions,
  context: Context,
): Promise<Result> {
  const { network } = await loadNetwork(paths, context, options.withLabel);
  const answer = network.route(url);
  const isRouted = answer.verdict === 'routes' || answer.verdict === 'redirects';
  return {
    text: formatRemarked(
      network,
      { data: routeData(url, answer), text: (style) => routeText(url, answer, style) },
      options,
      context,
    ),
    exitCode: isRouted ? EXIT.yes : EXIT.no,
  };
}
