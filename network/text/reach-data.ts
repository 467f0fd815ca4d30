import { formatRange } from '../cluster/address';
import { formatPorts } from '../reach/port-set';
import { exposureData } from './exposure-text';
import { remarksData } from './remarks';
import type { ReachReport } from './report';
import { selectedConnections, selectedExposure, selectedOutside } from './selected';

/** The connections as data for programs; long lists come as they are read. */
export function reachData(report: ReachReport): Record<string, unknown> {
  return {
    connections: connections(report),
    outside: outside(report),
    exposure: selectedExposure(report).map(exposureData),
    ...remarksData(report),
  };
}

function* connections(report: ReachReport) {
  for (const { from, to, ports } of selectedConnections(report))
    yield { from: from.id, to: to.id, ports: formatPorts(ports) };
}

function* outside(report: ReachReport) {
  for (const { workload, direction, range, ports } of selectedOutside(report)) {
    const addresses = formatRange(range);
    const [from, to] = direction === 'ingress' ? [addresses, workload.id] : [workload.id, addresses];
    yield { from, to, ports: formatPorts(ports) };
  }
}
