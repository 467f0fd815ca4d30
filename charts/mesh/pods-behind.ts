import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ofSameCluster } from '../validation/same-cluster';
import type { Labels } from '../workload/labels';

const WORKLOADS = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob'];

/** The labels of the pods that a Service of this app selects, a set a workload; none where the app makes no such pods. */
export function labelsOfPodsBehind(inside: IConstruct, service: string, namespace: string | undefined): Labels[] {
  const found = objectsIn(inside, namespace, ['Service']).find(({ name }) => name === service);
  const selector: Labels | undefined = found?.toJson().spec?.selector;
  return selector ? labelsOfPodsIn(inside, namespace).filter((labels) => carries(labels, selector)) : [];
}

/** The labels of the pods that this app makes in a namespace, a set a workload. */
export function labelsOfPodsIn(inside: IConstruct, namespace: string | undefined): Labels[] {
  return objectsIn(inside, namespace, WORKLOADS).map((workload) => labelsOfPods(workload.toJson()));
}

/** Whether a selector takes a pod with these labels. */
export function carries(labels: Labels, selector: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

function objectsIn(inside: IConstruct, namespace: string | undefined, kinds: readonly string[]): ApiObject[] {
  return ofSameCluster(inside)
    .filter(ApiObject.isApiObject)
    .filter(({ kind, metadata }) => kinds.includes(kind) && metadata.namespace === namespace);
}

function labelsOfPods({ kind, metadata, spec }: ReturnType<ApiObject['toJson']>): Labels {
  const of = kind === 'CronJob' ? spec?.jobTemplate?.spec : spec;
  return (kind === 'Pod' ? metadata : of?.template?.metadata)?.labels ?? {};
}
