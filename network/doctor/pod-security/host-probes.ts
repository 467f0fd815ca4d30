import { asFields } from '../pod-template';
import type { Control } from './control';

const CHECKS = [
  ['livenessProbe'],
  ['readinessProbe'],
  ['startupProbe'],
  ['lifecycle', 'postStart'],
  ['lifecycle', 'preStop'],
];

/** The kubelet would ask any address in the name of the pod. */
export const hostProbes: Control = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  since: 34,
  *check({ containers }) {
    for (const { container, path, fields } of containers)
      for (const check of CHECKS)
        for (const way of ['httpGet', 'tcpSocket']) {
          const field = [...check, way, 'host'];
          const host = field.reduce<unknown>((value, name) => asFields(value)[name], fields);
          if (host)
            yield {
              container,
              path: [...path, ...field],
              message: `${check.at(-1)} asks host ${host}`,
              fix: `take host out of ${check.at(-1)}, which then asks the pod itself`,
            };
        }
  },
};
