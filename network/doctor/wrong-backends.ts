/** What can be wrong with the Service, and its port, that a route sends requests to. */
import type { Service } from '../cluster/service';
import { findService, servicesIn, servicesNamed } from '../route/lookup';
import { nearest } from '../route/nearest';
import { findServicePort, servicePortText } from '../route/service-port';
import { serviceMayBeElsewhere } from './elsewhere';
import type { Examined } from './examined';
import type { Fault } from './rule';
import type { WrittenBackend } from './written-backends';

/** Services that no namespace of the input has. */
export function missingServices(examined: Examined, backends: readonly WrittenBackend[]): Fault[] {
  const { cluster } = examined;
  return withoutService(examined, backends).flatMap(({ ref: { namespace, name }, on, namePath: path }) => {
    if (servicesNamed(cluster, name).length || serviceMayBeElsewhere(examined, namespace, name)) return [];
    const names = servicesIn(cluster, namespace).map((service) => service.name);
    const near = nearest(name, names);
    const has = names.length
      ? `; it has ${names.slice(0, MOST_NAMES).join(', ')}${names.length > MOST_NAMES ? ', …' : ''}`
      : '';
    return {
      on,
      path,
      message: `namespace ${namespace} has no Service ${name}${has}`,
      fix: near ? `write ${near}, or add a Service ${name}` : `add a Service ${name} to namespace ${namespace}`,
    };
  });
}

const MOST_NAMES = 5;

/** Services that only other namespaces have. */
export function servicesElsewhere(examined: Examined, backends: readonly WrittenBackend[]): Fault[] {
  const { cluster } = examined;
  return withoutService(examined, backends).flatMap(({ ref: { namespace, name }, on, namePath: path }) => {
    const others = servicesNamed(cluster, name).map((service) => service.namespace);
    // Of a namespace with Services but without pods, the input has a part.
    const isPart = servicesIn(cluster, namespace).length > 0 && serviceMayBeElsewhere(examined, namespace, name);
    if (!others.length || isPart || examined.isRefused('Service', namespace, name)) return [];
    return {
      on,
      path,
      message: `Service ${name} is in namespace ${others.join(', ')}, and the backend is looked for in ${namespace}`,
      fix: `move the route to namespace ${others[0]}, or the Service and its pods to ${namespace}`,
    };
  });
}

/** Ports that the Service does not have. */
export function missingPorts(examined: Examined, backends: readonly WrittenBackend[]): Fault[] {
  return withoutPort(examined, backends).flatMap((one) => {
    const { backend, service } = one;
    const isOfPods = portsBefore(one).length > 0;
    if (findServicePort(service, backend.ref.port!) || (isOfPods && backend.takesPodPort)) return [];
    return { on: backend.on, path: backend.portPath, message: whyWrong(one), ...mending(one) };
  });
}

/** Ports of the pods instead of the Service's, where the controller may take them. */
export function podPorts(examined: Examined, backends: readonly WrittenBackend[]): Fault[] {
  return withoutPort(examined, backends).flatMap((one) => {
    const { backend } = one;
    if (!backend.takesPodPort || !portsBefore(one).length) return [];
    return { on: backend.on, path: backend.portPath, message: whyWrong(one), ...mending(one) };
  });
}

function whyWrong(one: WithoutPort): string {
  const { ref } = one.backend;
  const { service } = one;
  const asked = typeof ref.port === 'number' ? `port ${ref.port}` : `port named "${ref.port}"`;
  return portsBefore(one).length
    ? `${ref.port} is the port of the pods; Service ${service.name} has ${portsText(service)}`
    : `Service ${service.name} has no ${asked}; it has ${portsText(service)}`;
}

/** Ports of a protocol that requests do not come by. */
export function portsOfOtherProtocols(examined: Examined, backends: readonly WrittenBackend[]): Fault[] {
  return withoutPort(examined, backends).flatMap(({ backend: { ref, on, portPath: path }, service }) => {
    const found = findServicePort(service, ref.port!);
    if (!found) return [];
    const protocol = ref.protocol ?? 'TCP';
    return {
      on,
      path,
      message: `the requests come by ${protocol}, and that port of Service ${service.name} is ${servicePortText(found)}`,
      fix: `name a ${protocol} port of Service ${service.name}; it has ${portsText(service)}`,
    };
  });
}

interface WithoutPort {
  readonly backend: WrittenBackend;
  readonly service: Service;
}

function withoutService({ cluster }: Examined, backends: readonly WrittenBackend[]): WrittenBackend[] {
  return backends.filter(({ ref }) => !findService(cluster, ref.namespace, ref.name));
}

/** Not those of type ExternalName, whose ports mean nothing. */
function withoutPort({ cluster }: Examined, backends: readonly WrittenBackend[]): WithoutPort[] {
  return backends.flatMap((backend) => {
    const { namespace, name, port, protocol = 'TCP' } = backend.ref;
    const service = findService(cluster, namespace, name);
    if (!service || service.type === 'ExternalName' || findServicePort(service, port!, protocol)) return [];
    return { backend, service };
  });
}

/** Ports of the Service that lead to the port that is written. */
function portsBefore({ backend: { ref }, service }: WithoutPort) {
  return service.ports.filter(
    ({ targetPort, protocol }) => targetPort === ref.port && protocol === (ref.protocol ?? 'TCP'),
  );
}

function mending(one: WithoutPort): Pick<Fault, 'fix' | 'edits'> {
  const { backend, service } = one;
  const before = portsBefore(one);
  const [right] = before.length === 1 ? before : service.ports.length === 1 ? service.ports : [];
  if (!right) return { fix: `write one of its ports: ${portsText(service)}` };
  const isNumber = typeof backend.ref.port === 'number';
  return {
    fix: isNumber || !right.name ? `write the number ${right.port}` : `write ${right.name}`,
    ...(before.length === 1 && isNumber ? { edits: [{ path: backend.portPath, value: right.port }] } : {}),
  };
}

function portsText({ ports }: Service): string {
  return ports.map(servicePortText).join(', ') || 'none';
}
