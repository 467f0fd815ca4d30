/** Every way into the cluster from outside of it. */
import type { AddressRange } from '../cluster/address';
import type { Cluster } from '../cluster/cluster';
import type { Service, ServicePort } from '../cluster/service';
import type { Workload } from '../cluster/workload';
import type { Origin } from '../manifest/manifest';
import { formatPort, type PodsPeer, type Port, podsPeers } from '../reach/peer';
import { namesGateway, whyNotAttached } from './attachment';
import { type BackendRef, referredPorts } from './backend';
import { whyNoEndpoints } from './explain-endpoints';
import { gateways } from './gateway';
import { gatewayPods } from './gateway-class';
import { gatewayRoutes } from './gateway-route';
import { controllerPods, ingresses } from './ingress';
import { serviceText } from './lookup';
import { openShiftRoutes, routerPods } from './openshift-route';
import { perCluster } from './per-cluster';
import { endpointsOf, type PodsEndpoint, type ServiceEndpoint } from './service-endpoints';

export interface EntryPoint {
  /** `NodePort`, `LoadBalancer`, `ExternalIP`, `HostPort`, `HostNetwork`, `Ingress`, `Route`, `HTTPRoute` … */
  readonly kind: string;
  /** The object that opens it: `Service prod/web`. */
  readonly subject: string;
  /** What clients outside connect to: `TCP 30080 of every node`. */
  readonly at: string;
  readonly targets: readonly ServiceEndpoint[];
  /** The port of `at`, where it is one port that the input knows. */
  readonly port?: Port;
  /**
   * The pods that open connections of their own to the targets; empty where the input does not have them. Absent where nobody
   * does: what clients send arrives there itself.
   */
  readonly proxies?: readonly PodsPeer[];
  /** Blocks that clients have to be in; empty admits all. */
  readonly sources: readonly AddressRange[];
  /** Whether the pods, and the ipBlocks of policies, see the client's address: else they see a node's or a proxy's. */
  readonly keepsClientAddress: boolean;
  readonly notes: readonly string[];
  readonly origin: Origin;
}

/** @throws InputError for routes that the API server would refuse */
export const entryPoints = perCluster((cluster): readonly EntryPoint[] => [
  ...cluster.services.flatMap((service) => ofService(cluster, service)),
  ...cluster.workloads.flatMap(ofWorkload),
  ...ingressEntries(cluster),
  ...openShiftEntries(cluster),
  ...gatewayEntries(cluster),
]);

/** A port that is open, in ways that may differ from those of the Service's port. */
interface Opening {
  readonly open: number | 'picked';
  readonly sources: readonly AddressRange[];
  readonly notes: readonly string[];
}

function ofService(cluster: Cluster, service: Service): EntryPoint[] {
  if (service.type === 'ExternalName') return [];
  const keepsClientAddress = service.externalTrafficPolicy === 'Local';
  const entry = (
    kind: string,
    at: string,
    port: ServicePort,
    { open = port.port, sources = [], notes = [] }: Partial<Opening> = {},
  ): EntryPoint => {
    const targets = endpointsOf(cluster, service, port);
    return {
      kind,
      subject: serviceText(service),
      at,
      ...(open === 'picked' ? {} : { port: { protocol: port.protocol, port: open } }),
      targets,
      sources,
      keepsClientAddress,
      notes: [
        ...notes,
        ...(keepsClientAddress
          ? ['externalTrafficPolicy Local: pods see the address of the client, and nodes without such a pod drop it']
          : []),
        ...(targets.length ? [] : [whyNoEndpoints(cluster, service, port)]),
      ],
      origin: service.origin,
    };
  };
  return service.ports.flatMap((port) => {
    const { protocol, nodePort, port: number } = port;
    const entries: EntryPoint[] = [];
    if (service.type === 'LoadBalancer')
      entries.push(
        entry('LoadBalancer', `${protocol} ${number} of its load balancer`, port, { sources: service.sourceRanges }),
      );
    if (service.onNodes) {
      const where = nodePort === undefined ? `a ${protocol} port that the cluster picks` : `${protocol} ${nodePort}`;
      const notes = service.sourceRanges.length ? ['loadBalancerSourceRanges do not hold here'] : [];
      entries.push(entry('NodePort', `${where} of every node`, port, { open: nodePort ?? 'picked', notes }));
    }
    for (const address of service.externalAddresses)
      entries.push(entry('ExternalIP', `${protocol} ${number} of ${address}`, port));
    return entries;
  });
}

