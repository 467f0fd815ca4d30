import type { Labels, Selector } from '../cluster/selector';
import { nearest } from '../route/nearest';

/** Labels of pods, to look up. */
export class KnownLabels {
  private readonly values = new Map<string, Set<string>>();
  private readonly keys = new Map<string, string>();

  constructor(all: readonly Labels[]) {
    for (const [key, value] of all.flatMap(Object.entries)) {
      const known = this.values.get(key);
      if (known) known.add(value);
      else this.values.set(key, new Set([value]));
      if (!this.keys.has(value)) this.keys.set(value, key);
    }
  }

  /** A label that pods have, where the selector asks for nearly the same: `app=api` for `app=apii`, or for `run=api`. */
  meantBy({ requirements }: Selector): string | undefined {
    for (const { key, operator, values } of requirements) {
      const known = this.values.get(key) ?? new Set();
      if (operator !== 'In' || values.some((value) => known.has(value))) continue;
      const [value] = values;
      const near = known.size <= MOST_VALUES ? nearest(value!, known) : undefined;
      if (near) return `${key}=${near}`;
      const other = this.keys.get(value!);
      if (other) return `${other}=${value}`;
    }
    return undefined;
  }
}

/** Among more, something is always near, and to compare with all takes long. */
const MOST_VALUES = 200;
