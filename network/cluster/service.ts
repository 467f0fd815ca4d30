import type { Manifest, Origin } from '../manifest/manifest';
import { type AddressRange, parseCidr } from './address';
import { isPortNumber, isProtocol, LAST_PORT, type Protocol } from './port';
import type { Report } from './report';
import { readEqualitySelector, type Selector } from './selector';

export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';

export interface Service {
  readonly namespace: string;
  readonly name: string;
  readonly type: ServiceType;
  /** `clusterIP: None`: its name leads to the pods themselves. */
  readonly headless: boolean;
  /** Absent: its endpoints are made by hand. */
  readonly selector?: Selector;
  readonly ports: readonly ServicePort[];
  readonly externalName?: string;
  /** Blocks that a load balancer admits; empty admits all. */
  readonly sourceRanges: readonly AddressRange[];
  readonly externalTrafficPolicy: 'Cluster' | 'Local';
  readonly publishNotReadyAddresses: boolean;
  /** Whether its ports are open on every node too. */
  readonly onNodes: boolean;
  /** Addresses that the cluster gave, from a dump; not `None`. */
  readonly clusterAddresses: readonly string[];
  readonly externalAddresses: readonly string[];
  readonly origin: Origin;
}

export interface ServicePort {
  readonly name?: string;
  readonly protocol: Protocol;
  readonly port: number;
  /** A port of the pods, or the name of one; the name may be another number on each pod. */
  readonly targetPort: number | string;
  readonly nodePort?: number;
}

const TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];

export function readService({ object, origin }: Manifest, namespace: string, report: Report): Service {
  const at = report.at('spec');
  const spec = at.fields(object.spec);
  const type = spec.type ?? 'ClusterIP';
  if (!TYPES.includes(type as string))
    at.at('type').problem('input/shape', `${JSON.stringify(type)} is no type of Service; write ${TYPES.join(', ')}`);
  const addresses = [spec.clusterIP, ...at.at('clusterIPs').list(spec.clusterIPs)];
  return {
    namespace,
    name: object.metadata.name,
    type: type as ServiceType,
    headless: spec.clusterIP === 'None',
    selector: readEqualitySelector(spec.selector, at.at('selector')),
    ports: readPorts(spec.ports, at.at('ports')),
    externalName: typeof spec.externalName === 'string' ? spec.externalName : undefined,
    sourceRanges: readRanges(spec.loadBalancerSourceRanges, at.at('loadBalancerSourceRanges')),
    externalTrafficPolicy: spec.externalTrafficPolicy === 'Local' ? 'Local' : 'Cluster',
    publishNotReadyAddresses: spec.publishNotReadyAddresses === true,
    onNodes: type === 'NodePort' || (type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false),
    clusterAddresses: [...new Set(addresses)].filter(
      (address): address is string => typeof address === 'string' && address !== '' && address !== 'None',
    ),
    externalAddresses: at
      .at('externalIPs')
      .list(spec.externalIPs)
      .filter((ip) => typeof ip === 'string'),
    origin,
  };
}

function readPorts(value: unknown, report: Report): ServicePort[] {
  return report.list(value).flatMap((item, index) => {
    const at = report.at(index);
    const { name, protocol = 'TCP', port, targetPort, nodePort } = at.fields(item);
    if (!isPortNumber(port)) {
      at.at('port').problem(
        'input/port',
        `${JSON.stringify(port) ?? 'nothing'} is not a port; write 1 to ${LAST_PORT}`,
      );
      return [];
    }
    if (!isProtocol(protocol)) {
      at.at('protocol').problem('input/port', `${JSON.stringify(protocol)} is no protocol; write TCP, UDP or SCTP`);
      return [];
    }
    // 0 and '' are what Go writes for "not given".
    const target = targetPort || port;
    if (typeof target !== 'string' && !isPortNumber(target)) {
      at.at('targetPort').problem('input/port', `${JSON.stringify(target)} is neither a port nor the name of one`);
      return [];
    }
    return {
      protocol,
      port,
      targetPort: target,
      ...(typeof name === 'string' && name !== '' ? { name } : {}),
      ...(isPortNumber(nodePort) ? { nodePort } : {}),
    };
  });
}

function readRanges(value: unknown, report: Report): AddressRange[] {
  return report.list(value).flatMap((text, index) => {
    const range = parseCidr(String(text).trim());
    if (range) return range;
    report
      .at(index)
      .problem('input/cidr', `${JSON.stringify(text)} is not an address block; write one like 10.0.0.0/8`);
    return [];
  });
}
