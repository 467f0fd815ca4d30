import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { API, destinationRule, V1, V2, virtualService } from './example';
import { destinations } from './istio';

const SUBSETS = destinationRule(`${V1}, ${V2}`);
const routes = (one: number, other: number) =>
  virtualService(
    `{ destination: { host: api, subset: v1 }, weight: ${one} }`,
    `{ destination: { host: api, subset: v2 }, weight: ${other} }`,
  );

export const weights: Rule = {
  id: 'mesh/weights',
  severity: 'warning',
  summary: 'The weights of a route of a VirtualService are not 100 together.',
  why: 'Istio before 1.13 refuses them; since then they are shares of their sum, so that 80 and 30 are 73 % and 27 %, which is hardly what was meant. Equal weights and small ones, such as 1 and 3, are taken for shares.',
  fix: 'Write percentages that add up to 100.',
  bad: API + SUBSETS + routes(80, 30),
  good: API + SUBSETS + routes(80, 20),
  *check(examined: Examined) {
    for (const shared of destinations(examined)) {
      const given = shared.map(({ weight = 0 }) => weight);
      if (given.length < 2 || !given.every((weight) => typeof weight === 'number')) continue;
      const sum = given.reduce((one, other) => one + other, 0);
      if (sum === 100 || areShares(given, sum)) continue;
      const [{ on, path }] = shared as [(typeof shared)[number]];
      yield {
        on,
        path: path.slice(0, -2),
        message: `the weights ${given.join(', ')} are ${sum} together, not 100`,
        fix: 'write percentages that add up to 100',
      };
    }
  },
};

/** Weights that nobody would write for percentages. */
function areShares(weights: readonly number[], sum: number): boolean {
  return sum > 0 && (sum < LEAST_PERCENT || weights.every((weight) => weight === weights[0]));
}

/** Who means percentages and is wrong is still about 100. */
const LEAST_PERCENT = 50;
