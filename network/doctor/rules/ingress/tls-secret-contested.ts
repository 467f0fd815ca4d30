import { namespaceOf } from '../../../cluster/cluster';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';
import { certificateOrders } from './certificates';
import { ingress } from './example';

const TLS = 'tls: [{ hosts: [shop.example], secretName: shop-tls }]';
const ISSUER = '{ cert-manager.io/cluster-issuer: letsencrypt }';
const SECRET = `
apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: shop }
type: kubernetes.io/tls
data: { tls.crt: "", tls.key: "" }
---`;

export const tlsSecretContested: Rule = {
  id: 'ingress/tls-secret-contested',
  severity: 'warning',
  summary: 'Two makers write one TLS Secret.',
  why: 'cert-manager overwrites a Secret that somebody else made, and the next apply overwrites its certificate; two issuers take turns without end.',
  fix: 'Keep one maker, or give each a Secret of its own.',
  bad: SECRET + ingress({ annotations: ISSUER, spec: TLS }),
  good: ingress({ annotations: ISSUER, spec: TLS }),
  *check(examined: Examined) {
    const secrets = new Set(
      examined
        .of('v1/Secret')
        // Of a running cluster, cert-manager's own are there too.
        .filter(({ object }) => object.metadata.annotations?.['cert-manager.io/certificate-name'] === undefined)
        .map(({ object }) => `${namespaceOf(object)}/${object.metadata.name}`),
    );
    for (const [name, orders] of certificateOrders(examined)) {
      const [first, ...others] = orders;
      const other = others.find(({ issuer }) => issuer !== first!.issuer);
      if (!secrets.has(name) && !other) continue;
      const { on, path, secret, issuer } = other ?? first!;
      const rival = secrets.has(name) ? `the input has a Secret ${secret} of its own` : `so does ${first!.issuer}`;
      yield {
        on,
        path,
        message: `${issuer} makes Secret ${secret}, and ${rival}`,
        fix: secrets.has(name)
          ? `take the Secret ${secret} out of the manifests, or the order for it away`
          : `have Secret ${secret} made by one issuer, or name another Secret here`,
      };
    }
  },
};
