import type { Rule } from '../../rule';
import { ingressBackends } from '../../written-backends';
import { missingPorts } from '../../wrong-backends';
import { ingress, WEB } from './example';

export const backendPortMissing: Rule = {
  id: 'ingress/backend-port-missing',
  severity: 'error',
  summary: 'An Ingress names a port that its Service does not have.',
  why: 'The API server takes it, and the controller answers 503 to every request of the rule.',
  fix: 'Write the number or the name of a port of the Service.',
  bad: WEB + ingress({ backend: '{ service: { name: web, port: { name: web } } }' }),
  good: WEB + ingress({ backend: '{ service: { name: web, port: { name: http } } }' }),
  check: (examined) => missingPorts(examined, ingressBackends(examined.cluster)),
};
