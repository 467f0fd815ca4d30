import type { Rule } from '../../rule';
import { gatewayBackends } from '../../written-backends';
import { missingServices, servicesElsewhere } from '../../wrong-backends';
import { gateway, route, WEB } from './example';

export const backendMissing: Rule = {
  id: 'gateway/backend-missing',
  severity: 'error',
  summary: 'A route names a Service that is not there, or not in its namespace.',
  why: 'The API server takes it; the route gets the condition ResolvedRefs=False (BackendNotFound), and its share of the requests is answered with 500. Without a namespace, a backend is looked for in that of the route.',
  fix: 'Write the name of the Service; where it is in another namespace, name that and let a ReferenceGrant there allow it.',
  bad: WEB + gateway() + route('{ name: wep, port: 80 }'),
  good: WEB + gateway() + route(),
  check: (examined) => {
    const backends = gatewayBackends(examined.cluster);
    return [...missingServices(examined, backends), ...servicesElsewhere(examined, backends)];
  },
};
