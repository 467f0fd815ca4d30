/** The pods that a Gateway's listeners run in. */
import type { Cluster } from '../cluster/cluster';
import { READ_KINDS } from '../cluster/read-kinds';
import type { Labels } from '../cluster/selector';
import type { PodsPeer } from '../reach/peer';
import type { Gateway } from './gateway';
import { labelled } from './ingress-class';
import { readerOf } from './read-all';

/** Labels of the pods that the usual controllers share among their Gateways, by the start of the controller's name. */
const SHARED: Readonly<Record<string, readonly Labels[]>> = {
  'traefik.io/': [{ 'app.kubernetes.io/name': 'traefik' }, { app: 'traefik' }],
  'konghq.com/': [{ 'app.kubernetes.io/name': 'gateway' }, { 'app.kubernetes.io/name': 'kong' }],
  'projectcontour.io/': [
    { app: 'envoy' },
    { 'app.kubernetes.io/name': 'contour', 'app.kubernetes.io/component': 'envoy' },
  ],
  'gateway.nginx.org/': [
    { 'app.kubernetes.io/name': 'nginx-gateway-fabric' },
    { 'app.kubernetes.io/name': 'nginx-gateway' },
  ],
  'io.cilium/': [{ 'k8s-app': 'cilium-envoy' }, { 'k8s-app': 'cilium' }],
};

export const gatewayClasses = readerOf<{ readonly name: string; readonly controller: string }>(
  READ_KINDS.gatewayClasses,
  ({ object }, _, report) => {
    const { controllerName } = report.at('spec').fields(object.spec);
    if (typeof controllerName !== 'string')
      report
        .at('spec', 'controllerName')
        .problem('input/shape', `${JSON.stringify(controllerName) ?? 'nothing'} names no controller`);
    return { name: object.metadata.name, controller: String(controllerName) };
  },
);

/** Pods of a Gateway, where the input has them: its own, by the labels that tell whose they are, or those all share. */
export function gatewayPods(cluster: Cluster, { namespace, name, className }: Gateway): readonly PodsPeer[] {
  const own = labelled(cluster, [{ 'gateway.networking.k8s.io/gateway-name': name }]).filter(
    ({ pods }) => pods.namespace === namespace,
  );
  const envoys = labelled(cluster, [
    { 'gateway.envoyproxy.io/owning-gateway-name': name, 'gateway.envoyproxy.io/owning-gateway-namespace': namespace },
  ]);
  if (own.length || envoys.length) return [...own, ...envoys];
  const controller = gatewayClasses(cluster).find((one) => one.name === className)?.controller;
  const shared = Object.entries(SHARED).find(([start]) => controller?.startsWith(start));
  return shared ? labelled(cluster, shared[1]) : [];
}
