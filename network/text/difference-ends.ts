import { parseAddress } from '../cluster/address';
import type { Workload } from '../cluster/workload';
import { EndNames, inFewWords, rangesText } from './end-names';

/** Names the ends of many changed connections in few words. */
export class DifferenceEnds {
  private readonly byId: ReadonlyMap<string, Workload>;
  private readonly names: EndNames;

  constructor(workloads: readonly Workload[]) {
    this.byId = new Map(workloads.map((workload) => [workload.id, workload]));
    this.names = new EndNames(workloads);
  }

  /** @param others the ends on the other side, which reach themselves anyway */
  of(ends: readonly string[], others: readonly string[]): string[] {
    const workloads = ends.flatMap((end) => this.byId.get(end) ?? []);
    const self = others.length === 1 ? this.byId.get(others[0]!) : undefined;
    const ranges = ends.flatMap((end) => {
      const [first, last] = end.split('-').map(parseAddress);
      return first && last ? { family: first.family, first: first.first, last: last.last } : [];
    });
    return inFewWords([...this.names.of(workloads, self), ...rangesText(ranges)]);
  }
}
