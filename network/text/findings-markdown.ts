import type { Diagnosis } from '../doctor/diagnosis';
import type { Finding } from '../doctor/finding';
import { formatPosition } from '../manifest/manifest';
import { closingLines, foldAlike, sumOf } from './findings-text';
import { code, escaped, table } from './markdown';

/** Findings as a comment on a pull request. */
export function* findingsMarkdown(diagnosis: Diagnosis): Generator<string> {
  yield `**${escaped(sumOf(diagnosis))}**\n`;
  if (diagnosis.findings.length)
    yield `\n${table(['severity', 'where', 'what', 'fix'], foldAlike(diagnosis.findings).map(row))}`;
  for (const line of closingLines(diagnosis)) yield `\n${escaped(line)}\n`;
}

function row([first, ...more]: readonly Finding[]): string[] {
  const { rule, severity, object, field, position, message, fix } = first!;
  const subject = [object, field].filter((part) => part !== undefined).map((part) => code(part));
  const others = more.length ? ` and ${more.length} more` : '';
  return [
    severity,
    `${[...subject, escaped(formatPosition(position))].join('<br>')}${others}`,
    `${escaped(message)} (${code(rule)})`,
    escaped(fix),
  ];
}
