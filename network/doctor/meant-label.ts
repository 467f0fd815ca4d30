import { type Labels, meets, type Selector } from '../cluster/selector';
import { nearest } from '../route/nearest';

/** A label that pods have, where a selector asks for nearly the same: `app=api` for `app=apii`, or for `run=api`. */
export function meantLabel({ requirements }: Selector, candidates: readonly Labels[]): string | undefined {
  for (const requirement of requirements) {
    const { key, operator, values } = requirement;
    if (operator !== 'In' || candidates.some((labels) => meets(requirement, labels))) continue;
    const [value] = values;
    const near = nearest(
      value!,
      candidates.flatMap((labels) => labels[key] ?? []),
    );
    if (near) return `${key}=${near}`;
    const other = candidates.flatMap(Object.entries).find(([, given]) => given === value);
    if (other) return `${other[0]}=${value}`;
  }
  return undefined;
}
