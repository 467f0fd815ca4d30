import { formatPosition } from '../manifest/manifest';
import type { Answer, SideAnswer, Verdict } from '../reach/answer';
import { notTakenLines } from './not-taken';
import { plain, type Style } from './style';

export const VERDICT_MARKS = {
  allowed: 'good',
  denied: 'bad',
  'not applicable': 'unsure',
  undecidable: 'unsure',
} as const;

/** The answer with its grounds, a line each, and what would change it. */
export function answerText(answer: Answer, style: Style = plain): string {
  const { remedy, notTakenIntoAccount } = answer;
  return [
    groundsText(answer, style),
    ...(remedy ? [`  to allow it: ${remedy}`] : []),
    ...notTakenLines(notTakenIntoAccount),
  ].join('\n');
}

/** The answer with its grounds, a line each. */
export function groundsText(answer: Answer, style: Style = plain): string {
  const { verdict, from, to, port, reason, steps, parts, egress, ingress } = answer;
  const judged = (one: Verdict) => style(VERDICT_MARKS[one], one);
  return [
    `${from} -> ${to} on ${port}: ${judged(verdict)}`,
    `  ${reason}`,
    ...steps.map((step) => `  - ${step}`),
    ...(parts ?? []).map((part) => `  - ${part.from} -> ${part.to} on ${part.port}: ${judged(part.verdict)}`),
    ...sideLines('egress', egress),
    ...sideLines('ingress', ingress),
  ].join('\n');
}

function sideLines(direction: string, side: SideAnswer | undefined): string[] {
  if (!side?.isolated) return [];
  const lines = side.admittedBy.length
    ? side.admittedBy.map(
        ({ policy, rule, position }) => `admitted by ${rule} of ${policy} (${formatPosition(position)})`,
      )
    : side.policies.map(({ policy, position }) => `isolated by ${policy} (${formatPosition(position)})`);
  return lines.map((line) => `  ${direction}: ${line}`);
}
