import type { Rule } from '../../rule';
import { ingressBackends } from '../../written-backends';
import { portsOfOtherProtocols } from '../../wrong-backends';
import { ingress, WEB } from './example';

export const backendPortUdp: Rule = {
  id: 'ingress/backend-port-udp',
  severity: 'error',
  summary: 'An Ingress sends requests to a UDP or SCTP port.',
  why: 'Controllers speak HTTP over TCP to what is behind them; nothing answers there.',
  fix: 'Name a TCP port of the Service; what speaks UDP is opened by a Service of type LoadBalancer or NodePort.',
  bad: (WEB + ingress())
    .replace('{ name: http, port: 80, targetPort: 8080 }', '{ name: http, port: 80, targetPort: 8080, protocol: UDP }')
    .replace('{ containerPort: 8080 }', '{ containerPort: 8080, protocol: UDP }'),
  good: WEB + ingress(),
  check: (examined) => portsOfOtherProtocols(examined, ingressBackends(examined.cluster)),
};
