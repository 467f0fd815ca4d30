import type { FoldedConnections } from '../reach/fold-difference';
import { type DifferenceReport, NOTHING_CHANGES, type WorkloadNote } from './difference-report';
import { entryText } from './exposure-text';
import { code, escaped, table } from './markdown';

const rank = ({ effect }: WorkloadNote) => ['opens', 'neither', 'closes'].indexOf(effect);

/** The difference for a pull request: what opens comes first. */
export function differenceMarkdown(report: DifferenceReport): string {
  const { workloads, waysIn, opened, closed, summary, notTakenIntoAccount } = report;
  const notes = [...workloads].sort((one, other) => rank(one) - rank(other));
  const sections = [
    `### Network: ${summary ?? NOTHING_CHANGES}\n`,
    ...(waysIn.length
      ? [
          '**Ways in**\n',
          table(
            ['change', 'way in', 'what'],
            waysIn.map((way) => [way.change, escaped(entryText(way)), escaped(way.what)]),
          ),
        ]
      : []),
    ...(notes.length
      ? [
          table(
            ['workload or Service', 'what changes'],
            notes.map(({ workloads: some, what }) => [names(some), escaped(what)]),
          ),
        ]
      : []),
    ...connections('Opened', opened),
    ...connections('Closed', closed),
    ...(notTakenIntoAccount.length ? [`Not taken into account: ${notTakenIntoAccount.map(code).join(', ')}\n`] : []),
  ];
  return sections.join('\n');
}

function connections(title: string, rows: readonly FoldedConnections[]): string[] {
  if (!rows.length) return [];
  const cells = rows.map(({ from, to, ports }) => [names(from), names(to), escaped(ports)]);
  return [`**${title}**\n`, table(['from', 'to', 'ports'], cells)];
}

function names(ends: readonly string[]): string {
  return ends.map(code).join(', ');
}
