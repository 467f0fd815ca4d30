import { gateway } from '../../../../../network/doctor/rules/gateway/example';
import { ruleSays } from '../../support/rule-says';

const taking = (ref: string) =>
  gateway(`{ name: https, port: 443, protocol: HTTPS, hostname: a.example, tls: { certificateRefs: [${ref}] } }`);
const grant = (from: string, to = 'kind: Secret') => `
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: gateways, namespace: certs }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: Gateway, namespace: ${from} }]
  to: [{ group: "", ${to} }]
`;
const CERTS = '{ name: web-tls, namespace: certs }';

ruleSays(
  'gateway/certificate-not-granted',
  [
    [
      'a grant for another namespace',
      taking(CERTS) + grant('edge'),
      [
        'error Gateway shop/public spec.listeners[0].tls.certificateRefs[0].namespace:8 no ReferenceGrant in namespace certs lets Gateways of shop name Secret web-tls → add a ReferenceGrant to namespace certs, from Gateway of shop to Secret web-tls',
      ],
    ],
    [
      'a grant for another Secret',
      taking(CERTS) + grant('shop', 'kind: Secret, name: other'),
      [
        'error Gateway shop/public spec.listeners[0].tls.certificateRefs[0].namespace:8 no ReferenceGrant in namespace certs lets Gateways of shop name Secret web-tls → add a ReferenceGrant to namespace certs, from Gateway of shop to Secret web-tls',
      ],
    ],
  ],
  [
    ['a grant', taking(CERTS) + grant('shop')],
    ['a Secret of the same namespace', taking('{ name: web-tls }') + grant('edge')],
    ['a namespace of which the input has nothing', taking(CERTS)],
  ],
);
