import { subjectOf } from '../cluster/cluster';
import { fieldText } from '../cluster/report';
import type { Manifest } from '../manifest/manifest';
import type { Finding } from './finding';
import { IGNORE_ANNOTATION, IGNORE_RULES, NO_REASON, UNKNOWN_RULE, UNUSED } from './ignore-rules';
import { noSuchRule, SETTABLE } from './read-settings';
import type { RuleText } from './rule';

const PATH = ['metadata', 'annotations', IGNORE_ANNOTATION];

export interface Ignored {
  readonly finding: Finding;
  readonly reason: string;
}

export interface Sorted {
  readonly findings: readonly Finding[];
  readonly ignored: readonly Ignored[];
}

/**
 * Takes out what objects ignore by their annotation, and adds what is wrong with the annotations.
 * @param asked the rules that were asked: of no other can be told whether it is silenced for nothing
 */
export function withoutIgnored(
  findings: readonly Finding[],
  manifests: readonly Manifest[],
  asked: ReadonlySet<string>,
): Sorted {
  const annotated = manifests.filter(({ object }) => object.metadata.annotations?.[IGNORE_ANNOTATION] !== undefined);
  if (!annotated.length) return { findings, ignored: [] };
  const faults: Finding[] = [];
  const reasons = new Map(annotated.map((manifest) => [manifest.origin, readIgnores(manifest, faults)]));
  const kept: Finding[] = [];
  const ignored: Ignored[] = [];
  for (const finding of findings) {
    const reason = finding.manifest && reasons.get(finding.manifest.origin)?.get(finding.rule);
    if (reason === undefined) kept.push(finding);
    else ignored.push({ finding, reason });
  }
  const key = ({ object }: Manifest, rule: string) => `${rule} ${subjectOf(object)}`;
  const used = new Set(ignored.map(({ finding }) => key(finding.manifest!, finding.rule)));
  // Of what the API server refuses nothing more is known.
  const refused = new Set(findings.filter(isOfInput).map(({ manifest }) => manifest?.origin));
  for (const manifest of annotated.filter(({ origin }) => !refused.has(origin)))
    for (const rule of reasons.get(manifest.origin)!.keys())
      if (asked.has(rule) && !used.has(key(manifest, rule)))
        faults.push(fault(UNUSED, manifest, `${rule} finds nothing here`));
  return { findings: [...kept, ...faults], ignored };
}

/** A finding of what the API server refuses. */
export function isOfInput({ rule }: Finding): boolean {
  return rule.startsWith('input/');
}

/** Reasons by rule: one `rule: reason` a line. */
function readIgnores(manifest: Manifest, faults: Finding[]): Map<string, string> {
  const reasons = new Map<string, string>();
  const text = String(manifest.object.metadata.annotations![IGNORE_ANNOTATION]);
  if (!text.trim()) faults.push(fault(UNKNOWN_RULE, manifest, 'nothing is named'));
  for (const line of text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const [, rule = line, reason = ''] = /^([^\s:]*)\s*(?::\s*(.*)|\s.*|)$/.exec(line) ?? [];
    if (IGNORE_RULES.some(({ id }) => id === rule))
      faults.push(fault(UNKNOWN_RULE, manifest, `"${rule}" can not be ignored: it is about this annotation`));
    else if (!SETTABLE.includes(rule))
      faults.push(
        fault(UNKNOWN_RULE, manifest, noSuchRule(rule, 'can not be ignored: the API server refuses the object')),
      );
    else if (!/\p{L}/u.test(reason)) faults.push(fault(NO_REASON, manifest, `${rule} is ignored without a reason`));
    else reasons.set(rule, reason);
  }
  return reasons;
}

function fault({ id, severity, fix }: RuleText, { object, origin }: Manifest, message: string): Finding {
  return {
    rule: id,
    severity,
    object: subjectOf(object),
    field: fieldText(PATH),
    position: origin.locate(PATH),
    message,
    fix: fix.charAt(0).toLowerCase() + fix.slice(1).replace(/\.$/, ''),
    manifest: { object, origin },
  };
}
