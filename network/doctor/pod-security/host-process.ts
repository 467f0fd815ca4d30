import { asFields } from '../pod-template';
import type { Control } from './control';
import { inContext } from './pod';

export const hostProcess: Control = {
  id: 'windowsHostProcess',
  level: 'baseline',
  *check({ holders }) {
    for (const holder of holders)
      if (asFields(holder.securityContext.windowsOptions).hostProcess === true)
        yield {
          ...inContext(holder, 'windowsOptions', 'hostProcess'),
          message: 'windowsOptions.hostProcess is true',
          fix: 'take hostProcess away',
        };
  },
};
