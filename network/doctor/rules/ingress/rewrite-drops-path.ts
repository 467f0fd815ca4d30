import { REWRITE_TARGET } from '../../../route/ingress';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { ingress } from './example';
import { annotationPath, nginxIngresses } from './nginx-annotation';

export const rewriteDropsPath: Rule = {
  id: 'ingress/rewrite-drops-path',
  severity: 'warning',
  summary: 'A rewrite target without a group sends every request below the path to one and the same path.',
  why: 'ingress-nginx replaces the whole path by the target: with `/`, /users/7 arrives as /, and so do scripts and images.',
  fix: 'Catch the rest of the path in a group and write the group into the target.',
  bad: ingress({
    annotations: '{ nginx.ingress.kubernetes.io/rewrite-target: / }',
    path: '{ path: /users, pathType: Prefix }',
  }),
  good: ingress({
    annotations: '{ nginx.ingress.kubernetes.io/rewrite-target: /$2 }',
    path: '{ path: "/users(/|$)(.*)", pathType: ImplementationSpecific }',
  }),
  *check(examined: Examined) {
    for (const { annotations, rules, origin } of nginxIngresses(examined)) {
      const target = annotations[REWRITE_TARGET];
      if (target === undefined || target === '' || target.includes('$')) continue;
      const below = rules.filter(({ pathType }) => pathType !== 'Exact');
      if (!below.length) continue;
      const paths = [...new Set(below.map(({ path }) => path || '/'))];
      const example = paths[0] === '/' ? '/(.*)' : `${paths[0]!.replace(/\(.*|\/$/, '')}(/|$)(.*)`;
      yield {
        on: origin,
        path: annotationPath(REWRITE_TARGET),
        message: `everything below ${paths.join(', ')} arrives as ${target}`,
        fix: `write the path "${example}" with pathType ImplementationSpecific and the target "${joined(target, paths[0] === '/' ? 1 : 2)}"; if nothing is to be rewritten, take the annotation away`,
      };
    }
  },
};

function joined(target: string, group: number): string {
  return `${target.replace(/\/$/, '')}/$${group}`;
}
