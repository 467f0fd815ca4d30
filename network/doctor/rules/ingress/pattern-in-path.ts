import { ingresses } from '../../../route/ingress';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { ingress } from './example';

export const patternInPath: Rule = {
  id: 'ingress/pattern-in-path',
  severity: 'warning',
  summary: 'A path of type Prefix or Exact is written as a pattern.',
  why: 'These types are compared letter by letter, so a `*` or a group in them matches nothing that clients ask for. With use-regex, ingress-nginx read them as patterns, and since its version 1.12 refuses them.',
  fix: 'Write the plain path with Prefix, which stands for all below it, or ImplementationSpecific where the controller knows patterns.',
  bad: ingress({ path: '{ path: "/api/*", pathType: Prefix }' }),
  good: ingress({ path: '{ path: /api, pathType: Prefix }' }),
  *check({ cluster }: Examined) {
    for (const { rules, origin } of ingresses(cluster))
      for (const { path, pathType, field, isRegex } of rules) {
        const [literal] = /^[^*()|^$[\]\\?]*/.exec(path)!;
        if (pathType === 'ImplementationSpecific' || literal === path) continue;
        const plain = literal.replace(/\/+$/, '') || '/';
        const all = path === `${literal}*`;
        yield {
          on: origin,
          path: [...field, isRegex ? 'pathType' : 'path'],
          message: isRegex
            ? `${path} is a pattern, and pathType ${pathType} is for plain paths`
            : `${path} is taken letter by letter with pathType ${pathType}`,
          fix:
            all && pathType === 'Prefix' ? `write ${plain}` : 'write pathType ImplementationSpecific, or a plain path',
          ...(all && pathType === 'Prefix' && !isRegex && literal.endsWith('/')
            ? { edits: [{ path: [...field, 'path'], value: plain }] }
            : {}),
        };
      }
  },
};
