import { referredPorts } from '../../../route/backend';
import { ingresses } from '../../../route/ingress';
import { specOf } from '../../pod-template';
import type { Rule } from '../../rule';
import { service } from './example';

const INGRESS = `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: api, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
    - host: api.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: api, port: { number: 80 } } } }] }
`;
const PORTS = 'ports: [{ port: 80, targetPort: 8080 }]';

export const affinityBehindIngress: Rule = {
  id: 'service/affinity-behind-ingress',
  severity: 'info',
  summary: 'A Service with sessionAffinity is behind an Ingress.',
  why: 'Most controllers connect to the pods themselves, past the Service, and where they do not, all clients have the address of the controller. Clients from outside do not stick to a pod.',
  fix: "Use the controller's own affinity, such as a cookie, and take sessionAffinity away unless clients inside of the cluster need it.",
  bad: service(`{ sessionAffinity: ClientIP, selector: { app: api }, ${PORTS} }`) + INGRESS,
  good: service(`{ selector: { app: api }, ${PORTS} }`) + INGRESS,
  *check(examined) {
    const { cluster } = examined;
    const sticky = cluster.services.filter(
      ({ origin }) => specOf(examined.objectOf(origin)).sessionAffinity === 'ClientIP',
    );
    if (!sticky.length) return;
    const behind = new Map(
      ingresses(cluster).flatMap(({ namespace, name, rules, defaultBackend }) =>
        [...rules.flatMap(({ backends }) => backends), ...(defaultBackend ? [defaultBackend] : [])].flatMap((ref) => {
          const found = referredPorts(cluster, ref);
          return typeof found === 'string' ? [] : [[found.service, `${namespace}/${name}`] as const];
        }),
      ),
    );
    for (const one of sticky) {
      const ingress = behind.get(one);
      if (ingress)
        yield {
          on: one.origin,
          path: ['spec', 'sessionAffinity'],
          message: `sessionAffinity ClientIP does not hold for what comes through Ingress ${ingress}`,
          fix: 'let the Ingress controller set a cookie, or keep it for clients inside of the cluster alone',
        };
    }
  },
};
