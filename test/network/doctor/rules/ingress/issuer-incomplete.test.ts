import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const TLS = 'tls: [{ hosts: [shop.example], secretName: shop-tls }]';
const annotated = (annotations: string, spec = TLS) => ingress({ annotations: `{ ${annotations} }`, spec });

ruleSays(
  'ingress/issuer-incomplete',
  [
    [
      'a kind without a name',
      annotated('cert-manager.io/issuer-kind: OriginIssuer'),
      [
        'warning Ingress shop/web metadata.annotations.cert-manager.io/issuer-kind:7 cert-manager.io/issuer-kind is given, and cert-manager.io/issuer is not → add the annotation cert-manager.io/issuer with the name of the issuer',
      ],
    ],
    [
      'a group without a name',
      annotated('cert-manager.io/issuer-group: issuers.example'),
      [
        'warning Ingress shop/web metadata.annotations.cert-manager.io/issuer-group:7 cert-manager.io/issuer-group is given, and cert-manager.io/issuer is not → add the annotation cert-manager.io/issuer with the name of the issuer',
      ],
    ],
    [
      'an issuer without TLS',
      annotated('cert-manager.io/cluster-issuer: letsencrypt', ''),
      [
        'warning Ingress shop/web metadata.annotations.cert-manager.io/cluster-issuer:7 an issuer is named, and spec.tls names no Secret for its certificate → add tls with the hosts and a secretName',
      ],
    ],
    [
      'an issuer without a Secret',
      annotated('cert-manager.io/issuer: letsencrypt', 'tls: [{ hosts: [shop.example] }]'),
      [
        'warning Ingress shop/web metadata.annotations.cert-manager.io/issuer:7 an issuer is named, and spec.tls names no Secret for its certificate → add tls with the hosts and a secretName',
      ],
    ],
  ],
  [
    ['a kind with a name', annotated('cert-manager.io/issuer: own, cert-manager.io/issuer-kind: OriginIssuer')],
    ['a name alone', annotated('cert-manager.io/cluster-issuer: letsencrypt')],
    ['no issuer', ingress({ spec: TLS })],
  ],
);
