import type { Rule } from '../../rule';
import { gatewayBackends } from '../../written-backends';
import { missingPorts } from '../../wrong-backends';
import { gateway, route, WEB } from './example';

export const backendPortMissing: Rule = {
  id: 'gateway/backend-port-missing',
  severity: 'error',
  summary: 'A route names a port that its Service does not have.',
  why: 'The port is that of the Service, not of the pods; its share of the requests is answered with 500.',
  fix: 'Write a port of the Service.',
  bad: WEB + gateway() + route('{ name: web, port: 8080 }'),
  good: WEB + gateway() + route(),
  check: (examined) => missingPorts(examined, gatewayBackends(examined.cluster)),
};
