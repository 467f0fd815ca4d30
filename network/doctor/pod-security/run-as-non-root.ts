import type { Control } from './control';
import { type Holder, inContext, isGiven } from './pod';

export const runAsNonRoot: Control = {
  id: 'runAsNonRoot',
  level: 'restricted',
  *check({ holders, containers, hasUserNamespace }, version) {
    if (hasUserNamespace && version >= 35) return;
    const [pod] = holders;
    for (const holder of holders)
      if (holder.securityContext.runAsNonRoot === false)
        yield {
          ...inContext(holder, 'runAsNonRoot'),
          message: 'runAsNonRoot is false',
          fix: 'write runAsNonRoot: true, with an image or a runAsUser that is not root',
        };
    const silent = containers.filter(({ securityContext }) => !isGiven(securityContext.runAsNonRoot));
    if (!silent.length || isGiven(pod!.securityContext.runAsNonRoot)) return;
    const isSafe = silent.every((holder) => (userOf(holder) ?? userOf(pod!) ?? 0) > 0);
    yield {
      ...inContext(pod!, 'runAsNonRoot'),
      message: 'runAsNonRoot is not true',
      fix: `write runAsNonRoot: true${isSafe ? '' : ', with an image or a runAsUser that is not root'}`,
      ...(isSafe && { value: true }),
    };
  },
};

function userOf({ securityContext: { runAsUser } }: Holder): number | undefined {
  return typeof runAsUser === 'number' ? runAsUser : undefined;
}
