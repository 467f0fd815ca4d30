import { formatRange } from '../cluster/address';
import type { Cluster } from '../cluster/cluster';
import type { Service, ServicePort } from '../cluster/service';
import type { Pods, Workload } from '../cluster/workload';
import { inputError } from '../input-error';
import { type AddressPeer, formatPeer, formatPort, type Peer, type PodsPeer, type Port } from '../reach/peer';
import { endpointNotes, whyNoEndpoints } from '../route/explain-endpoints';
import { podsAt, serviceText } from '../route/lookup';
import { endpointsOf } from '../route/service-endpoints';
import { findServicePort, whyNoPort } from '../route/service-port';
import { type Found, find, findMadeBy } from './lookup';
import type { PortReference, Reference, Target } from './reference';
import { peersOf } from './senders';
import { askedPods } from './supposed';

/** Who may take a connection, or why nobody does. */
export interface Destination {
  readonly to: string;
  readonly port: string;
  /** Any one of these takes it. */
  readonly hops: readonly Hop[];
  /** Set when there are no hops. */
  readonly nobody?: string;
  /** The Service that leads there. */
  readonly service?: Service;
  /** Whether it is reached on its port of the nodes. */
  readonly onNode?: boolean;
}

export interface Hop {
  readonly peer: Peer;
  /** The port that the receiver itself has. */
  readonly port: Port;
  readonly steps: readonly string[];
}

/** Finds who receives what is sent to a target. */
export class Receivers {
  constructor(
    private readonly cluster: Cluster,
    private readonly supposed: readonly Workload[],
  ) {}

  /**
   * One destination for each port that is asked for. Names without a namespace are looked for in `home` first.
   * @throws InputError when the target names nothing, or several things
   */
  of(target: Target, home?: string): Destination[] {
    const { port } = target;
    if ('construct' in target) return this.found(findMadeBy(this.cluster, target.construct), port, undefined);
    const { reference } = target;
    switch (reference.kind) {
      case 'name':
        return this.found(find(this.cluster, reference, home), port, reference.name);
      case 'supposed pod': {
        const { id } = askedPods(reference);
        const workloads = this.supposed.filter((workload) => workload.id === id).slice(0, 1);
        return toPods({ workloads, services: [] }, port, undefined);
      }
      case 'addresses':
        return this.atAddress(reference, port);
      case 'node':
        return this.onNodes(portOf(port, reference)) ?? [direct(reference, portOf(port, reference))];
      default:
        throw inputError('input/reference', 'a host name or URL needs a sender that looks it up');
    }
  }

  /** Through a Service, as a client that knows its name: on the Service's port, which the pods may have under another number. */
  toService(service: Service, port: PortReference | undefined): Destination[] {
    if (!port) return service.ports.map((servicePort) => this.toServicePort(service, servicePort));
    const servicePort = findServicePort(service, port.port, port.protocol);
    if (servicePort) return [this.toServicePort(service, servicePort)];
    const asked = `${port.protocol ?? 'TCP'} ${port.port}`;
    return [{ to: serviceText(service), port: asked, hops: [], nobody: whyNoPort(service, port.port, port.protocol) }];
  }

  /** What a node sends on from one of its ports, where some Service is there. */
  private onNodes({ protocol, port }: Port): Destination[] | undefined {
    for (const service of this.cluster.services.filter(({ onNodes }) => onNodes)) {
      const servicePort = service.ports.find((one) => one.nodePort === port && one.protocol === protocol);
      if (servicePort)
        return [{ ...this.toServicePort(service, servicePort), to: `node, to ${serviceText(service)}`, onNode: true }];
    }
    return undefined;
  }

  /** An address may be that of a pod or a Service, where the input comes from a running cluster. */
  private atAddress(peer: AddressPeer, port: PortReference | undefined): Destination[] {
    const address = peer.ranges.length === 1 ? formatRange(peer.ranges[0]!) : '';
    const pods = podsAt(this.cluster, address);
    if (pods) return podPorts(pods, port).map((one) => direct(pods, one));
    const service = this.cluster.services.find(({ clusterAddresses }) => clusterAddresses.includes(address));
    return service ? this.toService(service, port) : [direct(peer, portOf(port, { ...peer, kind: 'addresses' }))];
  }

  private found(found: Found, port: PortReference | undefined, name: string | undefined): Destination[] {
    const [workload] = found.workloads;
    const [service] = found.services;
    if (service && (!workload || isServicePort(workload, service, port))) return this.toService(service, port);
    return toPods(found, port, name);
  }

  private toServicePort(service: Service, servicePort: ServicePort): Destination {
    const to = serviceText(service);
    const port = formatPort(servicePort);
    const notes = endpointNotes(this.cluster, service, servicePort);
    const hops = endpointsOf(this.cluster, service, servicePort).map((endpoint) => {
      // The name of a headless Service leads straight to the pods: nobody translates the port.
      const own = service.headless ? servicePort : endpoint;
      const step = `${to} port ${port} leads to ${formatPort(own)} of ${formatPeer(endpoint)}`;
      return { peer: endpoint, port: own, steps: [step, ...notes] };
    });
    const nobody = hops.length ? undefined : whyNoEndpoints(this.cluster, service, servicePort);
    return { to, port, hops, nobody, service };
  }
}

function toPods(found: Found, port: PortReference | undefined, name: string | undefined): Destination[] {
  return peersOf(found, name).flatMap((peer) => podPorts(peer as PodsPeer, port).map((one) => direct(peer, one)));
}

function direct(peer: Peer, port: Port): Destination {
  return { to: formatPeer(peer), port: formatPort(port), hops: [{ peer, port, steps: [] }] };
}

/** Of a workload and a Service of one name: the Service, when the port is one of its own and not declared by the pods. */
function isServicePort({ pods }: Workload, service: Service, port: PortReference | undefined): boolean {
  if (!port || pods.some((some) => declared(some, port).length)) return false;
  return findServicePort(service, port.port, port.protocol) !== undefined;
}

function declared({ ports }: Pods, { port, protocol }: PortReference): Port[] {
  return ports.filter(
    (one) =>
      (typeof port === 'string' ? one.name === port : one.port === port) && (!protocol || one.protocol === protocol),
  );
}

/** The ports that a question about pods means. @throws InputError for a name that they don't have, or no port at all */
export function podPorts(peer: PodsPeer, port: PortReference | undefined): Port[] {
  const { ports } = peer.pods;
  if (!port) {
    if (ports.length) return [...ports];
    throw inputError('input/reference', `${formatPeer(peer)} declares no ports; name one, such as :80`);
  }
  const known = declared(peer.pods, port);
  if (known.length) return known;
  if (typeof port.port === 'number') return [{ protocol: port.protocol ?? 'TCP', port: port.port }];
  const has = ports.map(({ name, port: number }) => name ?? number).join(', ') || 'none';
  throw inputError('input/reference', `${formatPeer(peer)} has no port named "${port.port}"; it has ${has}`);
}

export function portOf(port: PortReference | undefined, reference: Reference): Port {
  if (typeof port?.port === 'number') return { protocol: port.protocol ?? 'TCP', port: port.port };
  const what = reference.kind === 'node' ? 'the node' : 'addresses';
  throw inputError('input/reference', `a connection to ${what} needs a port by number, such as :443`);
}
