import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const TLS = 'tls: [{ hosts: [shop.example], secretName: shop-tls }]';
const asking = (more = '', spec = '', type = 'basic') =>
  ingress({
    annotations: `{ nginx.ingress.kubernetes.io/auth-type: ${type}, nginx.ingress.kubernetes.io/auth-secret: users${more} }`,
    spec,
  });

ruleSays(
  'ingress/basic-auth-without-tls',
  [
    [
      'a host without TLS',
      asking(),
      [
        'warning Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/auth-type:7 asks for passwords, and shop.example has no TLS → add tls for these hosts',
      ],
    ],
    [
      'TLS for another host',
      asking('', 'tls: [{ hosts: [other.example], secretName: other-tls }]'),
      [
        'warning Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/auth-type:7 asks for passwords, and shop.example has no TLS → add tls for these hosts',
      ],
    ],
    [
      'no redirect to TLS',
      asking(', nginx.ingress.kubernetes.io/ssl-redirect: "false"', TLS),
      [
        'warning Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/ssl-redirect:7 asks for passwords, and the redirect from HTTP to HTTPS is off → take the annotation ssl-redirect away',
      ],
    ],
  ],
  [
    ['a host with TLS', asking('', TLS)],
    ['TLS by a wildcard', asking('', 'tls: [{ hosts: ["*.example"], secretName: all-tls }]')],
    ['TLS for every host', asking('', 'tls: [{ secretName: all-tls }]')],
    ['TLS that ends before the controller', asking(', nginx.ingress.kubernetes.io/force-ssl-redirect: "true"')],
    ['passwords that travel as digests', asking('', '', 'digest')],
    ['no passwords', ingress()],
  ],
);
