import { ingress, WEB } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const at = (port: string) => WEB + ingress({ backend: `{ service: { name: web, port: ${port} } }` });
const two = (port: string) =>
  at(port).replace('targetPort: 8080 }]', 'targetPort: 8080 }, { name: metrics, port: 9090, targetPort: 8080 }]');
const outside = WEB.replace(
  'selector: { app: web }\n  ports: [{ name: http, port: 80, targetPort: 8080 }]',
  'type: ExternalName\n  externalName: web.example',
);

ruleSays(
  'ingress/backend-port-missing',
  [
    [
      'another number',
      at('{ number: 443 }'),
      [
        'error Ingress shop/web spec.rules[0].http.paths[0].backend.service.port.number:31 Service web has no port 443; it has TCP 80 (http) → write the number 80',
      ],
    ],
    [
      'a name that the port does not have',
      at('{ name: https }'),
      [
        'error Ingress shop/web spec.rules[0].http.paths[0].backend.service.port.name:31 Service web has no port named "https"; it has TCP 80 (http) → write http',
      ],
    ],
    [
      'a port of several',
      two('{ number: 443 }'),
      [
        'error Ingress shop/web spec.rules[0].http.paths[0].backend.service.port.number:31 Service web has no port 443; it has TCP 80 (http), TCP 9090 (metrics) → write one of its ports: TCP 80 (http), TCP 9090 (metrics)',
      ],
    ],
    [
      'the port of the pods, with a controller that takes no such',
      at('{ number: 8080 }').replace('ingressClassName: nginx', 'ingressClassName: traefik'),
      [
        'error Ingress shop/web spec.rules[0].http.paths[0].backend.service.port.number:31 8080 is the port of the pods; Service web has TCP 80 (http) → write the number 80 [spec.rules[0].http.paths[0].backend.service.port.number = 80]',
      ],
    ],
  ],
  [
    ['the number of a port', at('{ number: 80 }')],
    ['the name of a port', at('{ name: http }')],
    ['the port of the pods, which ingress-nginx takes', at('{ number: 8080 }')],
    ['a Service that is a name for another host', outside + ingress()],
  ],
);
