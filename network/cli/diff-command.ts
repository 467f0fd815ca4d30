import { devNull } from 'node:os';
import { InputError } from '../input-error';
import { exposureDifference } from '../question/exposure-difference';
import { Network } from '../question/network';
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

const EMPTY = 'The old state is empty: all of the new one is new.';
const IF_NOTHING = 'if there was nothing before, write /dev/null for the old state';

export interface DiffOptions {
  readonly output: 'text' | 'json' | 'yaml' | 'md';
  readonly exitCode?: boolean;
}

/** `gridwall diff`: connections and ways in from outside, opened and closed between two states. */
export async function diff(before: string, after: string, options: DiffOptions, context: Context): Promise<Result> {
  if (before === '-' && after === '-') throw new UsageError('only one of the two states can be piped in');
  const old = await loadOld(before, context);
  const { network: now } = await loadNetwork([after], context);
  context.progress.begin('comparing');
  const changes = difference(old.reachability, now.reachability);
  const exposed = exposureDifference(old, now);
  const report = differenceReport(old, now, changes, exposed);
  const { notTakenIntoAccount } = report;
  const note = isNothing(before) ? EMPTY : undefined;
  return {
    text: format(
      { ...changes, ...exposed, notTakenIntoAccount, ...(note && { note }) },
      report,
      note,
      options,
      context,
    ),
    exitCode: options.exitCode && report.summary !== undefined ? EXIT.no : EXIT.yes,
  };
}

/** What stands for a state in which there was nothing, as git writes it: an empty folder may be a slip. */
function isNothing(path: string): boolean {
  return path === '/dev/null' || path === devNull;
}

/** @throws InputError that tells of {@link isNothing} when there is no manifest */
async function loadOld(path: string, context: Context): Promise<Network> {
  if (isNothing(path)) return Network.of([]);
  try {
    return (await loadNetwork([path], context)).network;
  } catch (error) {
    if (!(error instanceof InputError) || error.problems.some(({ code }) => code !== 'input/missing')) throw error;
    throw new InputError(
      error.problems.map((problem) => ({ ...problem, message: `${problem.message}; ${IF_NOTHING}` })),
    );
  }
}

function format(
  data: Record<string, unknown>,
  report: DifferenceReport,
  note: string | undefined,
  { output }: DiffOptions,
  { io }: Context,
): Iterable<string> {
  switch (output) {
    case 'text':
      return [differenceText(report, hasColours(io) ? coloured : plain), ...(note ? [`${note}\n`] : [])];
    case 'md':
      return [differenceMarkdown(report), ...(note ? [`\n${note}\n`] : [])];
    case 'json':
      return jsonText(data);
    case 'yaml':
      return [yamlText(data)];
  }
}
