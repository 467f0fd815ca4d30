import { REWRITE_TARGET } from '../../../route/ingress';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { ingress } from './example';
import { nginxIngresses } from './nginx-annotation';

export const rewriteWithoutGroup: Rule = {
  id: 'ingress/rewrite-without-group',
  severity: 'warning',
  summary: 'A rewrite target names a group that the path does not have.',
  why: 'A group that is not there is empty: the rest of the path is lost, and every request arrives at the same place.',
  fix: 'Write as many groups into the path as the target names.',
  bad: ingress({
    annotations: '{ nginx.ingress.kubernetes.io/rewrite-target: /$2 }',
    path: '{ path: "/users/(.*)", pathType: ImplementationSpecific }',
  }),
  good: ingress({
    annotations: '{ nginx.ingress.kubernetes.io/rewrite-target: /$1 }',
    path: '{ path: "/users/(.*)", pathType: ImplementationSpecific }',
  }),
  *check(examined: Examined) {
    for (const { annotations, rules, origin } of nginxIngresses(examined)) {
      const target = annotations[REWRITE_TARGET] ?? '';
      const wanted = Math.max(0, ...[...target.matchAll(/\$(\d)/g)].map(([, digit]) => Number(digit)));
      for (const { path, field } of rules) {
        const has = groupsIn(path);
        if (has >= wanted) continue;
        const groups = has === 0 ? 'no group' : has === 1 ? 'one group' : `${has} groups`;
        yield {
          on: origin,
          path: [...field, 'path'],
          message: `${path || '/'} has ${groups}, and the rewrite target ${target} names $${wanted}`,
          fix:
            has === 0
              ? `catch the rest: "${path.replace(/\/$/, '')}${wanted === 1 ? '/(.*)' : '(/|$)(.*)'}"`
              : `write $${has} into the target`,
        };
      }
    }
  },
};

/** Groups that are counted: `(a)`, not `(?:a)` and not `\(`. */
function groupsIn(path: string): number {
  return path.replace(/\\./g, '').match(/\((?!\?)/g)?.length ?? 0;
}
