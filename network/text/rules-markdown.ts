import { IGNORE_RULES } from '../doctor/ignore-rules';
import type { RuleText } from '../doctor/rule';
import { RULES } from '../doctor/rules';
import { groupBy } from '../group-by';
import { code, table } from './markdown';

const HEAD = `# The rules of the doctor

<!-- Written by \`npm run docs:rules\`; not to be edited. -->

What \`gridwall check\` looks for: [the doctor](doctor.md) tells how. An \`error\` can not work, or the API server refuses it; a
\`warning\` works by luck, or is risky; \`info\` is worth knowing. What the API server refuses and no rule looks at further has a code
that begins with \`input/\`: [errors](errors.md#refused-input).
`;

/** The page of all rules. */
export function rulesMarkdown(): string {
  const groups = [...groupBy([...RULES, ...IGNORE_RULES], ({ id }) => id.slice(0, id.indexOf('/')))];
  return [
    HEAD,
    ...groups.map(([group, rules]) => `\n## ${group}\n\n${overview(rules)}${rules.map(page).join('')}`),
  ].join('');
}

function overview(rules: readonly RuleText[]): string {
  return table(
    ['rule', 'severity', 'what is wrong'],
    rules.map(({ id, severity, summary }) => [
      `[${code(id)}](#${anchor(id)})`,
      severity,
      summary.replaceAll('|', '\\|'),
    ]),
  );
}

function page({ id, severity, summary, why, fix, bad, good, consequences = [] }: RuleText): string {
  const beside = consequences.length
    ? `\nBeside it: ${consequences.map((one) => `[${code(one)}](#${anchor(one)})`).join(', ')}.\n`
    : '';
  return `\n### ${id}\n\n**${severity}** · ${summary} ${why}\n\n**Fix.** ${fix}\n${beside}\nWrong:\n\n${yaml(bad)}\nRight:\n\n${yaml(good)}`;
}

function yaml(text: string): string {
  return `\`\`\`yaml\n${text.trim()}\n\`\`\`\n`;
}

/** As code hosts make them from headings. */
function anchor(id: string): string {
  return id.replace('/', '');
}
