import { exposureDifference } from '../question/exposure-difference';
import { difference } from '../reach/difference';
import { differenceMarkdown } from '../text/difference-markdown';
import { type DifferenceReport, differenceReport } from '../text/difference-report';
import { differenceText } from '../text/difference-text';
import { jsonText } from '../text/json';
import { coloured, plain } from '../text/style';
import { yamlText } from '../text/yaml';
import type { Context, Result } from './command';
import { EXIT } from './exit-code';
import { hasColours } from './io';
import { loadNetwork } from './load';
import { UsageError } from './usage-error';

export interface DiffOptions {
  readonly output: 'text' | 'json' | 'yaml' | 'md';
  readonly exitCode?: boolean;
}

/** `gridwall diff`: connections and ways in from outside, opened and closed between two states. */
export async function diff(before: string, after: string, options: DiffOptions, context: Context): Promise<Result> {
  if (before === '-' && after === '-') throw new UsageError('only one of the two states can be piped in');
  const { network: old } = await loadNetwork([before], context);
  const { network: now } = await loadNetwork([after], context);
  context.progress.begin('comparing');
  const changes = difference(old.reachability, now.reachability);
  const exposed = exposureDifference(old, now);
  const report = differenceReport(old, now, changes, exposed);
  const { notTakenIntoAccount } = report;
  return {
    text: format({ ...changes, ...exposed, notTakenIntoAccount }, report, options, context),
    exitCode: options.exitCode && report.summary !== undefined ? EXIT.no : EXIT.yes,
  };
}

function format(
  data: Record<string, unknown>,
  report: DifferenceReport,
  { output }: DiffOptions,
  { io }: Context,
): Iterable<string> {
  switch (output) {
    case 'text':
      return [differenceText(report, hasColours(io) ? coloured : plain)];
    case 'md':
      return [differenceMarkdown(report)];
    case 'json':
      return jsonText(data);
    case 'yaml':
      return [yamlText(data)];
  }
}
