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

/** One answer in the form that was asked for. */
export function formatAnswer({ data, text }: Formats, { output }: ExplainOptions, { io }: Context): string[] {
  if (output === 'json') return [JSON.stringify(data, null, 2), '\n'];
  if (output === 'yaml') return [yamlText(data)];
  return [text(hasColours(io) ? coloured : plain), '\n'];
}
