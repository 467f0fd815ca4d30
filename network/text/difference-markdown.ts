import type { FoldedConnections } from '../reach/fold-difference';
import type { DifferenceReport } from './difference-report';
import { code, escaped, table } from './markdown';

/** The difference for a pull request: what opens comes first. */
export function differenceMarkdown(report: DifferenceReport): string {
  const { workloads, opened, closed, summary, notTakenIntoAccount } = report;
  const notes = [...workloads].sort((one, other) => Number(other.opens) - Number(one.opens));
  const sections = [
    `### Network: ${summary ?? 'no connection opens or closes'}\n`,
    ...(notes.length
      ? [
          table(
            ['workload', 'what changes'],
            notes.map(({ workload, what }) => [code(workload), escaped(what)]),
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
