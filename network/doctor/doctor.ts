import { subjectOf } from '../cluster/cluster';
import { fieldText } from '../cluster/report';
import type { InputErrorCode, Problem } from '../input-error';
import type { FieldPath, Manifest, Origin } from '../manifest/manifest';
import { contestedNamespace, DUPLICATE, withoutContested } from './contested';
import { Examined } from './examined';
import type { Finding } from './finding';
import type { Fault, Rule } from './rule';
import { RULES } from './rules';

/**
 * Everything that the rules find, in the order of the input; within one object errors first.
 * @param problems what was wrong when the manifests were read
 */
export function diagnose(
  manifests: readonly Manifest[],
  problems: readonly Problem[] = [],
  rules: readonly Rule[] = RULES,
): Finding[] {
  return inOrder(withoutContested(examine(manifests, problems, rules).findings), manifests);
}

export interface Examination {
  readonly findings: readonly Finding[];
  readonly passedOver: ReadonlyMap<string, number>;
  /** Objects that may change the answers. */
  readonly notTakenIntoAccount: readonly string[];
}

/** As {@link diagnose}, in no order, and with what no rule looked at. */
export function examine(
  manifests: readonly Manifest[],
  problems: readonly Problem[],
  rules: readonly Rule[],
): Examination {
  const examined = Examined.of(manifests, problems.length === 0);
  const findings = [
    ...[...problems, ...examined.problems].map((problem) => ofProblem(problem, examined)),
    ...rules.flatMap((rule) => [...rule.check(examined)].map((fault) => ofFault(rule, fault, examined))),
  ];
  return { findings, passedOver: examined.passedOver, notTakenIntoAccount: examined.cluster.notTakenIntoAccount };
}

/** What the API server refuses, or what is there twice, is an error under the code that it has everywhere. */
function ofProblem({ code, message, position, at }: Problem, examined: Examined): Finding {
  const manifest = at && examined.manifestOf(at.origin);
  return {
    rule: code,
    severity: 'error',
    ...(manifest && { object: subjectOf(manifest.object), manifest }),
    ...(at?.path.length && { field: fieldText(at.path) }),
    position: position ?? { source: '' },
    message: manifest ? withoutPlace(message, manifest, at.path) : message,
    fix: remedyOf(code, manifest),
  };
}

function remedyOf(code: InputErrorCode, manifest: Manifest | undefined): string {
  if (!manifest) return 'mend the text; nothing can be said of what it holds';
  if (code !== DUPLICATE) return 'write what the message says; the API server refuses the object as it is';
  const judged = contestedNamespace(manifest);
  return `keep one; what is for several clusters is checked one by one${judged === undefined ? '' : `; until then no rule judges what is connected in namespace ${judged}`}`;
}

function withoutPlace(message: string, { object }: Manifest, path: FieldPath): string {
  return [subjectOf(object), fieldText(path)].reduce(
    (text, place) => (place && text.startsWith(place) ? text.slice(place.length).replace(/^[:\s]+/, '') : text),
    message,
  );
}

function ofFault(
  rule: Rule,
  { on, path = [], message, fix, severity = rule.severity, edits }: Fault,
  examined: Examined,
): Finding {
  const manifest = examined.manifestOf(on);
  return {
    rule: rule.id,
    severity,
    object: subjectOf(manifest.object),
    ...(path.length && { field: fieldText(path) }),
    position: path.length ? on.locate(path) : on.position,
    message,
    fix,
    ...(edits && { edits }),
    manifest,
  };
}

const RANK = { error: 0, warning: 1, info: 2 };

export function inOrder(findings: readonly Finding[], manifests: readonly Manifest[]): Finding[] {
  const places = new Map<Origin, number>(manifests.map(({ origin }, index) => [origin, index]));
  const place = ({ manifest }: Finding) => (manifest ? places.get(manifest.origin)! : -1);
  return [...findings].sort(
    (one, other) =>
      place(one) - place(other) ||
      RANK[one.severity] - RANK[other.severity] ||
      (one.position.line ?? 0) - (other.position.line ?? 0) ||
      one.rule.localeCompare(other.rule, 'en'),
  );
}
