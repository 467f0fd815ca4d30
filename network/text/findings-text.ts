import type { Diagnosis } from '../doctor/diagnosis';
import type { Finding } from '../doctor/finding';
import { SEVERITIES, type Severity } from '../doctor/rule';
import { groupBy } from '../group-by';
import { formatPosition } from '../manifest/manifest';
import { notTakenLines } from './not-taken';
import { passedOverLines } from './remarks';
import { plain, type Style } from './style';

const MARKS: Readonly<Record<Severity, 'bad' | 'unsure' | 'aside'>> = {
  error: 'bad',
  warning: 'unsure',
  info: 'aside',
};
/** Of findings that are alike, so many are named. */
const NAMED = 3;

/** Findings for people: by file, those that are alike folded into the first, and a sum. */
export function* findingsText(diagnosis: Diagnosis, style: Style = plain): Generator<string> {
  const folded = foldAlike(diagnosis.findings);
  for (const [file, folds] of groupBy(folded, ([first]) => first!.position.source)) {
    yield `${style('heading', file || 'input')}\n`;
    for (const fold of folds) yield `${foldLines(fold, style).join('\n')}\n\n`;
  }
  for (const line of closingLines(diagnosis)) yield `${style('aside', line)}\n`;
  yield `${style(diagnosis.findings.length ? 'bad' : 'good', sumOf(diagnosis))}\n`;
}

/** Findings with the same words, in the place of the first. */
export function foldAlike(findings: readonly Finding[]): (readonly Finding[])[] {
  const alike = ({ rule, severity, message, fix }: Finding) => JSON.stringify([rule, severity, message, fix]);
  return [...groupBy(findings, alike).values()];
}

/** `3 errors, 1 warning in 40 objects; 2 are ignored, 7 are in the baseline` */
export function sumOf({ findings, ignored, known, objects }: Diagnosis): string {
  const found = SEVERITIES.map(
    (severity) => [severity, findings.filter((one) => one.severity === severity).length] as const,
  )
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => (severity === 'info' ? `${count} info` : counted(count, severity)));
  const beside = [
    ...(ignored.length ? [`${ignored.length} ignored`] : []),
    ...(known.length ? [`${known.length} in the baseline`] : []),
  ];
  return `${found.join(', ') || 'nothing found'} in ${counted(objects, 'object')}${beside.length ? ` (${beside.join(', ')})` : ''}`;
}

/** What was not looked at, and what the baseline has too much. */
export function closingLines({
  passedOver,
  passedOverKinds,
  notTakenIntoAccount,
  gone,
  pathsOfNothing,
}: Diagnosis): string[] {
  const kinds = [...passedOverKinds]
    .map(([name, count]) => ({
      apiVersion: name.slice(0, name.lastIndexOf('/')),
      kind: name.slice(name.lastIndexOf('/') + 1),
      count,
    }))
    .sort((one, other) => other.count - one.count);
  const more = notTakenIntoAccount.length - NAMED;
  return [
    ...notTakenLines([...notTakenIntoAccount.slice(0, NAMED), ...(more > 0 ? [`and ${more} more`] : [])], ''),
    ...passedOverLines(kinds).map((line) => `no rule looks at: ${line}`),
    ...(passedOver.length
      ? [
          `without any object: ${counted(passedOver.length, 'place')}, such as ${formatPosition(passedOver[0]!.position)} (${passedOver[0]!.reason})`,
        ]
      : []),
    ...(pathsOfNothing.length ? [`for no file that was read: overrides of ${pathsOfNothing.join(', ')}`] : []),
    ...(gone ? [`mended, and still in the baseline: ${gone}; --write-baseline takes them out`] : []),
  ];
}

function foldLines([first, ...more]: readonly Finding[], style: Style): string[] {
  const { rule, severity, object, field, position, message, fix } = first!;
  const place = [position.line, position.column].filter((part) => part !== undefined).join(':') || '-';
  const subject = [object, field].filter(Boolean).join(' ');
  const construct = position.construct ? `  ${style('aside', position.construct)}` : '';
  return [
    `  ${place}  ${style(MARKS[severity], severity)}  ${subject}${subject && '  '}${style('aside', rule)}${construct}`,
    `      ${message}`,
    `      fix: ${fix}`,
    ...(more.length
      ? [`      ${style('aside', `and ${more.length} more like it: ${namesOf(more, position.source)}`)}`]
      : []),
  ];
}

function namesOf(findings: readonly Finding[], source: string): string {
  const names = findings.slice(0, NAMED).map(({ object, position }) => {
    const place =
      position.source === source && position.line !== undefined ? `:${position.line}` : formatPosition(position);
    return object ? `${object} (${place})` : place;
  });
  return `${names.join(', ')}${findings.length > NAMED ? ', …' : ''}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
