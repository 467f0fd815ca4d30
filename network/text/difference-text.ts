import type { DifferenceReport } from './difference-report';
import { plain, type Style } from './style';

/** The difference for people at a terminal: what opens with a plus, what closes with a minus. */
export function differenceText(report: DifferenceReport, style: Style = plain): string {
  const { workloads, opened, closed, summary, notTakenIntoAccount } = report;
  const line = (opens: boolean, text: string) => style(opens ? 'bad' : 'good', `${opens ? '+' : '-'} ${text}`);
  return [
    summary ?? 'no connection opens or closes',
    ...workloads.map(({ workload, what, opens }) => line(opens, `${workload}: ${what}`)),
    ...opened.map(({ from, to, ports }) => line(true, `${from.join(', ')} -> ${to.join(', ')}: ${ports}`)),
    ...closed.map(({ from, to, ports }) => line(false, `${from.join(', ')} -> ${to.join(', ')}: ${ports}`)),
    ...(notTakenIntoAccount.length ? [`not taken into account: ${notTakenIntoAccount.join(', ')}`] : []),
    '',
  ].join('\n');
}
