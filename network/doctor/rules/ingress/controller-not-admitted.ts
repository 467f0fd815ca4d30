import { shutOut, shutOutFault } from '../../admission';
import type { Rule } from '../../rule';
import { isIngress } from './controller-denied';
import { ingress, WEB } from './example';

const policy = (namespace: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: lab }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${namespace} } } }]
      ports: [{ port: 8080 }]
`;

export const controllerNotAdmitted: Rule = {
  id: 'ingress/controller-not-admitted',
  severity: 'warning',
  summary: 'Policies admit only namespaces in which the controller of the Ingress hardly is.',
  why: 'Controllers open connections of their own, so policies see their pods and not the clients. Unless the controller runs in one of the namespaces that are admitted, it answers 502 or 504 after a while.',
  fix: 'Admit the namespace of the controller, on the port of the pods.',
  bad: `${WEB + ingress()}---${policy('lab')}`,
  good: `${WEB + ingress()}---${policy('ingress-nginx')}`,
  check: (examined) =>
    shutOut(examined, isIngress)
      .filter(({ isSure }) => !isSure)
      .map(shutOutFault),
};
