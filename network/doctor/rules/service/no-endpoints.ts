import { whyNoEndpoints } from '../../../route/explain-endpoints';
import { selectedPods } from '../../../route/service-endpoints';
import type { Examined } from '../../examined';
import type { Rule } from '../../rule';

export const noEndpoints: Rule = {
  id: 'service/no-endpoints',
  severity: 'error',
  summary: 'A Service selects no pods.',
  why: 'The Service gets an address and a name, and every connection to it is refused or hangs: nobody answers. Labels are compared letter by letter, and only in the namespace of the Service.',
  fix: 'Write the labels of the pod template into the selector.',
  bad: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - { name: api, image: "registry.example/api:1.4.2", ports: [{ containerPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec:
  selector: { app: apii }
  ports: [{ port: 80, targetPort: 8080 }]
`,
  good: `
apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - { name: api, image: "registry.example/api:1.4.2", ports: [{ containerPort: 8080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: api, namespace: shop }
spec:
  selector: { app: api }
  ports: [{ port: 80, targetPort: 8080 }]
`,
  *check(examined: Examined) {
    const { cluster } = examined;
    for (const service of cluster.services) {
      const { namespace, selector, type, ports, origin } = service;
      if (!selector || type === 'ExternalName' || !ports[0] || !examined.hasPods(namespace)) continue;
      if (selectedPods(cluster, service).length > 0) continue;
      yield {
        on: origin,
        path: ['spec', 'selector'],
        message: whyNoEndpoints(cluster, service, ports[0]).replace(/^Service \S+ /, ''),
        fix: 'write labels that the pods have, or apply the pods that have these',
      };
    }
  },
};