function ofWorkload(workload: Workload): EntryPoint[] {
  return podsPeers(workload).flatMap((peer): EntryPoint | EntryPoint[] => {
    const { ports, hostNetwork } = peer.pods;
    const base = { subject: workload.id, sources: [], keepsClientAddress: true, origin: peer.pods.origin };
    const target = ({ protocol, port }: Pick<PodsEndpoint, 'protocol' | 'port'>) => [{ ...peer, protocol, port }];
    if (!hostNetwork)
      return ports.flatMap((port) =>
        port.hostPort === undefined
          ? []
          : {
              ...base,
              kind: 'HostPort',
              at: `${port.protocol} ${port.hostPort} of its node`,
              port: { protocol: port.protocol, port: port.hostPort },
              targets: target(port),
              notes: [],
            },
      );
    const notes = ['a pod on the host network is open on its node, whatever policies say'];
    if (!ports.length)
      return { ...base, kind: 'HostNetwork', at: 'every port that it opens, of its node', targets: [], notes };
    return ports.map((port) => ({
      ...base,
      kind: 'HostNetwork',
      at: `${formatPort(port)} of its node`,
      port: { protocol: port.protocol, port: port.port },
      targets: target(port),
      notes,
    }));
  });
}

function ingressEntries(cluster: Cluster): EntryPoint[] {
  return ingresses(cluster).flatMap((ingress) => {
    const { namespace, name, rules, defaultBackend, origin } = ingress;
    const proxies = controllerPods(cluster, ingress);
    const common = { kind: 'Ingress', subject: `Ingress ${namespace}/${name}` };
    const fallback = defaultBackend
      ? [
          {
            ...throughProxy(cluster, proxies, [defaultBackend]),
            ...common,
            at: 'what no rule takes',
            origin,
          },
        ]
      : [];
    const ofRules = rules.map(({ host, path, pathType, backends }) => ({
      ...throughProxy(cluster, proxies, backends),
      ...common,
      at: `${host ?? '(any host)'}${path} (${pathType})`,
      origin,
    }));
    return [...ofRules, ...fallback];
  });
}

function openShiftEntries(cluster: Cluster): EntryPoint[] {
  return openShiftRoutes(cluster).map(({ namespace, name, host, rules, backends, origin }) => ({
    ...throughProxy(cluster, routerPods(cluster), backends),
    kind: 'Route',
    subject: `Route ${namespace}/${name}`,
    at: `${rules[0]?.host ?? host ?? '(a host that OpenShift picks)'}${rules[0]?.path ?? ''}`,
    origin,
  }));
}

/** Routes of the Gateway API at the listeners that take them. */
function gatewayEntries(cluster: Cluster): EntryPoint[] {
  return gatewayRoutes(cluster).flatMap((route) =>
    gateways(cluster)
      .filter((gateway) => namesGateway(route, gateway))
      .flatMap((gateway) =>
        gateway.listeners
          .filter((listener) => !whyNotAttached(cluster, route, gateway, listener))
          .map(({ name, protocol, port, hostname }) => {
            const hosts = route.hostnames.join(', ') || hostname;
            return {
              ...throughProxy(
                cluster,
                gatewayPods(cluster, gateway),
                route.rules.flatMap(({ backends }) => backends),
              ),
              kind: route.kind,
              subject: route.subject,
              at: `${protocol} ${port} of Gateway ${gateway.namespace}/${gateway.name} (listener ${name})${hosts ? ` for ${hosts}` : ''}`,
              origin: route.origin,
            };
          }),
      ),
  );
}

/** Proxies open connections of their own. */
function throughProxy(cluster: Cluster, proxies: readonly PodsPeer[], refs: readonly BackendRef[]) {
  const targets: ServiceEndpoint[] = [];
  const notes: string[] = [];
  for (const ref of refs.filter(({ weight }) => weight !== 0)) {
    const found = referredPorts(cluster, ref);
    if (typeof found === 'string') notes.push(found);
    else
      for (const port of found.ports) {
        const endpoints = endpointsOf(cluster, found.service, port);
        targets.push(...endpoints);
        if (!endpoints.length) notes.push(whyNoEndpoints(cluster, found.service, port));
      }
  }
  return { proxies, targets, notes, sources: [], keepsClientAddress: false };
}
