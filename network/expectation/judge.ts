import { InputError, type Problem } from '../input-error';
import type { Network } from '../question/network';
import type { Expectation, Outcome } from './expectation';
import { connection, type Finding, isolated, onlyReachedBy, resolves, routesTo } from './finding';

/**
 * Holds a network to expectations.
 * @throws InputError naming the expectations that are about nothing in the input
 */
export function judge(network: Network, expectations: readonly Expectation[]): Outcome[] {
  const problems: Problem[] = [];
  const outcomes = expectations.flatMap((expectation) => {
    try {
      const { passed, reason, remedy, policies } = findingOn(network, expectation);
      return { expectation, passed, reason, remedy, policies };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      for (const { message } of error.problems)
        problems.push({ code: 'input/expectation', message, position: expectation.position });
      return [];
    }
  });
  if (problems.length) throw new InputError(problems);
  return outcomes;
}

function findingOn(network: Network, expectation: Expectation): Finding {
  switch (expectation.kind) {
    case 'allow':
    case 'deny':
      return connection(network, expectation.from, expectation.to, expectation.kind === 'allow');
    case 'isolated':
      return isolated(network, expectation.workload, expectation.direction, true);
    case 'onlyReached':
      return onlyReachedBy(network, expectation.target, expectation.by);
    case 'resolve':
      return resolves(network, expectation.name, expectation.from, true, expectation.to);
    case 'route':
      return routesTo(network, expectation.url, expectation.to, true);
  }
}
