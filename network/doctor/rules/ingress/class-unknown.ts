import { READ_KINDS } from '../../../cluster/read-kinds';
import { ingressClasses } from '../../../route/ingress-class';
import { nearest } from '../../../route/nearest';
import type { Examined } from '../../examined';
import { specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { ingress } from './example';

const CLASS = `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx }
spec: { controller: k8s.io/ingress-nginx }
---`;

export const classUnknown: Rule = {
  id: 'ingress/class-unknown',
  severity: 'warning',
  summary: 'An Ingress names a class that is none of the IngressClasses of the input.',
  why: 'No controller serves an Ingress of a class that it does not know, and none says so.',
  fix: 'Write the name of an IngressClass.',
  bad: CLASS + ingress().replace('ingressClassName: nginx', 'ingressClassName: ngnix'),
  good: CLASS + ingress(),
  *check(examined: Examined) {
    const names = ingressClasses(examined.cluster).map(({ name }) => name);
    if (!names.length) return;
    for (const { object, origin } of examined.of(...READ_KINDS.ingresses)) {
      const { ingressClassName: name } = specOf(object);
      if (typeof name !== 'string' || names.includes(name)) continue;
      const near = nearest(name, names);
      yield {
        on: origin,
        path: ['spec', 'ingressClassName'],
        message: `"${name}" is no IngressClass of the input, which has ${names.join(', ')}`,
        fix: near ? `write ${near}` : `write ${names.join(' or ')}, or add the IngressClass ${name}`,
      };
    }
  },
};
