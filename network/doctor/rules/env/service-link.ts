import { groupBy } from '../../../group-by';
import { serviceText } from '../../../route/lookup';
import { serviceEnvironment } from '../../../route/service-environment';
import { asList } from '../../pod-template';
import type { Rule } from '../../rule';

const manifests = (variable: string) => `
apiVersion: v1
kind: Pod
metadata: { name: minio, namespace: shop, labels: { app: minio } }
spec:
  containers:
    - name: minio
      image: registry.example/minio:1.4.2
      ports: [{ containerPort: 9000 }]
      env: [{ name: ${variable}, value: "9000" }]
---
apiVersion: v1
kind: Service
metadata: { name: minio, namespace: shop }
spec: { selector: { app: minio }, ports: [{ port: 9000 }] }
`;

export const serviceLink: Rule = {
  id: 'env/service-link',
  severity: 'info',
  summary: 'A variable has the name of one that Kubernetes makes for a Service.',
  why: 'Pods get variables for the Services of their namespace: MINIO_PORT is tcp://10.0.0.1:9000 wherever nobody sets it. What is written down wins; a container that forgets it reads the other one, and fails in a way that nobody understands.',
  fix: 'Give the variable another name, or write enableServiceLinks: false into the spec of the pods.',
  bad: manifests('MINIO_PORT'),
  good: manifests('MINIO_API_PORT'),
  *check(examined) {
    const services = groupBy(examined.cluster.services, ({ namespace }) => namespace);
    const links = new Map(
      [...services].map(([namespace, some]) => [
        namespace,
        new Map(
          some.flatMap((service) => Object.keys(serviceEnvironment(service)).map((name) => [name, service] as const)),
        ),
      ]),
    );
    for (const { manifest, namespace, spec, containers } of examined.podTemplates) {
      const made = links.get(namespace);
      if (!made || spec.enableServiceLinks === false) continue;
      for (const { path, fields } of containers)
        for (const [index, { name }] of asList(fields.env).entries()) {
          const service = made.get(String(name));
          if (service)
            yield {
              on: manifest.origin,
              path: [...path, 'env', index, 'name'],
              message: `${name} is also what Kubernetes sets for ${serviceText(service)}`,
              fix: 'take another name, or write enableServiceLinks: false into the spec of the pods',
            };
        }
    }
  },
};
