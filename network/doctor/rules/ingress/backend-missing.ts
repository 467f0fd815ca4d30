import type { Rule } from '../../rule';
import { ingressBackends } from '../../written-backends';
import { missingServices, servicesElsewhere } from '../../wrong-backends';
import { ingress, WEB } from './example';

export const backendMissing: Rule = {
  id: 'ingress/backend-missing',
  severity: 'error',
  summary: 'An Ingress names a Service that its namespace does not have.',
  why: 'The API server takes it, and the controller answers 503 (Service Temporarily Unavailable) to every request of the rule. Backends are looked for in the namespace of the Ingress alone.',
  fix: 'Write the name of the Service, or put the Ingress into the namespace of the Service; several Ingresses may share a host.',
  bad: WEB + ingress({ backend: '{ service: { name: wep, port: { number: 80 } } }' }),
  good: WEB + ingress(),
  check: (examined) => {
    const backends = ingressBackends(examined.cluster);
    return [...missingServices(examined, backends), ...servicesElsewhere(examined, backends)];
  },
};
