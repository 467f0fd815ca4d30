import { READ_KINDS } from '../../../cluster/read-kinds';
import type { Examined } from '../../examined';
import { specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { ingress } from './example';
import { annotationPath } from './nginx-annotation';

const ANNOTATION = 'kubernetes.io/ingress.class';

export const classTwice: Rule = {
  id: 'ingress/class-twice',
  severity: 'error',
  summary: 'An Ingress names its class both in the field and in the old annotation.',
  why: 'The API server refuses to create it: the annotation "can not be set when the class field is also set".',
  fix: 'Take the annotation away.',
  bad: ingress({ annotations: '{ kubernetes.io/ingress.class: nginx }' }),
  good: ingress(),
  *check(examined: Examined) {
    for (const { object, origin } of examined.of(...READ_KINDS.ingresses)) {
      const annotation = object.metadata.annotations?.[ANNOTATION];
      const { ingressClassName: field } = specOf(object);
      // What a cluster has was changed after it was made.
      if (annotation === undefined || typeof field !== 'string' || object.metadata.uid !== undefined) continue;
      const path = annotationPath(ANNOTATION);
      yield {
        on: origin,
        path,
        message: `the class is ${annotation} here and ${field} in spec.ingressClassName; only one of the two may be given`,
        fix: 'take the annotation away',
        ...(annotation === field ? { edits: [{ path }] } : {}),
      };
    }
  },
};
