import { formatPosition } from '../manifest/manifest';
import { openQuestions } from '../reach/open-questions';
import { code, escaped, table } from './markdown';
import { type Block, type DirectionOverview, overview } from './overview';
import { isPlain } from './reach-text';
import type { ReachReport } from './report';

/** The connections as a table for a document or a pull request. */
export function* reachMarkdown({ network: { reachability, cluster }, selection, passedOver }: ReachReport) {
  const blocks = [...overview(reachability, selection)];
  const listed = blocks.filter((block) => !isPlain(block));
  if (listed.length) yield table(['workload', 'direction', 'ports', 'with'], listed.flatMap(rows));
  const unprotected = blocks.filter(isPlain).flatMap(({ workloads }) => workloads);
  if (unprotected.length) yield `\n**Unprotected in both directions:** ${unprotected.map(code).join(', ')}\n`;
  for (const { workloads, question } of openQuestions(reachability))
    yield `\n**Open question:** ${escaped(question)}: ${workloads.map(code).join(', ')}\n`;
  if (cluster.notTakenIntoAccount.length)
    yield `\n**Not taken into account:** ${cluster.notTakenIntoAccount.map(code).join(', ')}\n`;
  for (const { position, reason } of passedOver)
    yield `\nPassed over: ${code(formatPosition(position))}, ${escaped(reason)}\n`;
}

function rows({ workloads, ingress, egress }: Block): string[][] {
  const name = workloads.map(code).join('<br>');
  return [...directionRows(name, 'in', ingress), ...directionRows(name, 'out', egress)];
}

function directionRows(name: string, direction: string, overview: DirectionOverview | undefined): string[][] {
  if (!overview) return [];
  const { unprotected, lines } = overview;
  if (!lines.length) return [[name, direction, unprotected ? '**unprotected**' : 'none', '']];
  return lines.map(({ ports, ends }) => [name, direction, escaped(ports), ends.map(code).join(', ')]);
}
