import type { Rule } from '../../rule';
import { gatewayBackends } from '../../written-backends';
import { portsOfOtherProtocols } from '../../wrong-backends';
import { gateway, route, WEB } from './example';

export const backendOtherProtocol: Rule = {
  id: 'gateway/backend-other-protocol',
  severity: 'error',
  summary: 'A route sends requests to a port of another protocol.',
  why: 'All routes but UDPRoutes speak TCP to what is behind them; nothing answers there.',
  fix: 'Name a port of the protocol of the route.',
  bad: (WEB + gateway() + route())
    .replace('{ port: 80, targetPort: 8080 }', '{ port: 80, targetPort: 8080, protocol: UDP }')
    .replace('{ containerPort: 8080 }', '{ containerPort: 8080, protocol: UDP }'),
  good: WEB + gateway() + route(),
  check: (examined) => portsOfOtherProtocols(examined, gatewayBackends(examined.cluster)),
};
