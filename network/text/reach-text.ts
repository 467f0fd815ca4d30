import { formatPosition } from '../manifest/manifest';
import { openQuestions } from '../reach/open-questions';
import { type Block, type DirectionOverview, overview } from './overview';
import type { ReachReport } from './report';
import { plain, type Style } from './style';
import { wrapList } from './wrap';

const UNPROTECTED = 'unprotected';

/** The connections for people at a terminal, a piece at a time. */
export function* reachText({ network, selection, passedOver }: ReachReport, style: Style = plain, width = 100) {
  const { reachability, cluster } = network;
  yield `${count(cluster.workloads.length, 'workload')}, ${count(cluster.policies.length, 'NetworkPolicy', 'NetworkPolicies')}\n`;
  const unprotected: string[] = [];
  for (const block of overview(reachability, selection)) {
    if (isPlain(block)) unprotected.push(...block.workloads);
    else yield blockText(block, style, width);
  }
  if (unprotected.length) {
    yield `\n${style('heading', 'Unprotected')}: no policy isolates these. They reach each other on all ports, everyone outside, and whoever lets them in\n`;
    yield `  ${style('bad', wrapList(unprotected, '  ', width))}\n`;
  }
  for (const { workloads, question } of openQuestions(reachability))
    yield `\n${style('unsure', 'Open question')}: ${question}\n  ${wrapList(workloads, '  ', width)}\n`;
  if (cluster.notTakenIntoAccount.length)
    yield `\n${style('unsure', 'Not taken into account')}: ${cluster.notTakenIntoAccount.join(', ')}\n`;
  for (const { position, reason } of passedOver)
    yield `${style('aside', `passed over: ${formatPosition(position)}: ${reason}`)}\n`;
}

/** Unprotected both ways, and nothing more was asked for. */
export function isPlain({ ingress, egress }: Block): boolean {
  return [ingress, egress].every((direction) => direction?.unprotected && !direction.lines.length);
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
