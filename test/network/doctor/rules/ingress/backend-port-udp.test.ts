import { ingress, WEB } from '../../../../../network/doctor/rules/ingress/example';
import { ruleSays } from '../../support/rule-says';

const speaking = (protocol: string) =>
  (WEB + ingress()).replace('targetPort: 8080 }', `targetPort: 8080, protocol: ${protocol} }`);

ruleSays(
  'ingress/backend-port-udp',
  [
    [
      'a UDP port',
      speaking('UDP'),
      [
        'error Ingress shop/web spec.rules[0].http.paths[0].backend.service.port.number:31 the requests come by TCP, and that port of Service web is UDP 80 (http) → name a TCP port of Service web; it has UDP 80 (http)',
      ],
    ],
    [
      'an SCTP port',
      speaking('SCTP'),
      [
        'error Ingress shop/web spec.rules[0].http.paths[0].backend.service.port.number:31 the requests come by TCP, and that port of Service web is SCTP 80 (http) → name a TCP port of Service web; it has SCTP 80 (http)',
      ],
    ],
  ],
  [
    ['a TCP port', speaking('TCP')],
    [
      'a port of both protocols',
      (WEB + ingress()).replace(
        'targetPort: 8080 }',
        'targetPort: 8080 }, { name: quic, port: 80, targetPort: 8080, protocol: UDP }',
      ),
    ],
  ],
);
