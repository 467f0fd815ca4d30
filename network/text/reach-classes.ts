import type { Direction } from '../cluster/network-policy';
import { formatPorts } from '../reach/port-set';
import { classPorts, isUnprotected, type WorkloadClass, workloadClasses } from '../reach/workload-classes';
import { remarks } from './reach-data';
import type { ReachReport } from './report';

interface DescribedClass {
  readonly class: number;
  readonly workloads: readonly string[];
  /** Directions that no policy isolates. */
  readonly unprotected: readonly Direction[];
}

interface ClassConnection {
  readonly from: number;
  readonly to: number;
  readonly ports: string;
}

/**
 * Connections between classes of workloads that are alike to all policies: far fewer than between workloads. Those from classes
 * whose egress is unprotected to classes whose ingress is are left out: they are all there.
 */
export function classData(report: ReachReport): Record<string, unknown> {
  return { classes: describedClasses(report), connections: classConnections(report), ...remarks(report) };
}

export function* classText(report: ReachReport): Generator<string> {
  for (const { class: number, workloads, unprotected } of describedClasses(report)) {
    const mark = unprotected.length ? ` (unprotected ${unprotected.join(' and ')})` : '';
    yield `class ${number}${mark}: ${workloads.join(', ')}\n`;
  }
  for (const { from, to, ports } of classConnections(report)) yield `class ${from} -> class ${to}: ${ports}\n`;
}

function* describedClasses({ network: { reachability } }: ReachReport): Generator<DescribedClass> {
  for (const one of workloadClasses(reachability))
    yield {
      class: one.number,
      workloads: one.workloads.map(({ id }) => id),
      unprotected: (['ingress', 'egress'] as const).filter((direction) => isUnprotected(reachability, one, direction)),
    };
}

function* classConnections({ network: { reachability } }: ReachReport): Generator<ClassConnection> {
  const classes = workloadClasses(reachability);
  const open = new Set(classes.filter((one) => isUnprotected(reachability, one, 'ingress')));
  const isOne = ({ workloads }: WorkloadClass) => workloads.length === 1;
  for (const from of classes) {
    const isFree = isUnprotected(reachability, from, 'egress');
    for (const to of classes) {
      if ((isFree && open.has(to)) || (from === to && isOne(from))) continue;
      const ports = classPorts(reachability, from, to);
      if (ports !== reachability.portSets.none) yield { from: from.number, to: to.number, ports: formatPorts(ports) };
    }
  }
}
