import type { Service } from '../cluster/service';

/**
 * The variables that a pod gets for a Service of its namespace which was there before it, unless the pod sets
 * `enableServiceLinks: false`. None for Services without a cluster IP.
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
export function serviceEnvironment(service: Service): Readonly<Record<string, string>> {
  const { name, headless, type, ports, clusterAddresses } = service;
  const [first] = ports;
  if (headless || type === 'ExternalName' || !first) return {};
  const host = clusterAddresses[0] ?? '<cluster IP>';
  const prefix = variable(name);
  const named = ports.filter((port) => port.name);
  const links = ports.flatMap(({ port, protocol }) => {
    const link = `${prefix}_PORT_${port}_${protocol}`;
    return [
      [link, url(protocol, host, port)],
      [`${link}_PROTO`, protocol.toLowerCase()],
      [`${link}_PORT`, String(port)],
      [`${link}_ADDR`, host],
    ];
  });
  return Object.fromEntries([
    [`${prefix}_SERVICE_HOST`, host],
    [`${prefix}_SERVICE_PORT`, String(first.port)],
    ...named.map((port) => [`${prefix}_SERVICE_PORT_${variable(port.name!)}`, String(port.port)]),
    [`${prefix}_PORT`, url(first.protocol, host, first.port)],
    ...links,
  ]);
}

function variable(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}

function url(protocol: string, host: string, port: number): string {
  return `${protocol.toLowerCase()}://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
