/**
 * Matchers for Jest: `import 'gridwall/jest'`, also beside `import { expect } from '@jest/globals'`. Where neither has an `expect`
 * to extend, `expect.extend(matchers)` does it by hand. Vitest: `gridwall/vitest`.
 */
import type {} from 'expect';
import { matchers, type NetworkMatchers } from './matchers';

export { matchers, type NetworkMatchers };

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: declared as in @types/jest, or the two can't merge
    interface Matchers<R, T = {}> extends NetworkMatchers<R> {}
  }
}

// What expect of @jest/globals gives.
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends NetworkMatchers<R> {}
}

interface Expect {
  extend?(extension: typeof matchers): void;
}

/** Jest gives `@jest/globals` to every test, wherever it is asked for and whatever is installed. */
function expectOfJest(): Expect | undefined {
  const { expect } = globalThis as { expect?: Expect };
  if (expect || process.env.JEST_WORKER_ID === undefined) return expect;
  return (require('@jest/globals') as { expect: Expect }).expect;
}

expectOfJest()?.extend?.(matchers);
