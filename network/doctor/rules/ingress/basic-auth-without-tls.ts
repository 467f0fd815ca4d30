import { hostMatches } from '../../../route/attachment';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { ingress } from './example';
import { nginx, nginxIngresses, nginxPath } from './nginx-annotation';

const AUTH = 'nginx.ingress.kubernetes.io/auth-type: basic, nginx.ingress.kubernetes.io/auth-secret: users';

export const basicAuthWithoutTls: Rule = {
  id: 'ingress/basic-auth-without-tls',
  severity: 'warning',
  summary: 'Passwords are asked for over plain HTTP.',
  why: 'The browser sends the password with every request, in clear text for everybody on the way to read.',
  fix: 'Add tls for the host, and leave the redirect to it on.',
  bad: ingress({ annotations: `{ ${AUTH} }` }),
  good: ingress({
    annotations: `{ ${AUTH}, cert-manager.io/cluster-issuer: letsencrypt }`,
    spec: 'tls: [{ hosts: [shop.example], secretName: shop-tls }]',
  }),
  *check(examined: Examined) {
    for (const one of nginxIngresses(examined)) {
      if (nginx(one, 'auth-type') !== 'basic') continue;
      const secured = one.tls.flatMap(({ hosts }) => hosts);
      const isSecured = (host = '') =>
        one.tls.some(({ hosts }) => !hosts.length) || secured.some((of) => hostMatches(of, host));
      const plain = [...new Set(one.rules.map(({ host }) => host))].filter((host) => !isSecured(host));
      const isForced = nginx(one, 'force-ssl-redirect') === 'true';
      const isOff = nginx(one, 'ssl-redirect') === 'false' && !isForced;
      if (isForced || (!plain.length && !isOff)) continue;
      yield {
        on: one.origin,
        path: nginxPath(isOff ? 'ssl-redirect' : 'auth-type'),
        message: plain.length
          ? `asks for passwords, and ${plain.map((host) => host ?? 'requests for any host').join(', ')} has no TLS`
          : 'asks for passwords, and the redirect from HTTP to HTTPS is off',
        fix: plain.length ? 'add tls for these hosts' : 'take the annotation ssl-redirect away',
      };
    }
  },
};
