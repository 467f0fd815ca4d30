import { formatAddress } from '../cluster/address';
import type { Direction } from '../cluster/network-policy';
import type { Workload } from '../cluster/workload';
import { ingressControllerEdges } from '../route/controller-edges';
import { openRanges } from './address-cuts';
import { workloadConnections } from './connections';
import { formatPorts, type PortSet } from './port-set';
import type { Reachability } from './reachability';
import type { Side } from './sides';

/** A connection in the notation of netpol-analyzer. */
export interface ConnlistEdge {
  /** `namespace/name[Kind]`, `a.b.c.d-e.f.g.h` or `{ingress-controller}` */
  readonly src: string;
  readonly dst: string;
  /** `TCP 80,443,8080-8090,UDP 53` or `All Connections` */
  readonly conn: string;
}

/** Every connection between different workloads, and between workloads and IPv4 addresses outside; sorted. */
export function connlist(reachability: Reachability): ConnlistEdge[] {
  const edges: ConnlistEdge[] = [];
  for (const { from, to, ports } of workloadConnections(reachability))
    if (from !== to) edges.push({ src: from.id, dst: to.id, conn: formatPorts(ports) });
  edges.push(...controllerEdges(reachability));
  const outside = new Outside(reachability);
  for (const workload of reachability.cluster.workloads) {
    for (const { range, conn } of outside.of(workload, 'ingress')) edges.push({ src: range, dst: workload.id, conn });
    for (const { range, conn } of outside.of(workload, 'egress')) edges.push({ src: workload.id, dst: range, conn });
  }
  return edges.sort((one, other) => compare(one.src, other.src) || compare(one.dst, other.dst));
}

/** The name of a controller of Ingresses that is not known. */
export const INGRESS_CONTROLLER = '{ingress-controller}';

/** What the controller of the input's Ingresses and Routes reaches, where it is among the supposed workloads. */
function controllerEdges(reachability: Reachability): ConnlistEdge[] {
  const { portSets } = reachability;
  const controller = reachability.supposed.find(({ id }) => id === INGRESS_CONTROLLER);
  if (!controller) return [];
  const sender = reachability.group(controller.pods[0]!);
  const open = new Map<Workload, PortSet>();
  for (const { workload, pods, ports } of ingressControllerEdges(reachability.cluster)) {
    const admitted = reachability.byPolicies(sender, reachability.group(pods));
    const wanted = ports.map((port) => portSets.of('TCP', port)).reduce((one, other) => portSets.union(one, other));
    const both = portSets.intersection(admitted, wanted);
    open.set(workload, portSets.union(open.get(workload) ?? portSets.none, both));
  }
  return [...open]
    .filter(([, ports]) => ports !== portSets.none)
    .map(([workload, ports]) => ({ src: INGRESS_CONTROLLER, dst: workload.id, conn: formatPorts(ports) }));
}

/** Open IPv4 ranges of workloads; those of the same policies are worked out once. */
class Outside {
  private readonly known = new Map<Side, { range: string; conn: string }[]>();

  constructor(private readonly reachability: Reachability) {}

  of({ pods }: Workload, direction: Direction): readonly { range: string; conn: string }[] {
    const sides = [...new Set(pods.map((some) => this.reachability.side(this.reachability.group(some), direction)))];
    const known = sides.length === 1 ? this.known.get(sides[0]!) : undefined;
    if (known) return known;
    const ranges = openRanges(sides, this.reachability.portSets, 4).map(
      ({ range: { family, first, last }, ports }) => ({
        range: `${formatAddress(family, first)}-${formatAddress(family, last)}`,
        conn: formatPorts(ports),
      }),
    );
    if (sides.length === 1) this.known.set(sides[0]!, ranges);
    return ranges;
  }
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
