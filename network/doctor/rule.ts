import type { FieldPath, Origin } from '../manifest/manifest';
import type { Examined } from './examined';

/**
 * `error`: it can not work, or the API server refuses it. `warning`: it works by luck, or is risky. `info`: worth knowing.
 */
export type Severity = 'error' | 'warning' | 'info';

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** One thing that can be wrong, as its page in the docs tells it. */
export interface RuleText {
  /** `group/what-is-wrong`; contract: users name it in settings and annotations. */
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong, in one sentence without a name in it. */
  readonly summary: string;
  /** What happens then, and where it is written down. */
  readonly why: string;
  /** How it is mended, in general. */
  readonly fix: string;
  /** Manifests that the rule finds something in; of all rules, only `consequences` may do so too. */
  readonly bad: string;
  /** The same, mended: no rule finds an error or a warning in it. */
  readonly good: string;
  /** Rules that may well speak up beside this one, since they see the same mistake from the other side. */
  readonly consequences?: readonly string[];
}

export interface Rule extends RuleText {
  check(examined: Examined): Iterable<Fault>;
}

/** One case of it. */
export interface Fault {
  /** The object that is to be changed. */
  readonly on: Origin;
  /** The field within it; absent: the whole object. */
  readonly path?: FieldPath;
  /** What is wrong, with the values, and without the name of the object: the same words for the same mistake, so that it can be folded. */
  readonly message: string;
  /** What to write instead, with the right value. */
  readonly fix: string;
  /** Where this case is less certain than the rule. @default that of the rule */
  readonly severity?: Severity;
  /** The change that mends it, where it can do no harm: only then `--fix` writes it. */
  readonly edits?: readonly Edit[];
}

/** A change of one field, of the object that the fault is on unless another is named. */
export interface Edit {
  readonly on?: Origin;
  readonly path: FieldPath;
  /** Absent: the field is taken away. */
  readonly value?: unknown;
}
