import type { Rule } from '../../rule';
import { ingressBackends } from '../../written-backends';
import { podPorts } from '../../wrong-backends';
import { ingress, WEB } from './example';

export const backendPodPort: Rule = {
  id: 'ingress/backend-pod-port',
  severity: 'warning',
  summary: 'An Ingress names the port of the pods instead of that of the Service.',
  why: 'A backend is a port of the Service. ingress-nginx also understands the targetPort behind it; other controllers answer 503.',
  fix: 'Write the port of the Service.',
  bad: WEB + ingress({ backend: '{ service: { name: web, port: { number: 8080 } } }' }),
  good: WEB + ingress(),
  check: (examined) => podPorts(examined, ingressBackends(examined.cluster)),
};
