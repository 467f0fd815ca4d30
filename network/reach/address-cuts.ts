import { type AddressRange, everyAddress, type Family } from '../cluster/address';
import type { PortSet, PortSets } from './port-set';
import type { Side } from './sides';

/** Addresses that the policies don't tell apart, and the ports open with them. */
export interface OpenRange {
  readonly range: AddressRange;
  readonly ports: PortSet;
}

/** What of a side is about addresses. */
export type AddressSide = Pick<Side, 'policies' | 'blocks'> & { readonly anyone: Pick<Side['anyone'], 'ports'> };

/** Addresses outside of the cluster that one of the sides admits, in as few ranges as tell the ports apart. */
export function openRanges(sides: readonly AddressSide[], portSets: PortSets, family: Family): OpenRange[] {
  return rangesWithin(sides, portSets, everyAddress(family)).filter(({ ports }) => ports !== portSets.none);
}

/** The whole range, in as few parts as tell the ports apart that one of the sides admits; none is a part, too. */
export function rangesWithin(sides: readonly AddressSide[], portSets: PortSets, whole: AddressRange): OpenRange[] {
  const base = sides
    .map(({ policies, anyone }) => (policies.length ? anyone.ports : portSets.all))
    .reduce((one, other) => portSets.union(one, other), portSets.none);
  const active = new Active(portSets, base);
  const ranges: OpenRange[] = [];
  let first = whole.first;
  const end = (last: bigint) => {
    if (last < first) return;
    const before = ranges.at(-1);
    const ports = active.ports();
    if (before?.ports === ports) ranges[ranges.length - 1] = { range: { ...before.range, last }, ports };
    else ranges.push({ range: { family: whole.family, first, last }, ports });
    first = last + 1n;
  };
  for (const { at, ports, opens } of changes(sides, whole)) {
    end(at - 1n);
    active.change(ports, opens);
  }
  end(whole.last);
  return ranges;
}

/** Two divisions of one range, as the parts that both have. */
export function* overlaid(some: readonly OpenRange[], others: readonly OpenRange[]) {
  for (let i = 0, j = 0; i < some.length && j < others.length; ) {
    const [one, other] = [some[i]!, others[j]!];
    const first = one.range.first > other.range.first ? one.range.first : other.range.first;
    const last = one.range.last < other.range.last ? one.range.last : other.range.last;
    yield { range: { ...one.range, first, last }, one: one.ports, other: other.ports };
    if (one.range.last === last) i++;
    if (other.range.last === last) j++;
  }
}

/** Where a block begins or ends to admit ports. */
interface Change {
  readonly at: bigint;
  readonly ports: PortSet;
  readonly opens: boolean;
}

function changes(sides: readonly AddressSide[], { family, first, last }: AddressRange): Change[] {
  const found: Change[] = [];
  const between = (from: bigint, to: bigint, ports: PortSet) => {
    if (from > to || to < first || from > last) return;
    found.push({ at: from < first ? first : from, ports, opens: true });
    if (to < last) found.push({ at: to + 1n, ports, opens: false });
  };
  for (const { peer, ports } of sides.flatMap(({ blocks }) => blocks)) {
    if (peer.block.family !== family) continue;
    let from = peer.block.first;
    for (const hole of [...peer.except].sort((one, other) => (one.first < other.first ? -1 : 1))) {
      between(from, hole.first - 1n, ports);
      if (hole.last >= from) from = hole.last + 1n;
    }
    between(from, peer.block.last, ports);
  }
  return found.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

/** The ports of the blocks that an address is in. */
class Active {
  private readonly counts = new Map<PortSet, number>();
  private union: PortSet | undefined;

  constructor(
    private readonly portSets: PortSets,
    private readonly base: PortSet,
  ) {}

  change(ports: PortSet, opens: boolean): void {
    const count = (this.counts.get(ports) ?? 0) + (opens ? 1 : -1);
    if (count) this.counts.set(ports, count);
    else this.counts.delete(ports);
    this.union = undefined;
  }

  ports(): PortSet {
    this.union ??= [...this.counts.keys()].reduce((one, other) => this.portSets.union(one, other), this.base);
    return this.union;
  }
}
