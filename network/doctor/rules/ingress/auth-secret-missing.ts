import { namespaceOf } from '../../../cluster/cluster';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { ingress } from './example';
import { nginx, nginxIngresses, nginxPath } from './nginx-annotation';

const AUTH =
  '{ nginx.ingress.kubernetes.io/auth-type: basic, nginx.ingress.kubernetes.io/auth-secret: users, cert-manager.io/cluster-issuer: letsencrypt }';
const TLS = 'tls: [{ hosts: [shop.example], secretName: shop-tls }]';

export const authSecretMissing: Rule = {
  id: 'ingress/auth-secret-missing',
  severity: 'info',
  summary: 'Nothing in the input makes the Secret with the users of an Ingress.',
  why: 'That is right where the Secret is made by hand or by another tool; without it, ingress-nginx answers 503 to every request.',
  fix: 'Make a Secret whose key `auth` holds the lines of htpasswd.',
  bad: ingress({ annotations: AUTH, spec: TLS }),
  good: `
apiVersion: v1
kind: Secret
metadata: { name: users, namespace: shop }
data: { auth: "" }
---${ingress({ annotations: AUTH, spec: TLS })}`,
  *check(examined: Examined) {
    const made = new Set(
      examined.manifests
        .filter(({ object }) => /^(Secret|SealedSecret|ExternalSecret)$/.test(object.kind))
        .map(({ object }) => `${namespaceOf(object)}/${object.metadata.name}`),
    );
    for (const one of nginxIngresses(examined)) {
      const secret = nginx(one, 'auth-secret');
      if (secret === undefined || made.has(secret.includes('/') ? secret : `${one.namespace}/${secret}`)) continue;
      yield {
        on: one.origin,
        path: nginxPath('auth-secret'),
        message: `nothing in the input makes Secret ${secret}`,
        fix: `see to it that Secret ${secret} is there, with the users under the key auth`,
      };
    }
  },
};
