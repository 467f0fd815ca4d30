import { groupBy } from '../../../group-by';
import { ingresses } from '../../../route/ingress';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { ingress } from './example';

export const exactRoot: Rule = {
  id: 'ingress/exact-root',
  severity: 'warning',
  summary: 'Only the very path `/` leads somewhere, and nothing takes the paths below it.',
  why: 'Exact is this one path: the first page comes, and its scripts, images and links answer 404. `kubectl create ingress` writes Exact where the path has no `*`.',
  fix: 'Write pathType: Prefix.',
  bad: ingress({ path: '{ path: /, pathType: Exact }' }),
  good: ingress(),
  *check({ cluster }: Examined) {
    const all = ingresses(cluster);
    const byHost = groupBy(
      all.flatMap(({ rules }) => rules),
      ({ host }) => host,
    );
    for (const { rules, defaultBackend, origin } of all) {
      if (defaultBackend) continue;
      for (const { host, path, pathType, field } of rules) {
        if (path !== '/' || pathType !== 'Exact') continue;
        if (byHost.get(host)!.some((other) => other.pathType !== 'Exact')) continue;
        yield {
          on: origin,
          path: [...field, 'pathType'],
          message: `of ${host ?? 'every host'}, the path / alone is served, and nothing below it`,
          fix: 'write Prefix',
        };
      }
    }
  },
};
