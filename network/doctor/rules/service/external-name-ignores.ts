import { asList, specOf } from '../../pod-template';
import type { Fault, Rule } from '../../rule';

const external = (more: string) => `
apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { type: ExternalName, externalName: db.example.com${more} }
`;

export const externalNameIgnores: Rule = {
  id: 'service/external-name-ignores',
  severity: 'info',
  summary: 'A Service of type ExternalName has a selector or another targetPort, which do nothing.',
  why: 'It is a CNAME record and no more: clients connect to the port that they know, and no pod is selected. Ports alone are not found: Ingresses and meshes read them.',
  fix: 'Take the field away, or take another type of Service.',
  bad: external(', selector: { app: db }'),
  good: external(', ports: [{ port: 5432 }]'),
  *check(examined) {
    for (const { type, selector, origin } of examined.cluster.services) {
      if (type !== 'ExternalName') continue;
      const fault = (path: Fault['path'], message: string): Fault => ({
        on: origin,
        path,
        message,
        fix: `take ${path!.at(-1)} away`,
        edits: [{ path: path! }],
      });
      if (selector) yield fault(['spec', 'selector'], `selects ${selector.text}, which ExternalName has no use for`);
      const ports = asList(specOf(examined.objectOf(origin)).ports);
      for (const [index, { port, targetPort }] of ports.entries())
        if (targetPort !== undefined && targetPort !== null && targetPort !== port)
          yield fault(
            ['spec', 'ports', index, 'targetPort'],
            `port ${port} is not sent on to ${targetPort}: clients of an ExternalName connect to the port that they ask for`,
          );
    }
  },
};
