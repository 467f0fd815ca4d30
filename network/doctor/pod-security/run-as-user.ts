import type { Control } from './control';
import { inContext } from './pod';

export const runAsUser: Control = {
  id: 'runAsUser',
  level: 'restricted',
  since: 23,
  *check({ holders, hasUserNamespace }, version) {
    if (hasUserNamespace && version >= 35) return;
    for (const holder of holders)
      if (holder.securityContext.runAsUser === 0)
        yield {
          ...inContext(holder, 'runAsUser'),
          message: 'runAsUser is 0',
          fix: 'write the number of another user, such as runAsUser: 65532',
        };
  },
};
