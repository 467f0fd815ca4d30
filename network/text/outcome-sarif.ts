import type { Outcome } from '../expectation/expectation';
import { sarifLocation, sarifLog } from './sarif';

/** What the kinds of expectations, and of remarks, are called in reports. */
const RULES = {
  allow: 'A connection that has to be possible',
  deny: 'A connection that must not be possible',
  isolated: 'A workload that policies have to isolate',
  onlyReached: 'A workload that only these may reach',
  resolve: 'A name that has to resolve',
  route: 'A URL that has to be routed to a Service',
  notTakenIntoAccount: 'Objects that may change the answers and are not reckoned with',
};

/** The failures as a SARIF log. */
export function outcomesSarif(
  outcomes: readonly Outcome[],
  notTakenIntoAccount: readonly string[],
  version: string,
): object {
  const failures = outcomes.filter(({ passed }) => !passed).map(failure);
  const rules = Object.entries(RULES).map(([id, text]) => ({ id, shortDescription: { text } }));
  const results = notTakenIntoAccount.length ? [...failures, remark(outcomes, notTakenIntoAccount)] : failures;
  return sarifLog(version, rules, results);
}

function failure({ expectation, reason, remedy, policies }: Outcome): object {
  const message = `${expectation.text}: ${reason}${remedy ? `. Remedy: ${remedy}` : ''}`;
  return {
    ...rule(expectation.kind),
    level: 'error',
    message: { text: message },
    locations: [sarifLocation(expectation.position)],
    ...(policies.length
      ? {
          relatedLocations: policies.map(({ policy, position }, id) => ({
            id,
            message: { text: `NetworkPolicy ${policy}` },
            ...sarifLocation(position),
          })),
        }
      : {}),
  };
}

/** Code hosts show only what has a place: it stands at the head of the expectations, whose answers it is about. */
function remark(outcomes: readonly Outcome[], notTakenIntoAccount: readonly string[]): object {
  const { source } = outcomes[0]!.expectation.position;
  return {
    ...rule('notTakenIntoAccount'),
    level: 'note',
    message: { text: `Not taken into account: ${notTakenIntoAccount.join(', ')}` },
    locations: [sarifLocation({ source, line: 1, column: 1 })],
  };
}

function rule(id: keyof typeof RULES): object {
  return { ruleId: id, ruleIndex: Object.keys(RULES).indexOf(id) };
}
