import type { Network } from '../question/network';
import { notTakenLines } from '../text/not-taken';
import { coloured, plain, type Style } from '../text/style';
import { yamlText } from '../text/yaml';
import type { Context } from './command';
import { hasColours } from './io';

export interface ExplainOptions {
  readonly output: 'text' | 'json' | 'yaml';
  /** What if: `prod/web=access=true`. */
  readonly withLabel?: readonly string[];
}

export interface Formats {
  readonly data: object;
  readonly text: (style: Style) => string;
}

/** As {@link formatAnswer}, with what the network does not take into account. */
export function formatRemarked(
  network: Network,
  { data, text }: Formats,
  options: ExplainOptions,
  context: Context,
): string[] {
  const { notTakenIntoAccount } = network.cluster;
  return formatAnswer(
    {
      data: Array.isArray(data)
        ? data.map((one) => ({ ...one, notTakenIntoAccount }))
        : { ...data, notTakenIntoAccount },
      text: (style) => [text(style), ...notTakenLines(notTakenIntoAccount)].join('\n'),
    },
    options,
    context,
  );
}

/** One answer in the form that was asked for. */
export function formatAnswer({ data, text }: Formats, { output }: ExplainOptions, { io }: Context): string[] {
  if (output === 'json') return [JSON.stringify(data, null, 2), '\n'];
  if (output === 'yaml') return [yamlText(data)];
  return [text(hasColours(io) ? coloured : plain), '\n'];
}
