import type { Finding } from '../../../../network/doctor/finding';

/** Why a finding is right, or `wrong: ` and why: by set, and there by severity, rule and object. */
export type Judgements = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface Result {
  readonly name: string;
  readonly findings: ReadonlyMap<string, number>;
}

export interface Judged {
  readonly severity: string;
  readonly isWrong: boolean;
}

/** How often each rule finds something in an object: `error service/no-endpoints Service shop/api`. Infos are no claims, and are left out. */
export function findingsOf(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { severity, rule, object, position } of findings) {
    if (severity === 'info') continue;
    const key = `${severity} ${rule} ${object ?? position.source.split('/').at(-1)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** What is found and was not judged, and what was judged and is found no more; each finding counts once. */
export function compare(
  results: readonly Result[],
  judgements: Judgements,
): { readonly differences: readonly string[]; readonly judged: readonly Judged[] } {
  const differences: string[] = [];
  const judged: Judged[] = [];
  const sets = new Set(results.map(({ name }) => name));
  for (const name of Object.keys(judgements)) if (!sets.has(name)) differences.push(`${name}: there is no such set`);
  for (const { name, findings } of results) {
    const known = judgements[name] ?? {};
    const found = [...findings].map(([key, times]) => (times > 1 ? `${key} ×${times}` : key));
    for (const key of Object.keys(known)) if (!found.includes(key)) differences.push(`${name}: not found: ${key}`);
    for (const [index, [key, times]] of [...findings].entries()) {
      const judgement = known[found[index]!];
      if (judgement === undefined) differences.push(`${name}: not judged: ${found[index]}`);
      else
        judged.push(...Array(times).fill({ severity: key.split(' ')[0]!, isWrong: judgement.startsWith('wrong: ') }));
    }
  }
  return { differences, judged };
}
