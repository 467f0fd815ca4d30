import { type AddressRange, contains, everyAddress, type Family } from '../cluster/address';
import type { PortSet, PortSets } from './port-set';
import { admits, type Side } from './sides';

export interface OpenRange {
  readonly range: AddressRange;
  readonly ports: PortSet;
}

/** Addresses outside of the cluster that one of the sides admits, in as few ranges as tell the ports apart. */
export function openRanges(sides: readonly Side[], portSets: PortSets, family: Family): OpenRange[] {
  const open: OpenRange[] = [];
  for (const range of cut(sides, everyAddress(family))) {
    const ports = sides.reduce((set, side) => portSets.union(set, portsWith(side, portSets, range)), portSets.none);
    const before = open.at(-1);
    if (ports === portSets.none) continue;
    if (before && before.ports === ports && before.range.last + 1n === range.first)
      open[open.length - 1] = { range: { ...before.range, last: range.last }, ports };
    else open.push({ range, ports });
  }
  return open;
}

/** Ports open with each address of a range that no policy of the side cuts. */
export function portsWith(side: Side, portSets: PortSets, range: AddressRange): PortSet {
  if (!side.policies.length) return portSets.all;
  return side.blocks.reduce(
    (set, { peer, ports }) => (admits(peer, range) ? portSets.union(set, ports) : set),
    side.anyone.ports,
  );
}

/** The parts of a range that the blocks of the sides tell apart. */
export function cut(sides: readonly Pick<Side, 'blocks'>[], whole: AddressRange): AddressRange[] {
  const starts = new Set([whole.first]);
  for (const { peer } of sides.flatMap(({ blocks }) => blocks)) {
    for (const range of [peer.block, ...peer.except]) {
      if (range.family !== whole.family) continue;
      for (const start of [range.first, range.last + 1n])
        if (contains(whole, { family: whole.family, first: start, last: start })) starts.add(start);
    }
  }
  const sorted = [...starts].sort((one, other) => (one < other ? -1 : 1));
  return sorted.map((first, index) => ({
    family: whole.family,
    first,
    last: (sorted[index + 1] ?? whole.last + 1n) - 1n,
  }));
}
