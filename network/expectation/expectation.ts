import type { Direction } from '../cluster/network-policy';
import type { Position } from '../manifest/manifest';

/** What somebody expects of a network; docs/expectations.schema.json says the same to editors. */
export type Expectation = Expected & {
  /** As it is written, in one line: `allow prod/web -> prod/db:5432`. */
  readonly text: string;
  readonly position: Position;
};

export type Expected =
  /** A connection that must be allowed, or denied: an open question is neither. */
  | { readonly kind: 'allow' | 'deny'; readonly from: string; readonly to: string }
  /** Policies isolate a workload, in both directions unless one is named. */
  | { readonly kind: 'isolated'; readonly workload: string; readonly direction?: Direction }
  /** Exactly these reach it, of all workloads and all addresses outside. */
  | { readonly kind: 'onlyReached'; readonly target: string; readonly by: readonly string[] }
  /** A name leads somewhere, for pods of a namespace or workload; to this Service, where one is named. */
  | { readonly kind: 'resolve'; readonly name: string; readonly from: string; readonly to?: string }
  /** A URL that arrives from outside is routed to this Service, and to no other: `prod/cart`, `prod/cart:80`. */
  | { readonly kind: 'route'; readonly url: string; readonly to: string };

/** Whether the network is as expected, and if not, why. */
export interface Outcome {
  readonly expectation: Expectation;
  readonly passed: boolean;
  readonly reason: string;
  /** The smallest change found that would make it pass. */
  readonly remedy?: string;
  /** Policies that decide. */
  readonly policies: readonly { readonly policy: string; readonly position: Position }[];
}
