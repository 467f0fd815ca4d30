import { fieldText } from '../../../../network/cluster/report';
import { diagnoseText } from './findings';

/** What a rule says of YAML text, a line each: `error Ingress shop/web spec.rules[0]:30 what is wrong → what to do`, with ` [field = value]` if `--fix` does it. */
export function saidBy(rule: string, yaml: string): string[] {
  return diagnoseText(yaml)
    .filter((finding) => finding.rule === rule)
    .map(({ severity, object, field, position, message, fix, edits = [] }) => {
      const place = `${severity} ${object}${field ? ` ${field}` : ''}:${position.line}`;
      const done = edits.map(({ path, value }) => ` [${fieldText(path)} = ${JSON.stringify(value) ?? 'nothing'}]`);
      return `${place} ${message} → ${fix}${done.join('')}`;
    });
}

/** Tests of one rule: what it says of which manifests, and what it passes over. */
export function ruleSays(
  rule: string,
  finds: readonly (readonly [what: string, yaml: string, said: readonly string[]])[],
  passesOver: readonly (readonly [what: string, yaml: string])[],
): void {
  describe(rule, () => {
    it.each(finds)('finds %s', (_, yaml, said) => {
      expect(saidBy(rule, yaml)).toEqual(said);
    });

    it.each(passesOver)('is silent on %s', (_, yaml) => {
      expect(
        diagnoseText(yaml).filter((finding) => finding.rule === rule || finding.rule.startsWith('input/')),
      ).toEqual([]);
    });
  });
}
