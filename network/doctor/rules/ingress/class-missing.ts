import { ingresses } from '../../../route/ingress';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { ingress } from './example';

export const classMissing: Rule = {
  id: 'ingress/class-missing',
  severity: 'info',
  summary: 'An Ingress names no class, and the input has no default one.',
  why: 'Where no IngressClass of the cluster is the default one, no controller serves it; where several controllers are at hand, the wrong one may.',
  fix: 'Write ingressClassName.',
  bad: ingress().replace('\n  ingressClassName: nginx', ''),
  good: ingress(),
  *check({ cluster }: Examined) {
    for (const { className, origin } of ingresses(cluster))
      if (className === undefined)
        yield {
          on: origin,
          path: ['spec'],
          message: 'names no class: it is served only if the cluster has a default IngressClass',
          fix: 'write ingressClassName, such as nginx',
        };
  },
};
