import { EndNames } from './end-names';
import { exposureMarkdown } from './exposure-text';
import { code, escaped, table } from './markdown';
import { type Block, type DirectionOverview, overview } from './overview';
import { isPlain } from './reach-text';
import { passedOverLines, remarks } from './remarks';
import type { ReachReport } from './report';
import { selectedExposure } from './selected';

/** The connections as a table for a document or a pull request. */
export function* reachMarkdown(report: ReachReport): Generator<string> {
  const { reachability, cluster } = report.network;
  const blocks = [...overview(reachability, report.selection)];
  const listed = blocks.filter((block) => !isPlain(block));
  if (listed.length) yield table(['workload', 'direction', 'ports', 'with'], listed.flatMap(rows));
  const free = blocks.filter(isPlain).flatMap(({ workloads }) => workloads);
  const note = (title: string, names: readonly string[]) => `\n**${title}:** ${names.map(code).join(', ')}\n`;
  if (free.length) yield note('Unprotected both ways', free);

  yield* exposureMarkdown(selectedExposure(report));

  const { undecidable, notTakenIntoAccount, passedOver, passedOverKinds } = remarks(report);
  const names = new EndNames(cluster.workloads);
  for (const { question, workloads } of undecidable) yield note(`Left open: ${escaped(question)}`, names.of(workloads));
  if (notTakenIntoAccount.length) yield note('Not taken into account', notTakenIntoAccount);
  for (const text of [...passedOver, ...passedOverLines(passedOverKinds)]) yield `\nPassed over: ${escaped(text)}\n`;
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
