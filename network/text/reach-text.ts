import { EndNames } from './end-names';
import { exposureText } from './exposure-text';
import { type Block, type DirectionOverview, overview } from './overview';
import { passedOverLines, remarks } from './remarks';
import type { ReachReport } from './report';
import { selectedExposure } from './selected';
import { plain, type Style } from './style';
import { wrapList } from './wrap';

const UNPROTECTED = 'unprotected';
const NO_POLICY =
  'no policy isolates these, so they reach, and are reached by, everyone outside and all who are let through at the other end';

/** The connections for people at a terminal, a piece at a time. */
export function* reachText(report: ReachReport, style: Style = plain, width = 100): Generator<string> {
  const { reachability, cluster } = report.network;
  yield `${count(cluster.workloads.length, 'workload')}, ${count(cluster.policies.length, 'NetworkPolicy', 'NetworkPolicies')}\n`;
  const free: string[] = [];
  for (const block of overview(reachability, report.selection)) {
    if (isPlain(block)) free.push(...block.workloads);
    else yield blockText(block, style, width);
  }
  const note = (title: string, text: string, names: readonly string[]) =>
    `\n${title}: ${text}\n  ${wrapList(names, '  ', width)}\n`;
  if (free.length) yield note(style('bad', 'Unprotected both ways'), NO_POLICY, free);

  yield* exposureText(selectedExposure(report), style);

  const { undecidable, notTakenIntoAccount, passedOver, passedOverKinds } = remarks(report);
  const names = new EndNames(cluster.workloads);
  for (const { question, workloads } of undecidable)
    yield note(style('unsure', 'Left open'), question, names.of(workloads));
  if (notTakenIntoAccount.length)
    yield note(style('unsure', 'Not taken into account'), 'these change who reaches whom', notTakenIntoAccount);
  const skipped = [...passedOver, ...passedOverLines(passedOverKinds)];
  if (skipped.length) yield '\n';
  for (const text of skipped) yield `${style('aside', `passed over: ${text}`)}\n`;
}

/** Unprotected both ways. */
export function isPlain({ ingress, egress }: Block): boolean {
  return ingress?.unprotected === true && egress?.unprotected === true;
}

function blockText({ workloads, ingress, egress }: Block, style: Style, width: number): string {
  return [
    `\n${style('heading', wrapList(workloads, '', width))}`,
    ...(ingress ? directionText('in ', 'from', ingress, style, width) : []),
    ...(egress ? directionText('out', 'to', egress, style, width) : []),
    '',
  ].join('\n');
}

function directionText(
  name: string,
  preposition: string,
  { unprotected, lines }: DirectionOverview,
  style: Style,
  width: number,
): string[] {
  const start = `  ${name}  `;
  if (!lines.length) return [`${start}${unprotected ? style('bad', UNPROTECTED) : style('good', 'nothing')}`];
  return lines.map(({ ports, ends }, index) => {
    const lead = `${index ? ' '.repeat(start.length) : start}${ports} ${preposition} `;
    return `${lead}${wrapList(ends, ' '.repeat(lead.length), width)}`;
  });
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
