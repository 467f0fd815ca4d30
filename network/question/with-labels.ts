import type { Cluster } from '../cluster/cluster';
import { isLabelKey, isLabelValue, type Labels } from '../cluster/selector';
import type { Workload } from '../cluster/workload';
import { inputError } from '../input-error';
import { find } from './lookup';
import { parseReference } from './reference';

/** What if the pods of a workload had a label, or had it no more? */
export interface LabelChange {
  readonly workload: string;
  readonly key: string;
  /** Absent: the label is taken away. */
  readonly value?: string;
}

/** `prod/web=access=true` sets a label, `prod/web=access-` takes it away, as `kubectl label` does. @throws InputError */
export function parseLabelChange(text: string): LabelChange {
  const [, workload, key, value] = /^([^=]+)=([^=]+?)(?:=([^=]*)|-)$/.exec(text) ?? [];
  if (workload === undefined || key === undefined || !isLabelKey(key) || !(value === undefined || isLabelValue(value)))
    throw inputError(
      'input/reference',
      `"${text}" changes no label; write WORKLOAD=key=value, or WORKLOAD=key- to take the label away`,
    );
  return { workload, key, value };
}

/** The cluster as it would be with other labels on some pods. @throws InputError for a workload that is not in it */
export function withLabels(cluster: Cluster, changes: readonly LabelChange[]): Cluster {
  let changed = cluster;
  for (const change of changes) {
    const workload = workloadOf(changed, change.workload);
    const pods = workload.pods.map((some) => ({ ...some, labels: relabelled(some.labels, change) }));
    const workloads = changed.workloads.map((one) => (one === workload ? { ...workload, pods } : one));
    changed = { ...changed, workloads };
  }
  return changed;
}

function workloadOf(cluster: Cluster, text: string): Workload {
  const reference = parseReference(text);
  const [workload] = reference.kind === 'name' ? find(cluster, reference).workloads : [];
  if (!workload) throw inputError('input/reference', `"${text}" is no workload, and only those have labels to change`);
  return workload;
}

function relabelled(labels: Labels, { key, value }: LabelChange): Labels {
  const { [key]: _before, ...others } = labels;
  return value === undefined ? others : { ...others, [key]: value };
}
