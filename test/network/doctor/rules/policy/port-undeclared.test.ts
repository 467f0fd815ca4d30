import { app, egress, ingress, pods, service, TO_DNS } from '../../support/policies';
import { ruleSays } from '../../support/rule-says';

const API = pods('api');
const onPort = (port: number, more: object = {}) => ({ ports: [{ port, ...more }] });

ruleSays(
  'policy/port-undeclared',
  [
    [
      'a port that the pods do not declare',
      API + ingress('api', onPort(8081)),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].ports[0]:9 TCP 8081 is opened, and the ports of shop/api[Deployment] are TCP 8080 → write TCP 8080, or declare the port in the container',
      ],
    ],
    [
      'the right port of another protocol',
      API + ingress('api', onPort(8080, { protocol: 'UDP' })),
      [
        'warning NetworkPolicy shop/api spec.ingress[0].ports[0]:9 UDP 8080 is opened, and the ports of shop/api[Deployment] are TCP 8080 → write TCP 8080, or declare the port in the container',
      ],
    ],
    [
      'a port that the other end does not declare',
      API + pods('web') + egress('web', { to: [app('api')], ...onPort(9090) }, TO_DNS),
      [
        'warning NetworkPolicy shop/web spec.egress[0].ports[0]:11 TCP 9090 is opened, and the ports of shop/api[Deployment] are TCP 8080 → write TCP 8080, or declare the port in the container',
      ],
    ],
  ],
  [
    ['a port that they declare', API + ingress('api', onPort(8080))],
    ['a range with one that they declare', API + ingress('api', onPort(8000, { endPort: 9000 }))],
    ['pods that declare nothing', pods('api', { ports: [] }) + ingress('api', onPort(8081))],
    [
      'a port that some of them declare',
      API +
        pods('db', { ports: [{ containerPort: 5432 }] }) +
        ingress('api', onPort(5432)).replace('{ matchLabels: { app: api } }', '{}'),
    ],
    ['the port of a Service, which has a rule of its own', API + service('api', 80, 8080) + ingress('api', onPort(80))],
    ['the metrics of a sidecar of Istio', API + ingress('api', onPort(15_020))],
    ['addresses outside', API + egress('api', { to: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ...onPort(443) })],
  ],
);
