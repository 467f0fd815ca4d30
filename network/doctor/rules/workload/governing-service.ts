import { matches } from '../../../cluster/selector';
import { findService } from '../../../route/lookup';
import { nearest } from '../../../route/nearest';
import { serviceMayBeElsewhere } from '../../elsewhere';
import { specOf } from '../../pod-template';
import type { Fault, Rule } from '../../rule';

const manifests = (service: string) => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec:
  serviceName: db-headless
  replicas: 2
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "registry.example/db:1.4.2", ports: [{ containerPort: 5432 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: ${service}, namespace: shop }
spec: { clusterIP: None, selector: { app: db }, ports: [{ port: 5432 }] }
`;

export const governingService: Rule = {
  id: 'workload/governing-service',
  severity: 'warning',
  summary: 'The serviceName of a StatefulSet is not that of a headless Service which selects its pods.',
  why: 'The names of the single pods, such as db-0.db-headless, are made under that Service. Without it the pods run, and nobody finds one of them by its name.',
  fix: 'Write the name of the headless Service of the pods as serviceName, or make such a Service.',
  bad: manifests('db'),
  good: manifests('db-headless'),
  *check(examined) {
    const { cluster } = examined;
    for (const manifest of examined.of('apps/v1/StatefulSet')) {
      const { serviceName } = specOf(manifest.object);
      const { namespace, labels } = examined.templateOf(manifest.origin)!;
      if (typeof serviceName !== 'string' || serviceName === '') continue;
      if (examined.isRefused('Service', namespace, serviceName)) continue;
      const service = findService(cluster, namespace, serviceName);
      const fault = (message: string, fix: string): Fault => ({
        on: manifest.origin,
        path: ['spec', 'serviceName'],
        message,
        fix,
      });
      if (!service) {
        const own = cluster.services.filter((one) => one.namespace === namespace);
        if (!own.length || serviceMayBeElsewhere(examined, namespace, serviceName)) continue;
        const headless = own.filter((one) => one.headless && one.selector && matches(one.selector, labels));
        const name =
          headless[0]?.name ??
          nearest(
            serviceName,
            own.map((one) => one.name),
          );
        yield fault(
          `there is no Service ${serviceName} in namespace ${namespace}`,
          name
            ? `write serviceName: ${name}`
            : `make a Service ${serviceName} with clusterIP: None that selects the pods`,
        );
      } else if (!service.headless)
        yield fault(
          `Service ${serviceName} is not headless, so its pods have no names that every cluster knows`,
          `write clusterIP: None into Service ${serviceName}, or name another Service that has it`,
        );
      else if (!service.selector || !matches(service.selector, labels))
        yield fault(
          `Service ${serviceName} selects ${service.selector?.text ?? 'nothing'}, not these pods`,
          `let Service ${serviceName} select the labels of the pods`,
        );
    }
  },
};
