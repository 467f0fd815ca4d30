import { type AddressRange, everyAddress, formatAddress, formatRange } from '../cluster/address';
import type { Workload } from '../cluster/workload';
import { groupBy } from '../group-by';
import { formatPorts, type PortSet } from '../reach/port-set';

/** A namespace with fewer workloads than this is written out. */
const WORTH_FOLDING = 4;

const EVERY_WORKLOAD = 'every workload';
const OUTSIDE = 'any address outside';

/** Names many ends of connections in few words: `all 12 of prod`, `every workload`. */
export class EndNames {
  private readonly byNamespace: ReadonlyMap<string, readonly Workload[]>;
  private readonly listed: ReadonlySet<Workload>;

  constructor(private readonly all: readonly Workload[]) {
    this.listed = new Set(all);
    this.byNamespace = groupBy(all, ({ namespace }) => namespace);
  }

  /** @param self whose ends these are: pods always reach themselves, so they count with the others */
  of(ends: readonly Workload[], self?: Workload): string[] {
    const listed = ends.filter((end) => this.isListed(end));
    const withSelf = new Set(self ? [...listed, self] : listed);
    const isEveryone = (some: readonly Workload[]) =>
      some.length >= WORTH_FOLDING && some.every((workload) => withSelf.has(workload));
    const names = isEveryone(this.all)
      ? [EVERY_WORKLOAD]
      : [...groupBy(listed, ({ namespace }) => namespace)].flatMap(([namespace, some]) => {
          const there = this.byNamespace.get(namespace)!;
          return isEveryone(there) ? `all ${there.length} of ${namespace}` : some.map(({ id }) => id);
        });
    return [
      ...names,
      ...ends.filter((end) => !this.isListed(end)).map(({ id }) => `${id} (supposed: not in the input)`),
    ];
  }

  private isListed(workload: Workload): boolean {
    return this.listed.has(workload);
  }
}

/** `10.0.0.0/8` where the range is a block, or `10.0.0.1-10.0.0.9`. */
export function rangeText(range: AddressRange): string {
  const { family, first, last } = range;
  const size = last - first + 1n;
  const isBlock = (size & (size - 1n)) === 0n && first % size === 0n;
  if (!isBlock || size === 1n) return formatRange(range);
  const bits = everyAddress(family).last.toString(2).length;
  return `${formatAddress(family, first)}/${bits - (size.toString(2).length - 1)}`;
}

export function rangesText(ranges: readonly AddressRange[]): string[] {
  const isWhole = ({ family, first, last }: AddressRange) => first === 0n && last === everyAddress(family).last;
  const whole = ranges.filter(isWhole);
  const rest = ranges.filter((range) => !isWhole(range)).map(rangeText);
  if (whole.length === 2) return [OUTSIDE];
  return [...whole.map(({ family }) => `any IPv${family} address`), ...rest];
}

/** `anyone` for every workload and every address. */
export function inFewWords(names: readonly string[]): string[] {
  if (!names.includes(EVERY_WORKLOAD) || !names.includes(OUTSIDE)) return [...names];
  return ['anyone', ...names.filter((name) => name !== EVERY_WORKLOAD && name !== OUTSIDE)];
}

/** `TCP 80,443`, or `all ports` */
export function portsText(ports: PortSet): string {
  const text = formatPorts(ports);
  return text === 'All Connections' ? 'all ports' : text;
}
