import { shutOut, shutOutFault } from '../../admission';
import type { Rule } from '../../rule';
import { gateway, route, WEB } from './example';

const POLICY = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web } }
  policyTypes: [Ingress]
`;

export const controllerDenied: Rule = {
  id: 'gateway/controller-denied',
  severity: 'error',
  summary: 'A policy shuts out the Gateway from the pods behind a route.',
  why: 'Gateways open connections of their own, so policies see their pods and not the clients. Shut out, they answer 503 or 504 after a while.',
  fix: 'Admit the pods of the Gateway, on the port of the pods.',
  bad: `${WEB + gateway() + route()}${POLICY}`,
  good: `${WEB + gateway() + route()}${POLICY}  ingress:
    - from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: edge-gateway } } }]
      ports: [{ port: 8080 }]
`,
  check: (examined) =>
    shutOut(examined, (kind) => kind.endsWith('Route') && kind !== 'Route')
      .filter(({ isSure }) => isSure)
      .map(shutOutFault),
};
