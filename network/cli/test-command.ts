import type { Outcome } from '../expectation/expectation';
import { judge } from '../expectation/judge';
import { readExpectations } from '../expectation/read';
import { readText } from '../files';
import { formatPosition } from '../manifest/manifest';
import { jsonText } from '../text/json';
import { outcomesSarif } from '../text/outcome-sarif';
import { outcomesText } from '../text/outcome-text';
import { coloured, plain } from '../text/style';
import type { Context, Result } from './command';
import { EXIT } from './exit-code';
import { hasColours } from './io';
import { loadNetwork } from './load';

export interface TestOptions {
  /** The expectations. */
  readonly file: string;
  readonly output: 'text' | 'json' | 'sarif';
}

/** `gridwall test`: whether the network is as expected. */
export async function test(paths: readonly string[], options: TestOptions, context: Context): Promise<Result> {
  const expectations = readExpectations(readText(options.file), options.file);
  const { network } = await loadNetwork(paths, context);
  const outcomes = judge(network, expectations);
  return {
    text: format(outcomes, options, context, network.cluster.notTakenIntoAccount),
    exitCode: outcomes.every(({ passed }) => passed) ? EXIT.yes : EXIT.no,
  };
}

function format(
  outcomes: readonly Outcome[],
  { output }: TestOptions,
  { io }: Context,
  notTakenIntoAccount: readonly string[],
): Iterable<string> {
  switch (output) {
    case 'text':
      return [outcomesText(outcomes, notTakenIntoAccount, hasColours(io) ? coloured : plain)];
    case 'json':
      return jsonText({
        passed: outcomes.every(({ passed }) => passed),
        outcomes: outcomes.map(data),
        notTakenIntoAccount,
      });
    case 'sarif': {
      const { version } = require('gridwall/package.json') as { version: string };
      return [JSON.stringify(outcomesSarif(outcomes, notTakenIntoAccount, version), null, 2), '\n'];
    }
  }
}

function data({ expectation: { text, position }, passed, reason, remedy, policies }: Outcome): object {
  const places = policies.map((one) => `${one.policy} (${formatPosition(one.position)})`);
  return { expectation: text, position: formatPosition(position), passed, reason, remedy, policies: places };
}
