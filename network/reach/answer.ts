import type { Position } from '../manifest/manifest';

/**
 * - `allowed`, `denied`: so says the NetworkPolicy standard.
 * - `not applicable`: there is nothing to connect to; policies have no say.
 * - `undecidable`: the standard leaves it open, network plugins differ, or one question has several answers.
 */
export type Verdict = 'allowed' | 'denied' | 'not applicable' | 'undecidable';

/** The answer to one question, with its grounds. */
export interface Answer {
  readonly verdict: Verdict;
  readonly from: string;
  readonly to: string;
  /** `TCP 80`, as the policies see it: a port of the pods. */
  readonly port: string;
  /** One sentence. */
  readonly reason: string;
  /** What led to the pods and the port that were judged: names, Services, routes. */
  readonly steps: readonly string[];
  /** The answers that this one sums up, where several pods, ports or backends take the connection. */
  readonly parts?: readonly Answer[];
  /** What the sender's policies say, where they have a say. */
  readonly egress?: SideAnswer;
  /** What the receiver's policies say, where they have a say. */
  readonly ingress?: SideAnswer;
  /** The smallest change found that would allow what is denied or undecidable. */
  readonly remedy?: string;
  /** Objects in the input that may change the answer and were not taken into account. */
  readonly notTakenIntoAccount: readonly string[];
}

export interface SideAnswer {
  readonly of: string;
  /** Whether some policy isolates the pods in this direction; if none does, all is admitted. */
  readonly isolated: boolean;
  readonly admitted: boolean;
  readonly policies: readonly PolicyReference[];
  readonly admittedBy: readonly RuleReference[];
  /** Each rule that does not admit it, and why. Empty when one does. */
  readonly refusals: readonly (RuleReference & { readonly why: string })[];
}

export interface PolicyReference {
  /** `namespace/name` */
  readonly policy: string;
  readonly position: Position;
}

export interface RuleReference extends PolicyReference {
  /** `spec.ingress[0]` */
  readonly rule: string;
}
