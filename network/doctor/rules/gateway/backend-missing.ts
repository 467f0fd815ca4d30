import type { Rule } from '../../rule';
import { gatewayBackends } from '../../written-backends';
import { missingServices } from '../../wrong-backends';
import { gateway, route, WEB } from './example';

export const backendMissing: Rule = {
  id: 'gateway/backend-missing',
  severity: 'error',
  summary: 'A route names a Service that is not there.',
  why: 'The API server takes it; the route gets the condition ResolvedRefs=False (BackendNotFound), and its share of the requests is answered with 500.',
  fix: 'Write the name of the Service, or add the Service.',
  bad: WEB + gateway() + route('{ name: wep, port: 80 }'),
  good: WEB + gateway() + route(),
  check: (examined) => missingServices(examined, gatewayBackends(examined.cluster)),
};
