import { asList } from '../pod-template';
import type { Control } from './control';

export const hostPorts: Control = {
  id: 'hostPorts',
  level: 'baseline',
  *check({ containers }) {
    for (const { container, path, fields } of containers)
      for (const [index, { hostPort }] of asList(fields.ports).entries())
        if (hostPort)
          yield {
            container,
            path: [...path, 'ports', index, 'hostPort'],
            message: `hostPort ${hostPort} is taken`,
            fix: `take hostPort ${hostPort} away: a Service leads to the containerPort`,
          };
  },
};
