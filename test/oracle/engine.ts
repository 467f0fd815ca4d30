import type { Cluster } from './clusters';
import type { Engine } from './compare';

/** The engine under test. */
export function engineOf(_cluster: Cluster): Engine {
  return { between: () => () => true };
}
