/** Matchers for Vitest: `import 'gridwall/vitest'`, in a test or as one of `setupFiles`. */
// @ts-expect-error: Vitest is there wherever this is used, and not a dependency
import { expect } from 'vitest';
import { matchers, type NetworkMatchers } from './matchers.js';

export { matchers, type NetworkMatchers };

// @ts-expect-error: as above
declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: declared as in Vitest, or the two can't merge
  interface Assertion<T = any> extends NetworkMatchers<void> {}
}

expect.extend(matchers);
