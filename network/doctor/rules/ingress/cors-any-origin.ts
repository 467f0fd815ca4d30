import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { ingress } from './example';
import { nginx, nginxIngresses, nginxPath } from './nginx-annotation';

const CORS =
  'nginx.ingress.kubernetes.io/enable-cors: "true", nginx.ingress.kubernetes.io/cors-allow-credentials: "true"';

export const corsAnyOrigin: Rule = {
  id: 'ingress/cors-any-origin',
  severity: 'warning',
  summary: 'Scripts of every site may send requests with the credentials of the user.',
  why: 'Browsers refuse the answer `*` together with credentials, and a controller that gives back the origin of each request lets every site act as the user. Without cors-allow-origin, ingress-nginx allows `*`.',
  fix: 'Name the origins in cors-allow-origin, or set cors-allow-credentials to "false".',
  bad: ingress({ annotations: `{ ${CORS} }` }),
  good: ingress({
    annotations: `{ ${CORS}, nginx.ingress.kubernetes.io/cors-allow-origin: "https://app.example" }`,
  }),
  *check(examined: Examined) {
    for (const one of nginxIngresses(examined)) {
      if (nginx(one, 'enable-cors') !== 'true') continue;
      const origins = (nginx(one, 'cors-allow-origin') ?? '*').split(',').map((origin) => origin.trim());
      const credentials = nginx(one, 'cors-allow-credentials');
      const guarded = GUARDS.find((name) => nginx(one, name) !== undefined);
      // The default is to allow them, which does no harm where nobody asks for any.
      if (!origins.includes('*') || credentials === 'false' || (credentials !== 'true' && !guarded)) continue;
      yield {
        on: one.origin,
        path: nginxPath(nginx(one, 'cors-allow-origin') === undefined ? 'enable-cors' : 'cors-allow-origin'),
        message: `every origin is allowed, together with ${credentials === 'true' ? 'credentials' : `the credentials that ${guarded} asks for`}`,
        fix: 'name the origins in cors-allow-origin, such as https://app.example',
      };
    }
  },
};

const GUARDS = ['auth-type', 'auth-url', 'auth-tls-secret'];
