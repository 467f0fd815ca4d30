import type { Outcome } from '../expectation/expectation';
import { formatPosition } from '../manifest/manifest';
import { notTakenLines } from './not-taken';
import { plain, type Style } from './style';

/** The outcomes for people: failures with their reasons, then how many passed. */
export function outcomesText(
  outcomes: readonly Outcome[],
  notTakenIntoAccount: readonly string[],
  style: Style = plain,
): string {
  const failed = outcomes.filter(({ passed }) => !passed).length;
  const sum = `${outcomes.length - failed} of ${outcomes.length} expectations hold`;
  return [
    ...outcomes.flatMap((outcome) => lines(outcome, style)),
    ...notTakenLines(notTakenIntoAccount, ''),
    style(failed ? 'bad' : 'good', sum),
    '',
  ].join('\n');
}

function lines({ expectation, passed, reason, remedy, policies }: Outcome, style: Style): string[] {
  const { text, position } = expectation;
  if (passed) return [`${style('good', 'pass')}  ${text}`];
  return [
    `${style('bad', 'FAIL')}  ${text} (${formatPosition(position)})`,
    `      ${reason}`,
    ...policies.map((one) => `      - ${one.policy} (${formatPosition(one.position)})`),
    ...(remedy ? [`      remedy: ${remedy}`] : []),
  ];
}
