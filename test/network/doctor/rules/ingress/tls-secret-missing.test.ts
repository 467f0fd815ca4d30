import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const TLS = 'tls: [{ hosts: [shop.example], secretName: shop-tls }]';
const made = (apiVersion: string, kind: string, namespace = 'shop') => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: shop-tls, namespace: ${namespace} }
---`;
const CERTIFICATE = `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: shop, namespace: shop }
spec: { secretName: shop-tls, issuerRef: { name: letsencrypt } }
---`;

ruleSays(
  'ingress/tls-secret-missing',
  [
    [
      'a Secret that nothing makes',
      ingress({ spec: TLS }),
      [
        'info Ingress shop/web spec.tls[0].secretName:9 nothing in the input makes Secret shop-tls, and no annotation has cert-manager make it → see to it that Secret shop-tls of type kubernetes.io/tls is in namespace shop',
      ],
    ],
    [
      'a Secret of another namespace',
      made('v1', 'Secret', 'edge') + ingress({ spec: TLS }),
      [
        'info Ingress shop/web spec.tls[0].secretName:13 nothing in the input makes Secret shop-tls, and no annotation has cert-manager make it → see to it that Secret shop-tls of type kubernetes.io/tls is in namespace shop',
      ],
    ],
  ],
  [
    ['a Secret of the input', made('v1', 'Secret') + ingress({ spec: TLS })],
    ['a sealed Secret', made('bitnami.com/v1alpha1', 'SealedSecret') + ingress({ spec: TLS })],
    ['a Certificate', CERTIFICATE + ingress({ spec: TLS })],
    ['an issuer', ingress({ annotations: '{ cert-manager.io/issuer: letsencrypt }', spec: TLS })],
    ['the certificate of the controller', ingress({ spec: 'tls: [{ hosts: [shop.example] }]' })],
  ],
);
