import { controllerOf } from '../../cluster/workload';
import type { Examined } from '../examined';
import type { PodTemplate } from '../pod-template';
import type { Fault } from '../rule';
import type { Violation } from './control';
import { type Pod, podOf } from './pod';

export interface WrittenPod {
  readonly template: PodTemplate;
  readonly pod: Pod;
}

const known = new WeakMap<Examined, readonly WrittenPod[]>();

/** The pods of the input by what is written down: those that a controller makes are its template's. */
export function writtenPods(examined: Examined): readonly WrittenPod[] {
  const found = known.get(examined);
  if (found) return found;
  const written = examined.podTemplates
    .filter(({ manifest }) => !controllerOf(manifest.object))
    .map((template) => ({ template, pod: podOf(template) }));
  known.set(examined, written);
  return written;
}

/** Violations of one pod as one fault: they are mended together. */
export function faultOf(
  { manifest, path }: PodTemplate,
  { containers }: Pod,
  violations: readonly Violation[],
  text: (all: { readonly what: string; readonly fixes: string }) => Pick<Fault, 'message' | 'fix'>,
): Fault {
  const only = new Set(violations.map((violation) => violation.path.join(' '))).size === 1 ? violations[0] : undefined;
  const what = [...new Set(violations.map(({ message }) => message))].map((message) => {
    const names = violations.flatMap((one) => (one.message === message ? (one.container ?? []) : []));
    return names.length && new Set(names).size < containers.length
      ? `${message} (${[...new Set(names)].join(', ')})`
      : message;
  });
  return {
    on: manifest.origin,
    path: [...path, ...(only?.path ?? ['spec'])],
    ...text({ what: what.join('; '), fixes: [...new Set(violations.map(({ fix }) => fix))].join('; ') }),
  };
}
