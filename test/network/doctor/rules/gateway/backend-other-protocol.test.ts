import { route, WEB } from '../../../../../network/doctor/rules/gateway/example';
import { ruleSays } from '../../support/rule-says';

const routed = (kind: string, protocol: string) =>
  (WEB + route()).replace('targetPort: 8080 }', `targetPort: 8080, protocol: ${protocol} }`).replace('HTTPRoute', kind);

ruleSays(
  'gateway/backend-other-protocol',
  [
    [
      'an HTTPRoute to a UDP port',
      routed('HTTPRoute', 'UDP'),
      [
        'error HTTPRoute shop/web spec.rules[0].backendRefs[0].port:27 the requests come by TCP, and that port of Service web is UDP 80 → name a TCP port of Service web; it has UDP 80',
      ],
    ],
    [
      'a UDPRoute to a TCP port',
      routed('UDPRoute', 'TCP').replace('gateway.networking.k8s.io/v1', 'gateway.networking.k8s.io/v1alpha2'),
      [
        'error UDPRoute shop/web spec.rules[0].backendRefs[0].port:27 the requests come by UDP, and that port of Service web is TCP 80 → name a UDP port of Service web; it has TCP 80',
      ],
    ],
  ],
  [
    ['an HTTPRoute to a TCP port', routed('HTTPRoute', 'TCP')],
    [
      'a UDPRoute to a UDP port',
      routed('UDPRoute', 'UDP').replace('gateway.networking.k8s.io/v1', 'gateway.networking.k8s.io/v1alpha2'),
    ],
  ],
);
