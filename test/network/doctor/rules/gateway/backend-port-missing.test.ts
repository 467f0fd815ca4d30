import { gateway, route, WEB } from '../../../../../network/doctor/rules/gateway/example';
import { ruleSays } from '../../support/rule-says';

const at = (port: number) => WEB + gateway() + route(`{ name: web, port: ${port} }`);

ruleSays(
  'gateway/backend-port-missing',
  [
    [
      'the port of the pods',
      at(8080),
      [
        'error HTTPRoute shop/web spec.rules[0].backendRefs[0].port:35 8080 is the port of the pods; Service web has TCP 80 → write the number 80 [spec.rules[0].backendRefs[0].port = 80]',
      ],
    ],
    [
      'another port',
      at(443),
      [
        'error HTTPRoute shop/web spec.rules[0].backendRefs[0].port:35 Service web has no port 443; it has TCP 80 → write the number 80',
      ],
    ],
  ],
  [['a port of the Service', at(80)]],
);
