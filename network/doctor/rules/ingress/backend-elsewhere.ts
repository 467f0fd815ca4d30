import type { Rule } from '../../rule';
import { ingressBackends } from '../../written-backends';
import { servicesElsewhere } from '../../wrong-backends';
import { ingress, WEB } from './example';

export const backendElsewhere: Rule = {
  id: 'ingress/backend-elsewhere',
  severity: 'error',
  summary: 'An Ingress names a Service of another namespace.',
  why: 'The backends of an Ingress are looked for in its own namespace alone, so the controller answers 503. See https://kubernetes.io/docs/concepts/services-networking/ingress/.',
  fix: 'Put the Ingress into the namespace of the Service; several Ingresses may share a host.',
  bad: WEB + ingress({ namespace: 'edge' }),
  good: WEB + ingress(),
  check: (examined) => servicesElsewhere(examined, ingressBackends(examined.cluster)),
};
