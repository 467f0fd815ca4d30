import type { PassedOver } from '../manifest/reading';
import type { Selection } from '../question/ends';
import type { Network } from '../question/network';

/** What a list of connections is made from. */
export interface ReachReport {
  readonly network: Network;
  readonly selection: Selection;
  readonly passedOver: readonly PassedOver[];
}
