import { InputError } from '../input-error';
import type { PassedOver, Scan } from '../manifest/reading';
import { Baseline } from './baseline';
import { DUPLICATE, withoutContested } from './contested';
import { examine, inOrder } from './doctor';
import type { Finding } from './finding';
import { IGNORE_RULES } from './ignore-rules';
import { type Ignored, isOfInput, withoutIgnored } from './ignores';
import { SEVERITIES, type Severity } from './rule';
import { RULES } from './rules';
import { Levels, NO_SETTINGS, type Settings } from './settings';

/** What the rules find under the settings of a team. */
export interface Diagnosis {
  readonly findings: readonly Finding[];
  /** What objects ignore, with their reasons. */
  readonly ignored: readonly Ignored[];
  /** What the baseline has. */
  readonly known: readonly Finding[];
  /** How many findings of the baseline are mended. */
  readonly gone: number;
  /** Patterns of overrides that no file of the input fits. */
  readonly pathsOfNothing: readonly string[];
  readonly objects: number;
  /** Files and documents without any object. */
  readonly passedOver: readonly PassedOver[];
  /** How many objects there are of each `apiVersion/Kind` that no rule looks at. */
  readonly passedOverKinds: ReadonlyMap<string, number>;
  /** Objects that may change the answers, such as policies of Cilium. */
  readonly notTakenIntoAccount: readonly string[];
}

export interface DiagnosisOptions {
  /** @default - every rule with its own severity */
  readonly settings?: Settings;
  /** @default - nothing is known */
  readonly baseline?: Baseline;
  /** Ids of the only rules to ask. @default - all */
  readonly only?: readonly string[];
}

/** What stands between the doctor and the manifests, rather than in them. */
const UNREAD: readonly string[] = ['input/missing', 'input/size'];

/** @throws InputError for a path that is not there, or holds no manifest, or too much: all else is a finding */
export function refuseUnread({ problems }: Scan): void {
  const unread = problems.filter(({ code }) => UNREAD.includes(code));
  if (unread.length) throw new InputError(unread);
}

/** What the API server refuses is an error whatever the settings say, and no annotation silences it. Where objects are there twice, rules wait. */
export function diagnosisOf(
  { manifests, problems, passedOver }: Scan,
  { settings = NO_SETTINGS, baseline = Baseline.EMPTY, only }: DiagnosisOptions = {},
): Diagnosis {
  const levels = new Levels(settings);
  const isAsked = (id: string) => (only?.includes(id) ?? true) && !levels.isOff(id);
  const rules = RULES.filter(({ id }) => isAsked(id));
  const examined = examine(manifests, problems, rules);
  const asked = new Set([...rules.map(({ id }) => id), DUPLICATE]);
  const sorted = withoutIgnored(inOrder(examined.findings, manifests), manifests, asked);
  const own = new Set(IGNORE_RULES.map(({ id }) => id));
  const levelled = inOrder(
    sorted.findings
      .filter(({ rule }) => !own.has(rule) || isAsked(rule))
      .flatMap((finding) => withLevel(finding, levels)),
    manifests,
  );
  const compared = baseline.sort(levelled);
  return {
    ...compared,
    findings: withoutContested(compared.findings),
    gone: only ? 0 : compared.gone,
    ignored: sorted.ignored,
    pathsOfNothing: levels.pathsOfNothing([
      ...manifests.map(({ origin }) => origin.position.source),
      ...[...problems, ...passedOver].map(({ position }) => position?.source ?? ''),
    ]),
    objects: manifests.length,
    passedOver,
    passedOverKinds: examined.passedOver,
    notTakenIntoAccount: examined.notTakenIntoAccount,
  };
}

function withLevel(finding: Finding, levels: Levels): Finding[] {
  if (isOfInput(finding) && finding.rule !== DUPLICATE) return [finding];
  const level = levels.of(finding.rule, finding.severity, finding.position.source);
  return level === 'off' ? [] : [level === finding.severity ? finding : { ...finding, severity: level }];
}

/** @throws TypeError for what is no severity, which would let everything pass */
export function someAtLeast(findings: readonly Finding[], least: Severity): boolean {
  if (!SEVERITIES.includes(least)) throw new TypeError(`failOn "${least}" is none of ${SEVERITIES.join(', ')}`);
  return findings.some((finding) => isAtLeast(finding, least));
}

/** Whether a finding is as grave as that, or more. */
export function isAtLeast({ severity }: Finding, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}
