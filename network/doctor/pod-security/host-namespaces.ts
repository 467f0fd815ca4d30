import type { Control } from './control';

export const hostNamespaces: Control = {
  id: 'hostNamespaces',
  level: 'baseline',
  *check({ spec }) {
    for (const field of ['hostNetwork', 'hostPID', 'hostIPC'])
      if (spec[field] === true) yield { path: ['spec', field], message: `${field} is true`, fix: `take ${field} away` };
  },
};
