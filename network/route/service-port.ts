import type { Protocol } from '../cluster/port';
import type { Service, ServicePort } from '../cluster/service';
import { serviceText } from './lookup';

/** The port of a Service by its number or its name; the first of several protocols unless one is asked for. */
export function findServicePort(
  { ports }: Service,
  numberOrName: number | string,
  protocol?: Protocol,
): ServicePort | undefined {
  return ports.find(
    (port) =>
      (typeof numberOrName === 'number' ? port.port === numberOrName : port.name === numberOrName) &&
      (protocol === undefined || port.protocol === protocol),
  );
}

/** Why a Service has no such port, with those it has. */
export function whyNoPort(service: Service, numberOrName: number | string, protocol?: Protocol): string {
  const asked = typeof numberOrName === 'number' ? `port ${numberOrName}` : `port named "${numberOrName}"`;
  const ports = service.ports.map(servicePortText).join(', ') || 'none';
  const behind = service.ports.find(({ targetPort }) => targetPort === numberOrName);
  const hint = behind ? `; ${numberOrName} is the port of its pods, behind its port ${behind.port}` : '';
  return `${serviceText(service)} has no ${protocol ? `${protocol} ` : ''}${asked}; it has ${ports}${hint}`;
}

/** `TCP 80 (http)` */
export function servicePortText({ protocol, port, name }: Pick<ServicePort, 'protocol' | 'port' | 'name'>): string {
  return `${protocol} ${port}${name ? ` (${name})` : ''}`;
}
