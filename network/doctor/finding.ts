import type { Manifest, Position } from '../manifest/manifest';
import type { Edit, Severity } from './rule';

/** A fault with its rule and its place: what users see. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** `NetworkPolicy prod/deny-all`; absent where no object could be read. */
  readonly object?: string;
  /** `spec.ports[0].targetPort`; absent: the object as a whole. */
  readonly field?: string;
  readonly position: Position;
  readonly message: string;
  readonly fix: string;
  readonly edits?: readonly Edit[];
  /** The object itself. */
  readonly manifest?: Manifest;
}
