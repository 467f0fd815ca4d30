import { namespaceOf } from '../cluster/cluster';
import { groupBy } from '../group-by';
import { perCluster } from '../route/per-cluster';
import type { Examined } from './examined';

/**
 * Whether a Service that the input does not have may well be there: where the input has no pods of its namespace it is but a part of
 * the whole, and operators make Services for their custom resources.
 */
export function serviceMayBeElsewhere(examined: Examined, namespace: string, name: string): boolean {
  return (
    !examined.hasPods(namespace) ||
    namespace === 'kube-system' ||
    (namespace === 'default' && name === 'kubernetes') ||
    examined.isRefused('Service', namespace, name) ||
    (operated(examined.cluster).get(namespace) ?? []).some((owner) => name.startsWith(owner))
  );
}

/**
 * Whether pods that the input does not have may well run beside those it has: operators make them for their custom resources, and
 * most of what is in kube-system is never applied by hand.
 */
export function podsMayBeElsewhere(examined: Examined, namespace: string): boolean {
  return !examined.hasPods(namespace) || namespace === 'kube-system' || hasOperatedPods(examined, namespace);
}

/** Whether the namespace has custom resources for which an operator may run pods. */
export function hasOperatedPods({ cluster }: Examined, namespace: string): boolean {
  return operated(cluster).has(namespace);
}

/** Groups and kinds of custom resources for which nobody makes Services. */
const WITHOUT_SERVICES =
  /^([^/]+\.k8s\.io|[^/]*cert-manager\.io|[^/]+\.istio\.io|[^/]*linkerd\.io|[^/]*cilium\.io|[^/]*projectcalico\.org|[^/]*external-secrets\.io|[^/]*bitnami\.com|keda\.sh|[^/]*traefik\.(io|containo\.us))\/|\/(ServiceMonitor|PodMonitor|PrometheusRule|Probe)$/;

/**
 * How Services of custom resources are called: after the resource, such as `logs-es-http` of Elasticsearch `logs`, or after its kind,
 * such as `prometheus-operated`. By namespace.
 */
const operated = perCluster(({ manifests }) => {
  const custom = [...manifests].filter(([kind]) => /^[^/]+\.[^/]+\/.+\//.test(kind) && !WITHOUT_SERVICES.test(kind));
  const names = custom.flatMap(([, some]) =>
    some.flatMap(({ object }) =>
      [object.metadata.name, object.kind.toLowerCase()].map((name) => ({ namespace: namespaceOf(object), name })),
    ),
  );
  return new Map(
    [...groupBy(names, ({ namespace }) => namespace)].map(([namespace, some]) => [
      namespace,
      [...new Set(some.map(({ name }) => name))],
    ]),
  );
});
