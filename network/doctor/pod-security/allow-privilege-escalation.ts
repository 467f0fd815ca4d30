import type { Control } from './control';
import { inContext } from './pod';

export const allowPrivilegeEscalation: Control = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  since: 8,
  *check({ containers, isWindows }, version) {
    if (isWindows && version >= 25) return;
    for (const holder of containers)
      if (holder.securityContext.allowPrivilegeEscalation !== false)
        yield {
          ...inContext(holder, 'allowPrivilegeEscalation'),
          message: 'allowPrivilegeEscalation is not false',
          fix: 'write allowPrivilegeEscalation: false',
          value: false,
        };
  },
};
