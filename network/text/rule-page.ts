import type { CodeText } from '../doctor/rule-texts';

/** What there is to say of a rule, for a terminal. */
export function rulePage({ id, severity, summary, why, fix, bad, good }: CodeText): string {
  const example = (title: string, yaml?: string) => (yaml ? [`${title}:`, indented(yaml), ''] : []);
  return [
    `${id} (${severity})`,
    '',
    summary,
    '',
    why,
    '',
    `fix: ${fix}`,
    '',
    ...example('wrong', bad),
    ...example('right', good),
  ].join('\n');
}

function indented(yaml: string): string {
  return yaml.trim().replace(/^(?=.)/gm, '  ');
}
