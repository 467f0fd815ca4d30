import { ingresses } from '../../../route/ingress';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { issuerAnnotation } from './certificates';
import { ingress } from './example';
import { annotationPath } from './nginx-annotation';

const TLS = 'tls: [{ hosts: [shop.example], secretName: shop-tls }]';
const PARTS = ['cert-manager.io/issuer-kind', 'cert-manager.io/issuer-group'];

export const issuerIncomplete: Rule = {
  id: 'ingress/issuer-incomplete',
  severity: 'warning',
  summary:
    'An Ingress names the kind or group of an issuer, but not the issuer; or an issuer, and no Secret for its certificate.',
  why: 'cert-manager then makes no certificate, and the controller serves one of its own, which browsers refuse.',
  fix: 'Write the annotation cert-manager.io/issuer with the name of the issuer, and tls with a secretName.',
  bad: ingress({ annotations: '{ cert-manager.io/issuer-kind: OriginIssuer }', spec: TLS }),
  good: ingress({
    annotations: '{ cert-manager.io/issuer: origin, cert-manager.io/issuer-kind: OriginIssuer }',
    spec: TLS,
  }),
  consequences: ['ingress/tls-secret-missing'],
  *check({ cluster }: Examined) {
    for (const one of ingresses(cluster)) {
      const part = PARTS.find((name) => one.annotations[name] !== undefined);
      const issuer = issuerAnnotation(one);
      if (part !== undefined && issuer === undefined)
        yield {
          on: one.origin,
          path: annotationPath(part),
          message: `${part} is given, and cert-manager.io/issuer is not`,
          fix: 'add the annotation cert-manager.io/issuer with the name of the issuer',
        };
      else if (issuer?.startsWith('cert-manager.io/') && !one.tls.some(({ secret }) => secret !== undefined))
        yield {
          on: one.origin,
          path: annotationPath(issuer),
          message: 'an issuer is named, and spec.tls names no Secret for its certificate',
          fix: 'add tls with the hosts and a secretName',
        };
    }
  },
};
