import type { Direction } from '../cluster/network-policy';
import type { Workload } from '../cluster/workload';
import { groupBy } from '../group-by';
import { formatPorts } from '../reach/port-set';
import { rangesText } from './end-names';
import type { ReachReport } from './report';
import { selectedConnections, selectedOutside, sidesOf } from './selected';

/**
 * The connections as a graph for Graphviz. Dashed workloads are unprotected at least one way; what they may do is not drawn,
 * but for what they may do to those that are isolated. With a selection, everything that it asks for is.
 */
export function* reachDot(report: ReachReport): Generator<string> {
  const { reachability, cluster } = report.network;
  const isWhole = report.selection.from !== undefined || report.selection.to !== undefined;
  const isFree = (workload: Workload, direction: Direction) =>
    sidesOf(reachability, workload, direction).some(({ policies }) => !policies.length);

  yield 'digraph gridwall {\n  rankdir=LR;\n  node [shape=box];\n';
  for (const [namespace, workloads] of groupBy(cluster.workloads, (workload) => workload.namespace)) {
    yield `  subgraph ${quoted(`cluster_${namespace}`)} {\n    label=${quoted(namespace)};\n`;
    for (const workload of workloads) {
      const isDashed = isFree(workload, 'ingress') || isFree(workload, 'egress');
      const label = `${workload.name}[${workload.kind}]`;
      yield `    ${quoted(workload.id)} [label=${quoted(label)}${isDashed ? ', style=dashed' : ''}];\n`;
    }
    yield '  }\n';
  }
  for (const { from, to, ports } of selectedConnections(report))
    if (isWhole || !isFree(from, 'egress') || !isFree(to, 'ingress')) yield edge(from.id, to.id, formatPorts(ports));
  const outside = [...selectedOutside(report)].filter(
    ({ workload, direction }) => isWhole || !isFree(workload, direction),
  );
  const alike = groupBy(outside, ({ workload, direction, ports }) => `${direction} ${workload.id} ${ports.id}`);
  for (const some of alike.values()) {
    const { workload, direction, ports } = some[0]!;
    for (const addresses of rangesText(some.map(({ range }) => range)))
      yield direction === 'ingress'
        ? edge(addresses, workload.id, formatPorts(ports))
        : edge(workload.id, addresses, formatPorts(ports));
  }
  yield '}\n';
}

function edge(from: string, to: string, label: string): string {
  return `  ${quoted(from)} -> ${quoted(to)} [label=${quoted(label)}];\n`;
}

/** @see https://graphviz.org/doc/info/lang.html */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
