import { namespaceOf } from '../../../cluster/cluster';
import { ingresses } from '../../../route/ingress';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { certificateOrders, issuerAnnotation } from './certificates';
import { ingress } from './example';

const TLS = 'tls: [{ hosts: [shop.example], secretName: shop-tls }]';

export const tlsSecretMissing: Rule = {
  id: 'ingress/tls-secret-missing',
  severity: 'info',
  summary: 'Nothing in the input makes the Secret that an Ingress takes its certificate from.',
  why: 'That is right where the Secret is made by hand or by another tool; otherwise controllers serve a certificate of their own, which browsers refuse.',
  fix: 'Make the Secret, or let cert-manager make it by the annotation cert-manager.io/cluster-issuer.',
  bad: ingress({ spec: TLS }),
  good: ingress({ annotations: '{ cert-manager.io/cluster-issuer: letsencrypt }', spec: TLS }),
  *check(examined: Examined) {
    const ordered = certificateOrders(examined);
    const made = new Set(
      [...examined.manifests]
        // Sealed and external Secrets are called like what they make.
        .filter(({ object }) => /^(Secret|SealedSecret|ExternalSecret)$/.test(object.kind))
        .map(({ object }) => `${namespaceOf(object)}/${object.metadata.name}`),
    );
    for (const one of ingresses(examined.cluster)) {
      if (issuerAnnotation(one)) continue;
      for (const [index, { secret }] of one.tls.entries()) {
        const name = `${one.namespace}/${secret}`;
        if (secret === undefined || made.has(name) || ordered.has(name)) continue;
        yield {
          on: one.origin,
          path: ['spec', 'tls', index, 'secretName'],
          message: `nothing in the input makes Secret ${secret}, and no annotation has cert-manager make it`,
          fix: `see to it that Secret ${secret} of type kubernetes.io/tls is in namespace ${one.namespace}`,
        };
      }
    }
  },
};
