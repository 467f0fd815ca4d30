import type { Rule } from '../../rule';
import { ingressBackends } from '../../written-backends';
import { missingServices } from '../../wrong-backends';
import { ingress, WEB } from './example';

export const backendMissing: Rule = {
  id: 'ingress/backend-missing',
  severity: 'error',
  summary: 'An Ingress names a Service that is not there.',
  why: 'The API server takes it, and the controller answers 503 (Service Temporarily Unavailable) to every request of the rule.',
  fix: 'Write the name of the Service, or add the Service.',
  bad: WEB + ingress({ backend: '{ service: { name: wep, port: { number: 80 } } }' }),
  good: WEB + ingress(),
  check: (examined) => missingServices(examined, ingressBackends(examined.cluster)),
};
