import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const cors = (more: string) =>
  ingress({
    annotations: `{ nginx.ingress.kubernetes.io/enable-cors: "true"${more.replaceAll(' ', ', nginx.ingress.kubernetes.io/').replaceAll('=', ': ')} }`,
  });

ruleSays(
  'ingress/cors-any-origin',
  [
    [
      'credentials for every origin',
      cors(' cors-allow-credentials="true"'),
      [
        'warning Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/enable-cors:7 every origin is allowed, together with credentials → name the origins in cors-allow-origin, such as https://app.example',
      ],
    ],
    [
      'a star among origins',
      cors(' cors-allow-credentials="true" cors-allow-origin="https://a.example,*"'),
      [
        'warning Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/cors-allow-origin:7 every origin is allowed, together with credentials → name the origins in cors-allow-origin, such as https://app.example',
      ],
    ],
    [
      'passwords for every origin',
      cors(' auth-type=basic cors-allow-origin="*"'),
      [
        'warning Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/cors-allow-origin:7 every origin is allowed, together with the credentials that auth-type asks for → name the origins in cors-allow-origin, such as https://app.example',
      ],
    ],
  ],
  [
    ['named origins', cors(' cors-allow-credentials="true" cors-allow-origin="https://app.example"')],
    ['no credentials', cors(' auth-type=basic cors-allow-credentials="false"')],
    ['nothing to be credited for', cors(' cors-allow-origin="*"')],
    ['no CORS', ingress({ annotations: '{ nginx.ingress.kubernetes.io/cors-allow-credentials: "true" }' })],
  ],
);
