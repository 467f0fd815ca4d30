import { LAST_PORT, PROTOCOLS, type Protocol } from '../cluster/port';

/** Ports from `first` to `last`, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Sorted, apart by at least one port; in the order of {@link PROTOCOLS}. */
export type PortRanges = readonly (readonly PortRange[])[];

/** Ports of each protocol. Equal sets of one {@link PortSets} are the same object. */
export interface PortSet {
  readonly id: number;
  readonly ranges: PortRanges;
}

/** Makes port sets, each only once, and remembers what they give together. */
export class PortSets {
  readonly none: PortSet;
  readonly all: PortSet;
  private readonly known = new Map<string, PortSet>();
  private readonly unions = new Map<number, PortSet>();
  private readonly intersections = new Map<number, PortSet>();

  constructor() {
    this.none = this.intern(PROTOCOLS.map(() => []));
    this.all = this.intern(PROTOCOLS.map(() => [{ first: 1, last: LAST_PORT }]));
  }

  of(protocol: Protocol, first: number, last = first): PortSet {
    return this.intern(PROTOCOLS.map((name) => (name === protocol ? [{ first, last }] : [])));
  }

  union(one: PortSet, other: PortSet): PortSet {
    if (one === other || other === this.none || one === this.all) return one;
    if (one === this.none || other === this.all) return other;
    return remembered(this.unions, one, other, () =>
      this.intern(one.ranges.map((ranges, index) => join([...ranges, ...other.ranges[index]!]))),
    );
  }

  /** The union of any number; those on the way to it are not kept. */
  unionOf(sets: readonly PortSet[]): PortSet {
    const different = [...new Set(sets)];
    if (different.length <= 2) return different.reduce((one, other) => this.union(one, other), this.none);
    return this.intern(PROTOCOLS.map((_, index) => join(different.flatMap(({ ranges }) => ranges[index]!))));
  }

  intersection(one: PortSet, other: PortSet): PortSet {
    if (one === other || other === this.all || one === this.none) return one;
    if (one === this.all || other === this.none) return other;
    return remembered(this.intersections, one, other, () =>
      this.intern(one.ranges.map((ranges, index) => overlap(ranges, other.ranges[index]!))),
    );
  }

  private intern(ranges: PortRanges): PortSet {
    const key = ranges.map((list) => list.map(({ first, last }) => `${first}-${last}`).join()).join('|');
    const set = this.known.get(key) ?? { id: this.known.size, ranges };
    this.known.set(key, set);
    return set;
  }
}

export function hasPort(set: PortSet, protocol: Protocol, port: number): boolean {
  const ranges = set.ranges[PROTOCOLS.indexOf(protocol)]!;
  return ranges.some(({ first, last }) => first <= port && port <= last);
}

/** The ports of `one` that are not in `other`. */
export function subtract(one: PortRanges, other: PortRanges): PortRanges {
  return one.map((ranges, index) =>
    ranges.flatMap((range) =>
      (other[index] ?? []).reduce<PortRange[]>(
        (left, hole) =>
          left.flatMap(({ first, last }) => {
            if (hole.last < first || last < hole.first) return [{ first, last }];
            const parts = [
              { first, last: hole.first - 1 },
              { first: hole.last + 1, last },
            ];
            return parts.filter((part) => part.first <= part.last);
          }),
        [range],
      ),
    ),
  );
}

/** `TCP 80,443,8080-8090,UDP 53`, `All Connections` or `No Connections`. */
export function formatPorts(set: { readonly ranges: PortRanges }): string {
  const isWhole = (ranges: readonly PortRange[]) =>
    ranges.length === 1 && ranges[0]!.first === 1 && ranges[0]!.last === LAST_PORT;
  if (set.ranges.length && set.ranges.every(isWhole)) return 'All Connections';
  const parts = set.ranges.flatMap((ranges, index) =>
    ranges.length ? `${PROTOCOLS[index]} ${ranges.map(formatPortRange).join()}` : [],
  );
  return parts.join() || 'No Connections';
}

export function formatPortRange({ first, last }: PortRange): string {
  return first === last ? String(first) : `${first}-${last}`;
}

function remembered(known: Map<number, PortSet>, one: PortSet, other: PortSet, make: () => PortSet): PortSet {
  const key = Math.min(one.id, other.id) * 2 ** 26 + Math.max(one.id, other.id);
  const found = known.get(key);
  if (found) return found;
  const made = make();
  known.set(key, made);
  return made;
}

function join(ranges: readonly PortRange[]): PortRange[] {
  const joined: { first: number; last: number }[] = [];
  for (const { first, last } of [...ranges].sort((one, other) => one.first - other.first)) {
    const before = joined.at(-1);
    if (before && first <= before.last + 1) before.last = Math.max(before.last, last);
    else joined.push({ first, last });
  }
  return joined;
}

function overlap(some: readonly PortRange[], others: readonly PortRange[]): PortRange[] {
  return some.flatMap((one) =>
    others
      .map((other) => ({ first: Math.max(one.first, other.first), last: Math.min(one.last, other.last) }))
      .filter(({ first, last }) => first <= last),
  );
}
