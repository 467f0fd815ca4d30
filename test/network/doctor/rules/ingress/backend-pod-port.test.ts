import { ingress, WEB } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const at = (port: string, className = 'nginx') =>
  WEB +
  ingress({ backend: `{ service: { name: web, port: ${port} } }` }).replace(
    'ingressClassName: nginx',
    `ingressClassName: ${className}`,
  );

ruleSays(
  'ingress/backend-pod-port',
  [
    [
      'the port of the pods',
      at('{ number: 8080 }'),
      [
        'warning Ingress shop/web spec.rules[0].http.paths[0].backend.service.port.number:31 8080 is the port of the pods; Service web has TCP 80 (http) → write the number 80 [spec.rules[0].http.paths[0].backend.service.port.number = 80]',
      ],
    ],
  ],
  [
    ['the port of the Service', at('{ number: 80 }')],
    ['a port of neither', at('{ number: 443 }')],
    ['a controller that does not take it, which is an error', at('{ number: 8080 }', 'traefik')],
  ],
);
