import type { Control } from './control';
import { inContext } from './pod';

export const privileged: Control = {
  id: 'privileged',
  level: 'baseline',
  *check({ containers }) {
    for (const holder of containers)
      if (holder.securityContext.privileged === true)
        yield {
          ...inContext(holder, 'privileged'),
          message: 'privileged is true',
          fix: 'take privileged away',
        };
  },
};
