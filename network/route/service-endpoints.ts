/** Where a Service sends what arrives at one of its ports. */
import type { Cluster } from '../cluster/cluster';
import type { Protocol } from '../cluster/port';
import { matches } from '../cluster/selector';
import type { Service, ServicePort } from '../cluster/service';
import type { Pods } from '../cluster/workload';
import type { AddressPeer, PodsPeer } from '../reach/peer';
import { handMadeEndpoints } from './hand-made-endpoints';
import { podsAt, podsIn } from './lookup';

export type ServiceEndpoint = PodsEndpoint | AddressEndpoint;

/** A port of pods. */
export interface PodsEndpoint extends PodsPeer {
  readonly protocol: Protocol;
  readonly port: number;
}

/** An address that somebody wrote into Endpoints by hand and that is no pod's of the input. */
export interface AddressEndpoint extends AddressPeer {
  readonly protocol: Protocol;
  readonly port: number;
}

/** Pods that the Service selects, in its own namespace; those of workloads scaled to 0 are among them. */
export function selectedPods(cluster: Cluster, { namespace, selector, type }: Service): readonly PodsPeer[] {
  if (!selector || type === 'ExternalName') return [];
  return podsIn(cluster, namespace).filter(({ pods }) => matches(selector, pods.labels));
}

/** Endpoints of a Service's port; without those of workloads scaled to 0. */
export function endpointsOf(cluster: Cluster, service: Service, port: ServicePort): readonly ServiceEndpoint[] {
  if (service.type === 'ExternalName') return [];
  if (!service.selector) return endpointsByHand(cluster, service, port);
  return targetsOf(cluster, service, port).filter(({ pods }) => pods.replicas !== 0);
}

/** The selected pods that have the port; those of workloads scaled to 0 are among them. */
export function targetsOf(cluster: Cluster, service: Service, port: ServicePort): readonly PodsEndpoint[] {
  return selectedPods(cluster, service).flatMap((peer) => {
    const number = podPort(peer.pods, port);
    return number === undefined ? [] : { ...peer, protocol: port.protocol, port: number };
  });
}

/** The port of these pods behind a Service port: a name may be another number on each pod, or none. */
export function podPort({ ports }: Pods, { targetPort, protocol }: ServicePort): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return ports.find((port) => port.name === targetPort && port.protocol === protocol)?.port;
}

function endpointsByHand(cluster: Cluster, service: Service, { name = '' }: ServicePort): ServiceEndpoint[] {
  return handMadeEndpoints(cluster, service)
    .filter(({ portName, ready }) => portName === name && (ready || service.publishNotReadyAddresses))
    .map(({ address, range, protocol, port }) => {
      const pods = podsAt(cluster, address);
      return pods ? { ...pods, protocol, port } : { kind: 'addresses', ranges: [range], protocol, port };
    });
}
