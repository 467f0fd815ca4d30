import { ingress } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const annotated = (name: string, className = 'nginx') =>
  ingress({ annotations: `{ ${name}: "more_set_headers 'A: b';" }` }).replace(
    'ingressClassName: nginx',
    `ingressClassName: ${className}`,
  );

ruleSays(
  'ingress/snippet',
  [
    [
      'lines for the location',
      annotated('nginx.ingress.kubernetes.io/configuration-snippet'),
      [
        'warning Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/configuration-snippet:7 configuration-snippet is refused unless the controller has allow-snippet-annotations: "true" → use the annotation for what the snippet does, such as custom-headers or cors-allow-origin',
      ],
    ],
    [
      'lines for the server',
      annotated('nginx.ingress.kubernetes.io/server-snippet'),
      [
        'warning Ingress shop/web metadata.annotations.nginx.ingress.kubernetes.io/server-snippet:7 server-snippet is refused unless the controller has allow-snippet-annotations: "true" → use the annotation for what the snippet does, such as custom-headers or cors-allow-origin',
      ],
    ],
  ],
  [
    ['another annotation', annotated('nginx.ingress.kubernetes.io/server-alias')],
    ['the annotation of another controller', annotated('nginx.org/location-snippets')],
    ['another controller', annotated('nginx.ingress.kubernetes.io/server-snippet', 'traefik')],
  ],
);
