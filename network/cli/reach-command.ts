import { Ends } from '../question/ends';
import { connlist } from '../reach/connlist';
import { jsonList, jsonText } from '../text/json';
import { classData, classText } from '../text/reach-classes';
import { reachData } from '../text/reach-data';
import { reachDot } from '../text/reach-dot';
import { reachMarkdown } from '../text/reach-markdown';
import { reachText } from '../text/reach-text';
import type { ReachReport } from '../text/report';
import { coloured, plain } from '../text/style';
import { yamlText } from '../text/yaml';
import type { Context, Result } from './command';
import { EXIT } from './exit-code';
import { hasColours } from './io';
import { loadNetwork } from './load';
import { UsageError } from './usage-error';

export interface ReachOptions {
  readonly output: 'text' | 'json' | 'yaml' | 'md' | 'dot' | 'connlist';
  readonly from?: string;
  readonly to?: string;
  readonly grouped?: boolean;
}

/** `gridwall reach`: every connection that the policies leave open. */
export async function reach(paths: readonly string[], options: ReachOptions, context: Context): Promise<Result> {
  check(options);
  const { network, passedOver } = await loadNetwork(paths, context);
  const ends = (text: string | undefined) => (text === undefined ? undefined : Ends.of(network, text));
  const selection = { from: ends(options.from), to: ends(options.to) };
  if (selection.from?.areAddresses && selection.to?.areAddresses)
    throw new UsageError('--from and --to are both addresses; policies are asked about connections of pods');
  context.progress.begin('writing');
  return { text: format({ network, passedOver, selection }, options, context), exitCode: EXIT.yes };
}

function check({ output, from, to, grouped }: ReachOptions): void {
  const isFiltered = from !== undefined || to !== undefined;
  if (grouped && (isFiltered || !['text', 'json', 'yaml'].includes(output)))
    throw new UsageError('--grouped goes with --output text, json or yaml, and with neither --from nor --to');
  if (output === 'connlist' && isFiltered)
    throw new UsageError('--output connlist is the whole list, for other tools; leave out --from and --to');
}

function format(report: ReachReport, { output, grouped }: ReachOptions, { io }: Context): Iterable<string> {
  switch (output) {
    case 'text':
      return grouped ? classText(report) : reachText(report, hasColours(io) ? coloured : plain, io.stdout.columns);
    case 'json':
      return jsonText(grouped ? classData(report) : reachData(report));
    case 'yaml':
      return [yamlText(grouped ? classData(report) : reachData(report))];
    case 'md':
      return reachMarkdown(report);
    case 'dot':
      return reachDot(report);
    case 'connlist':
      return withNewline(jsonList(connlist(report.network.reachability)));
  }
}

function* withNewline(text: Iterable<string>): Generator<string> {
  yield* text;
  yield '\n';
}
