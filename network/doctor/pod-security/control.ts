import type { FieldPath } from '../../manifest/manifest';
import type { Pod } from './pod';

/** Each holds what the one before it holds. */
export const LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type Level = (typeof LEVELS)[number];

/** Minor version of Kubernetes 1 whose standards are meant. */
export type Version = number;

/** The newest that is known here. */
export const LATEST: Version = 37;

/** One control of the Pod Security Standards. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export interface Control {
  /** As the admission plugin of Kubernetes calls its check. */
  readonly id: string;
  readonly level: Exclude<Level, 'privileged'>;
  /** The first version that has it. @default 0 */
  readonly since?: Version;
  /** The control of baseline whose place it takes. */
  readonly replaces?: string;
  check(pod: Pod, version: Version): Iterable<Violation>;
}

export interface Violation {
  /** From the pod template to the field. */
  readonly path: FieldPath;
  /** The container it is about; absent: the pod as a whole. */
  readonly container?: string;
  /** `privileged is true`, without names of containers. */
  readonly message: string;
  /** `take privileged away` */
  readonly fix: string;
  /** What to write at the path, where any pod can have it that runs under the standard at all. */
  readonly value?: unknown;
}
