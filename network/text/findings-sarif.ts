import { relative } from 'node:path';
import type { Diagnosis } from '../doctor/diagnosis';
import type { Finding } from '../doctor/finding';
import type { Severity } from '../doctor/rule';
import { codeText } from '../doctor/rule-texts';
import type { Position } from '../manifest/manifest';
import { sarifLocation, sarifLog } from './sarif';

const LEVEL: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** Findings as a SARIF log; what an object ignores is there as suppressed, with its reason, and so is the baseline. */
export function findingsSarif({ findings, ignored, known }: Diagnosis, version: string): object {
  const all = [...findings, ...known, ...ignored.map(({ finding }) => finding)];
  const ids = [...new Set(all.map(({ rule }) => rule))].sort();
  const index = new Map(ids.map((id, position) => [id, position]));
  const of = (finding: Finding, suppression?: object) => ({
    ...result(finding),
    ruleIndex: index.get(finding.rule),
    ...(suppression && { suppressions: [suppression] }),
  });
  return sarifLog(version, ids.map(ruleData), [
    ...findings.map((finding) => of(finding)),
    ...known.map((finding) => of(finding, { kind: 'external', justification: 'in the baseline' })),
    ...ignored.map(({ finding, reason }) => of(finding, { kind: 'inSource', justification: reason })),
  ]);
}

function ruleData(id: string): object {
  const { severity, summary, why, fix } = codeText(id)!;
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: why },
    help: { text: `${why}\n\n${fix}`, markdown: `${why}\n\n**Fix.** ${fix}` },
    defaultConfiguration: { level: LEVEL[severity] },
  };
}

function result({ rule, severity, object, field, position, message, fix }: Finding): object {
  const subject = [object, field].filter(Boolean).join(' ');
  return {
    ruleId: rule,
    level: LEVEL[severity],
    message: { text: `${subject && `${subject}: `}${message}. Fix: ${fix}` },
    locations: [{ ...sarifLocation(fromHere(position)), ...logical(position) }],
    // Code hosts recognise a finding by it when lines move.
    partialFingerprints: {
      'gridwall/v1': [rule, ...(object ? [object] : [position.source, message]), field].filter(Boolean).join(' '),
    },
  };
}

function logical({ construct }: Position): object {
  return construct === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: construct }] };
}

/** Code hosts take paths from the root of the repository, which is where they run commands. */
function fromHere(position: Position): Position {
  return position.source.startsWith('/') ? { ...position, source: relative(process.cwd(), position.source) } : position;
}
