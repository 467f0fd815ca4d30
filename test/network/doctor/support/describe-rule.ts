import { diagnoseText } from './findings';

export interface RuleCases {
  /** What is found, as {@link foundIn} writes it. */
  readonly finds: readonly (readonly [what: string, yaml: string, ...found: string[]])[];
  /** Near misses above all. */
  readonly isSilentOn: readonly (readonly [what: string, yaml: string])[];
}

/** What a rule finds and what it does not, as a table. */
export function describeRule(rule: string, { finds, isSilentOn }: RuleCases): void {
  describe(rule, () => {
    it.each(finds)('finds %s', (_, yaml, ...found) => expect(foundIn(rule, yaml)).toEqual(found));
    it.each(isSilentOn)('is silent on %s', (_, yaml) => expect(foundIn(rule, yaml)).toEqual([]));
  });
}

/** `Service api spec.selector:10: what is wrong → what to write`; edits behind it, as `{spec.selector.app=api}`. */
export function foundIn(rule: string, yaml: string): string[] {
  return diagnoseText(yaml)
    .filter((finding) => finding.rule === rule)
    .map(({ object, field = '', position, message, fix, edits = [] }) => {
      const changes = edits.map(({ path, value }) => ` {${path.join('.')}=${JSON.stringify(value)}}`).join('');
      return `${object} ${field}:${position.line}: ${message} → ${fix}${changes}`;
    });
}

/** Objects as YAML, one a line: the number in the list is the line. */
export function lines(...objects: readonly unknown[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}
