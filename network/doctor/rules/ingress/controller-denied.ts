import { shutOut, shutOutFault } from '../../admission';
import type { Rule } from '../../rule';
import { ingress, WEB } from './example';

const POLICY = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
`;

export const isIngress = (kind: string) => kind === 'Ingress' || kind === 'Route';

export const controllerDenied: Rule = {
  id: 'ingress/controller-denied',
  severity: 'error',
  summary: 'A policy shuts out the controller of an Ingress from the pods behind it.',
  why: 'Controllers open connections of their own, so policies see their pods and not the clients. Shut out, they answer 502 or 504 after a while.',
  fix: 'Admit the namespace of the controller, on the port of the pods.',
  bad: `${WEB + ingress()}---${POLICY}`,
  good: `${WEB + ingress()}---${POLICY}  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ingress-nginx } } }]
      ports: [{ port: 8080 }]
`,
  check: (examined) =>
    shutOut(examined, isIngress)
      .filter(({ isSure }) => isSure)
      .map(shutOutFault),
};
