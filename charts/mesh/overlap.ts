import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { ErrorCode } from '../validation/error-codes';
import { ofSameCluster } from '../validation/same-cluster';
import type { Labels } from '../workload/labels';
import { carries, labelsOfPodsIn } from './pods-behind';

/** Pods that one object of a mesh is for. */
export interface PodSelection {
  /** Where it stands among the props. */
  readonly prop: string;
  readonly namespace: string | undefined;
  /** The namespace; where it is not known, the chart, whose objects are applied together. */
  readonly place: string;
  /** Undefined for all pods of the namespace. */
  readonly labels: Labels | undefined;
}

/** A construct whose objects select pods, each of which heeds one object only. */
export interface PodSelector extends IConstruct {
  readonly _selections: readonly PodSelection[];
}

export function selectionOf(
  scope: Construct,
  prop: string,
  namespace: string | undefined,
  labels: Labels | undefined,
): PodSelection {
  return { prop, namespace, place: namespace ?? Chart.of(scope).node.path, labels };
}

/** Whether whatever one of them selects is selected by the other, too. */
export function isWithin(one: Labels, other: Labels): boolean {
  return carries(one, other) || carries(other, one);
}

/** What a construct selects that an earlier selection of the app has already, in the same construct or in others of its class. */
export function overlaps(construct: PodSelector, isPeer: (other: IConstruct) => other is PodSelector): string[] {
  const all = ofSameCluster(construct)
    .filter(isPeer)
    .flatMap((of) => of._selections.map((selection) => ({ of, selection })));
  return all.flatMap((one, i) => {
    if (one.of !== construct) return [];
    const first = all.slice(0, i).find((other) => selectSame(construct, one.selection, other.selection));
    if (!first) return [];
    const code: ErrorCode = 'mesh/overlap';
    const where = `prop "${first.selection.prop}" of ${first.of.node.path}`;
    return [
      `${construct.node.path}: prop "${one.selection.prop}" is for ${shown(one.selection)}, and so is ${where}: a pod heeds one of them only; say in one what holds for a pod [${code}]`,
    ];
  });
}

function selectSame(inside: IConstruct, one: PodSelection, other: PodSelection): boolean {
  if (one.place !== other.place) return false;
  const [mine, theirs] = [one.labels, other.labels];
  if (!mine || !theirs) return !mine && !theirs; // labels go before a whole namespace
  if (isWithin(mine, theirs)) return true;
  return labelsOfPodsIn(inside, one.namespace).some((pod) => carries(pod, mine) && carries(pod, theirs));
}

function shown({ labels, namespace }: PodSelection): string {
  const pods = labels ? `pods labelled ${JSON.stringify(labels)}` : 'all pods';
  return namespace === undefined ? pods : `${pods} of "${namespace}"`;
}
