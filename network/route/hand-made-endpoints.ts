/** Endpoints of Services without a selector: somebody writes them down by hand. */
import { type AddressRange, parseAddress } from '../cluster/address';
import type { Cluster } from '../cluster/cluster';
import { isPortNumber, isProtocol, type Protocol } from '../cluster/port';
import { READ_KINDS } from '../cluster/read-kinds';
import type { Report } from '../cluster/report';
import { groupBy } from '../group-by';
import type { Manifest } from '../manifest/manifest';
import { perCluster } from './per-cluster';
import { readerOf } from './read-all';

export interface HandMadeEndpoint {
  readonly address: string;
  readonly range: AddressRange;
  readonly ready: boolean;
  readonly hostname?: string;
  /** Name of a Service port; empty for the unnamed one. */
  readonly portName: string;
  readonly protocol: Protocol;
  readonly port: number;
}

interface Endpoints {
  readonly service: string;
  readonly endpoints: readonly HandMadeEndpoint[];
}

const SERVICE_LABEL = 'kubernetes.io/service-name';

export const endpointSlices = readerOf(READ_KINDS.endpointSlices, readSlice);
export const endpointLists = readerOf(READ_KINDS.endpoints, readEndpoints);
const byService = perCluster((cluster) =>
  groupBy([...endpointLists(cluster), ...endpointSlices(cluster)], ({ service }) => service),
);

/** What Endpoints and EndpointSlices say of a Service, each address and port once. */
export function handMadeEndpoints(
  cluster: Cluster,
  { namespace, name }: { readonly namespace: string; readonly name: string },
): HandMadeEndpoint[] {
  const all = (byService(cluster).get(`${namespace}/${name}`) ?? []).flatMap(({ endpoints }) => endpoints);
  // Kubernetes mirrors Endpoints into EndpointSlices.
  const keyOf = ({ address, portName, protocol, port }: HandMadeEndpoint) =>
    [address, portName, protocol, port].join(' ');
  return [...new Map(all.map((endpoint) => [keyOf(endpoint), endpoint])).values()];
}

function readEndpoints({ object }: Manifest, namespace: string, report: Report): Endpoints {
  const endpoints = report
    .at('subsets')
    .list(object.subsets)
    .flatMap((subset, index) => {
      const at = report.at('subsets', index);
      const { addresses, notReadyAddresses, ports } = at.fields(subset);
      const read = (field: string, value: unknown, ready: boolean) =>
        at
          .at(field)
          .list(value)
          .flatMap((item, place) => {
            const { ip, hostname } = at.at(field, place).fields(item);
            return readAddress(ip, at.at(field, place, 'ip')).map((address) => ({ ...address, ready, hostname }));
          });
      return withPorts(
        [...read('addresses', addresses, true), ...read('notReadyAddresses', notReadyAddresses, false)],
        ports,
        at.at('ports'),
      );
    });
  return { service: `${namespace}/${object.metadata.name}`, endpoints };
}

function readSlice({ object }: Manifest, namespace: string, report: Report): Endpoints {
  const addresses = report
    .at('endpoints')
    .list(object.addressType === 'FQDN' ? [] : object.endpoints)
    .flatMap((endpoint, index) => {
      const at = report.at('endpoints', index);
      const { addresses: given, conditions, hostname } = at.fields(endpoint);
      // Not known counts as ready.
      const ready = at.at('conditions').fields(conditions).ready !== false;
      return at
        .at('addresses')
        .list(given)
        .flatMap((address, place) => readAddress(address, at.at('addresses', place)))
        .map((address) => ({ ...address, ready, hostname }));
    });
  return {
    service: `${namespace}/${object.metadata.labels?.[SERVICE_LABEL]}`,
    endpoints: withPorts(addresses, object.ports, report.at('ports')),
  };
}

function readAddress(value: unknown, report: Report): { address: string; range: AddressRange }[] {
  const range = parseAddress(String(value));
  if (range) return [{ address: String(value), range }];
  report.problem('input/shape', `${JSON.stringify(value) ?? 'nothing'} is not an address; write one like 10.0.0.1`);
  return [];
}

function withPorts(
  addresses: readonly { address: string; range: AddressRange; ready: boolean; hostname?: unknown }[],
  ports: unknown,
  report: Report,
): HandMadeEndpoint[] {
  return report.list(ports).flatMap((item, index) => {
    const at = report.at(index);
    const { name, port, protocol = 'TCP' } = at.fields(item);
    if (!isPortNumber(port) || !isProtocol(protocol)) {
      at.problem('input/port', `${JSON.stringify(item)} is not a port; write one like {port: 80, protocol: TCP}`);
      return [];
    }
    return addresses.map(({ hostname, ...address }) => ({
      ...address,
      ...(typeof hostname === 'string' ? { hostname } : {}),
      portName: typeof name === 'string' ? name : '',
      protocol,
      port,
    }));
  });
}
