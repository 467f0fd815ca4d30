import type { Rule } from '../../rule';
import { servicePortSlips } from '../../service-port-slip';
import { deployment, policy } from './example';

const SERVICE = `
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec:
  selector: { app: api }
  ports: [{ port: 80, targetPort: 8080 }]
---`;

const from = (port: number) =>
  policy(
    'api',
    `
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector: { matchLabels: { app: web } }
      ports:
        - port: ${port}`,
  );

export const servicePortInsteadOfPodPort: Rule = {
  id: 'policy/service-port-instead-of-pod-port',
  severity: 'error',
  summary: 'A policy opens the port of a Service, not the port that its pods listen on.',
  why: 'Policies see a connection after the Service has led it to a pod: what counts is the port of the pod. The port that is opened is one that nobody listens on, and the one that is used stays shut. Where the policy speaks of other pods, too, it may be meant for those, and this is a warning. https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  fix: 'Write the targetPort of the Service, as a number.',
  bad: deployment('api') + deployment('web') + SERVICE + from(80),
  good: deployment('api') + deployment('web') + SERVICE + from(8080),
  *check(examined) {
    for (const {
      policy: { origin },
      path,
      index,
      port,
      service,
      targets,
      isSure,
    } of servicePortSlips(examined)) {
      const field = [...path, 'ports', index, 'port'];
      const ports = targets.join(', ');
      yield {
        on: origin,
        path: field,
        message: `port ${port.port} is that of Service ${service}; its pods listen on ${ports}, and policies see the port of the pods`,
        fix: `write ${ports}`,
        ...(!isSure && { severity: 'warning' }),
        ...(isSure && targets.length === 1 && { edits: [{ path: field, value: targets[0]! }] }),
      };
    }
  },
};
