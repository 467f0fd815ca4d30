import type { FoldedConnections } from '../reach/fold-difference';
import { type DifferenceReport, NOTHING_CHANGES } from './difference-report';
import { entryText } from './exposure-text';
import { notTakenLines } from './not-taken';
import { plain, type Style } from './style';

const MARKS = {
  opens: { sign: '+', mark: 'bad' },
  closes: { sign: '-', mark: 'good' },
  neither: { sign: '*', mark: 'aside' },
} as const;

/** The difference for people at a terminal: what opens with a plus, what closes with a minus. */
export function differenceText(report: DifferenceReport, style: Style = plain): string {
  const { workloads, waysIn, opened, closed, summary, notTakenIntoAccount } = report;
  const line = (effect: keyof typeof MARKS, text: string) => {
    const { sign, mark } = MARKS[effect];
    return style(mark, `${sign} ${text}`);
  };
  const connections = (effect: 'opens' | 'closes', rows: readonly FoldedConnections[]) =>
    rows.map(({ from, to, ports }) => line(effect, `${from.join(', ')} -> ${to.join(', ')}: ${ports}`));
  return [
    summary ?? NOTHING_CHANGES,
    ...waysIn.map((way) => line(way.effect, `way in ${way.change}: ${entryText(way)}: ${way.what}`)),
    ...workloads.map((note) => line(note.effect, `${note.workloads.join(', ')}: ${note.what}`)),
    ...connections('opens', opened),
    ...connections('closes', closed),
    ...notTakenLines(notTakenIntoAccount, ''),
    '',
  ].join('\n');
}
