import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { ingress } from './example';
import { nginx, nginxIngresses, nginxPath } from './nginx-annotation';

const SNIPPETS = ['configuration-snippet', 'server-snippet', 'stream-snippet', 'auth-snippet', 'modsecurity-snippet'];

export const snippet: Rule = {
  id: 'ingress/snippet',
  severity: 'warning',
  summary: 'An Ingress brings lines of nginx configuration of its own.',
  why: 'They can read the Secrets of every namespace (CVE-2021-25742), so ingress-nginx refuses them since version 1.9 unless allow-snippet-annotations is set.',
  fix: 'Use the annotation that does the same, or the ConfigMap of the controller.',
  bad: ingress({ annotations: '{ nginx.ingress.kubernetes.io/configuration-snippet: "more_set_headers \'A: b\';" }' }),
  good: ingress({ annotations: '{ nginx.ingress.kubernetes.io/custom-headers: edge/headers }' }),
  *check(examined: Examined) {
    for (const one of nginxIngresses(examined))
      for (const name of SNIPPETS)
        if (nginx(one, name) !== undefined)
          yield {
            on: one.origin,
            path: nginxPath(name),
            message: `${name} is refused unless the controller has allow-snippet-annotations: "true"`,
            fix: 'use the annotation for what the snippet does, such as custom-headers or cors-allow-origin',
          };
  },
};
