import type { Direction } from '../cluster/network-policy';
import { formatPorts } from '../reach/port-set';
import { classConnections, isUnprotected, reachesItself, workloadClasses } from '../reach/workload-classes';
import { remarksData } from './remarks';
import type { ReachReport } from './report';

interface DescribedClass {
  readonly class: number;
  readonly workloads: readonly string[];
  /** Directions that no policy isolates. */
  readonly unprotected: readonly Direction[];
}

interface NamedConnection {
  readonly from: number;
  readonly to: number;
  readonly ports: string;
}

/**
 * Connections between classes of workloads that are alike to all policies: far fewer than between workloads. Those from classes
 * whose egress is unprotected to classes whose ingress is are left out: they are all there.
 */
export function classData(report: ReachReport): Record<string, unknown> {
  return { classes: describedClasses(report), connections: namedConnections(report), ...remarksData(report) };
}

export function* classText(report: ReachReport): Generator<string> {
  for (const { class: number, workloads, unprotected } of describedClasses(report)) {
    const mark = unprotected.length ? ` (unprotected ${unprotected.join(' and ')})` : '';
    yield `class ${number}${mark}: ${workloads.join(', ')}\n`;
  }
  for (const { from, to, ports } of namedConnections(report)) yield `class ${from} -> class ${to}: ${ports}\n`;
}

function* describedClasses({ network: { reachability } }: ReachReport): Generator<DescribedClass> {
  for (const one of workloadClasses(reachability))
    yield {
      class: one.number,
      workloads: one.workloads.map(({ id }) => id),
      unprotected: (['ingress', 'egress'] as const).filter((direction) => isUnprotected(reachability, one, direction)),
    };
}

function* namedConnections({ network: { reachability } }: ReachReport): Generator<NamedConnection> {
  const classes = workloadClasses(reachability);
  const free = (direction: Direction) => new Set(classes.filter((one) => isUnprotected(reachability, one, direction)));
  const [ingress, egress] = [free('ingress'), free('egress')];
  for (const { from, to, ports } of classConnections(reachability, classes)) {
    if ((egress.has(from) && ingress.has(to)) || (from === to && !reachesItself(from))) continue;
    yield { from: from.number, to: to.number, ports: formatPorts(ports) };
  }
}
