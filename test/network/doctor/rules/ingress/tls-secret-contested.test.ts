import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const TLS = 'tls: [{ hosts: [shop.example], secretName: shop-tls }]';
const ordered = (annotations: string, name = 'web', spec = TLS) =>
  ingress({ annotations: `{ ${annotations} }`, spec, name });
const secret = (annotations: string) => `
apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: shop, annotations: { ${annotations} } }
---`;
const certificate = (issuer: string, owner = '') => `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: shop-tls, namespace: shop${owner} }
spec: { secretName: shop-tls, issuerRef: { kind: ClusterIssuer, name: ${issuer} } }
---`;
const LETS_ENCRYPT = 'cert-manager.io/cluster-issuer: letsencrypt';
const OWNER = ', ownerReferences: [{ apiVersion: networking.k8s.io/v1, kind: Ingress, name: web, uid: 7c1f }]';

ruleSays(
  'ingress/tls-secret-contested',
  [
    [
      'an issuer beside a Secret',
      secret('a: b') + ordered(LETS_ENCRYPT),
      [
        'warning Ingress shop/web metadata.annotations.cert-manager.io/cluster-issuer:11 ClusterIssuer letsencrypt makes Secret shop-tls, and the input has a Secret shop-tls of its own → take the Secret shop-tls out of the manifests, or the order for it away',
      ],
    ],
    [
      'two issuers',
      `${ordered(LETS_ENCRYPT)}---${ordered('cert-manager.io/issuer: own', 'other')}`,
      [
        'warning Ingress shop/other metadata.annotations.cert-manager.io/issuer:22 Issuer own makes Secret shop-tls, and so does ClusterIssuer letsencrypt → have Secret shop-tls made by one issuer, or name another Secret here',
      ],
    ],
    [
      'a Certificate of another issuer',
      certificate('staging') + ordered(LETS_ENCRYPT),
      [
        'warning Certificate shop/shop-tls spec.secretName:5 ClusterIssuer staging makes Secret shop-tls, and so does ClusterIssuer letsencrypt → have Secret shop-tls made by one issuer, or name another Secret here',
      ],
    ],
  ],
  [
    ['one issuer of two Ingresses', `${ordered(LETS_ENCRYPT)}---${ordered(LETS_ENCRYPT, 'other')}`],
    ['a Secret that cert-manager made', secret('cert-manager.io/certificate-name: shop-tls') + ordered(LETS_ENCRYPT)],
    ['a Certificate that the Ingress had made', certificate('staging', OWNER) + ordered(LETS_ENCRYPT)],
    ['a Secret without an issuer', secret('a: b') + ingress({ spec: TLS })],
  ],
);
