import { formatPosition } from '../manifest/manifest';
import type { ExposedTarget, Exposure } from '../question/exposure';
import { VERDICT_MARKS } from './answer-text';
import { code, escaped, table } from './markdown';
import { plain, type Style } from './style';

/** Ways in from outside, a few lines each. */
export function* exposureText(entries: readonly Exposure[], style: Style = plain): Generator<string> {
  if (entries.length) yield `\n${style('heading', 'From outside')}\n`;
  for (const entry of entries) {
    yield `  ${entryText(entry)}\n`;
    for (const target of entry.targets) yield `    -> ${targetText(target, style)}\n`;
    for (const note of notesOf(entry)) yield `    ${note}\n`;
  }
}

/** The same as a table. */
export function* exposureMarkdown(entries: readonly Exposure[]): Generator<string> {
  if (!entries.length) return;
  const rows = entries.flatMap((entry) => {
    const way = escaped(entryText(entry));
    const targets = entry.targets.map(({ to, port, verdict }) => [way, `${escaped(port)} of ${code(to)}`, verdict]);
    return targets.length ? targets : [[way, escaped(notesOf(entry).join('; ')), entry.verdict]];
  });
  yield '\n**From outside**\n\n';
  yield table(['way in', 'leads to', 'policies'], rows);
}

/** The same as data. */
export function exposureData({ position, ...entry }: Exposure): object {
  return { ...entry, position: formatPosition(position) };
}

/** `LoadBalancer of Service prod/web: TCP 80 of its load balancer, from 10.0.0.0-10.255.255.255` */
export function entryText({
  kind,
  subject,
  at,
  sources = [],
}: Pick<Exposure, 'kind' | 'subject' | 'at'> & Partial<Exposure>): string {
  const title = subject.startsWith(`${kind} `) ? subject : `${kind} of ${subject}`;
  return `${title}: ${at}${sources.length ? `, from ${sources.join(', ')}` : ''}`;
}

/** `TCP 8080 of prod/web[Deployment]: denied to {ingress-controller}: …` */
function targetText({ to, port, from, verdict, reason }: ExposedTarget, style: Style): string {
  const judged = style(VERDICT_MARKS[verdict], verdict);
  return verdict === 'allowed'
    ? `${port} of ${to}: ${judged} to ${from}`
    : `${port} of ${to}: ${judged}, from ${from}: ${reason}`;
}

function notesOf({ notes, targets }: Exposure): readonly string[] {
  return notes.length || targets.length ? notes : ['leads nowhere'];
}
