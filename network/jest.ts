/**
 * Matchers for tests of networks: `import 'gridwall/jest'`. In Vitest: `expect.extend(matchers)`.
 *
 * Only what is proven passes: an answer that is undecidable or not applicable fails `toReach` and `not.toReach` alike, since
 * a test of a connection that can not be there would hold whatever the policies say.
 */
import type { Direction } from './cluster/network-policy';
import { type NetworkInput, readNetwork } from './input';
import type { End } from './question/network';
import { answerText } from './text/answer-text';

interface MatcherContext {
  readonly isNot?: boolean;
}

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

export const matchers = {
  toReach(this: MatcherContext, input: NetworkInput, from: End, to: End, port?: number | string): MatcherResult {
    const answer = readNetwork(input).reach(from, to, port);
    const isDecided = answer.verdict === 'allowed' || answer.verdict === 'denied';
    return {
      pass: isDecided ? answer.verdict === 'allowed' : this.isNot === true,
      message: () => answerText(answer),
    };
  },

  /** In both directions, unless one is named. */
  toBeIsolated(input: NetworkInput, workload: End, direction?: Direction): MatcherResult {
    const network = readNetwork(input);
    const directions = direction ? [direction] : (['ingress', 'egress'] as const);
    const isolations = directions.flatMap((one) => network.isolation(workload, one));
    return {
      pass: isolations.every(({ isolated }) => isolated),
      message: () => isolations.map(({ reason }) => reason).join('\n'),
    };
  },

  /** Of all workloads of the input and all addresses outside: these, each of them, and nobody else. */
  toOnlyBeReachedBy(this: MatcherContext, input: NetworkInput, target: End, senders: readonly End[]): MatcherResult {
    if (this.isNot) throw new Error('toOnlyBeReachedBy has no "not": say toReach for those who should reach it');
    const { others, missing, nobody } = readNetwork(input).onlyReachedBy(target, senders);
    return {
      pass: others.length === 0 && missing.length === 0 && nobody.length === 0,
      message: () =>
        [
          ...others.map((other) => `it is also reached on ${other}`),
          ...missing.map((answer) => answerText(answer)),
          ...nobody,
        ].join('\n'),
    };
  },

  /** In the cluster's DNS, asked by a pod of a namespace or workload. */
  toResolve(this: MatcherContext, input: NetworkInput, name: string, from: string): MatcherResult {
    const answer = readNetwork(input).resolve(name, from);
    const isDecided = answer.verdict !== 'undecidable';
    const pass = answer.verdict === 'resolves' || answer.verdict === 'outside';
    return {
      pass: isDecided ? pass : this.isNot === true,
      message: () => `${name} from ${from}: ${answer.verdict}\n  ${answer.reason}\n  tried ${answer.tried.join(', ')}`,
    };
  },

  /** Every request for the URL from outside, by Ingress, Gateway or Route. */
  toRouteTo(this: MatcherContext, input: NetworkInput, url: string, service: string): MatcherResult {
    const network = readNetwork(input);
    const answer = network.route(url);
    const pass = network.routesTo(answer, service);
    const isDecided = answer.verdict !== 'undecidable';
    return {
      pass: isDecided ? pass : this.isNot === true,
      message: () =>
        [`${url}: ${answer.verdict}`, `  ${answer.reason}`, ...answer.steps.map((step) => `  - ${step}`)].join('\n'),
    };
  },
};

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: declared as in @types/jest, or the two can't merge
    interface Matchers<R, T = {}> {
      /** A connection gets through: `expect(app).toReach('prod/web', 'prod/db:5432')`. */
      toReach(from: End, to: End, port?: number | string): R;
      /** Some policy isolates the workload, in both directions unless one is named. */
      toBeIsolated(workload: End, direction?: Direction): R;
      /** Exactly these reach it: of all workloads of the input and all addresses outside. */
      toOnlyBeReachedBy(target: End, senders: readonly End[]): R;
      /** A name leads somewhere: `expect(app).toResolve('minio', 'prod')`. */
      toResolve(name: string, from: string): R;
      /** A URL from outside leads to a port of a Service: `expect(app).toRouteTo('https://shop.example/cart', 'shop/cart:80')`. */
      toRouteTo(url: string, service: string): R;
    }
  }
}

const { expect } = globalThis as { expect?: { extend?(extension: typeof matchers): void } };
expect?.extend?.(matchers);
