import type { Control, Violation } from './control';
import { inContext, isGiven, type Pod } from './pod';

/** From then on baseline lets pods with users of their own have it. */
const RELAXED = 35;

export const procMount: Control = {
  id: 'procMount',
  level: 'baseline',
  *check(pod, version) {
    if (!(pod.hasUserNamespace && version >= RELAXED)) yield* unmasked(pod);
  },
};

export const procMountRestricted: Control = {
  id: 'procMount_restricted',
  level: 'restricted',
  since: RELAXED,
  replaces: 'procMount',
  check: unmasked,
};

function* unmasked({ containers }: Pod): Generator<Violation> {
  for (const holder of containers) {
    const { procMount } = holder.securityContext;
    if (isGiven(procMount) && procMount !== 'Default')
      yield {
        ...inContext(holder, 'procMount'),
        message: `procMount is ${procMount || 'empty'}`,
        fix: 'take procMount away',
      };
  }
}
