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

/** Up to here, weights are taken for shares. */
const MOST_SHARES = 20;

export const weights: Rule = {
  id: 'mesh/weights',
  severity: 'warning',
  summary: 'The weights of a route of a VirtualService look like percentages, and are not 100 together.',
  why: 'Istio before 1.13 refuses them; since then they are shares of their sum, so that 80 and 30 are 73 % and 27 %, which is hardly what was meant. Small ones, such as 1 and 1, are shares on purpose.',
  fix: 'Write percentages that add up to 100.',
  bad: API + SUBSETS + routes(80, 30),
  good: API + SUBSETS + routes(80, 20),
  *check(examined: Examined) {
    for (const shared of destinations(examined)) {
      const given = shared.map(({ weight = 0 }) => weight);
      if (given.length < 2 || !given.every((weight) => typeof weight === 'number')) continue;
      const sum = given.reduce((one, other) => one + other, 0);
      if (sum === 100 || (sum > 0 && sum <= MOST_SHARES)) continue;
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
