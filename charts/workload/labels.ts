import { checkLabels, checkSelector } from '../validation/names';
import type { PropCheck } from '../validation/prop-check';

export type Labels = Record<string, string>;

/**
 * Labels that select and labels that only inform. The selector is a part of the pod labels by construction.
 */
export interface WorkloadLabels {
  readonly selector: Labels;
  readonly all: Labels;
}

export function checkWorkloadLabels(
  at: PropCheck,
  podLabels: { readonly [key: string]: string },
  labels: { readonly [key: string]: string } = {},
): WorkloadLabels {
  const selector = checkSelector(at, 'podLabels', podLabels);
  const further = checkLabels(at, 'labels', labels);
  for (const [key, value] of Object.entries(further)) {
    if (Object.hasOwn(selector, key) && selector[key] !== value)
      at.refuse(
        'props/conflict',
        `labels.${key}`,
        value,
        `podLabels give it the value "${selector[key]}": set it there`,
      );
  }
  return { selector, all: { ...further, ...selector } };
}
