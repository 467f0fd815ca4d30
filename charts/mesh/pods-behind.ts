import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { Labels } from '../workload/labels';

const WORKLOADS = ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'];

/** The labels of the pods that a Service of this app selects, a set a workload; none where the app makes no such pods. */
export function labelsOfPodsBehind(inside: IConstruct, service: string, namespace: string | undefined): Labels[] {
  const objects = inside.node.root.node
    .findAll()
    .filter(ApiObject.isApiObject)
    .filter(({ kind, metadata }) => [...WORKLOADS, 'Service'].includes(kind) && metadata.namespace === namespace);
  const found = objects.find(({ kind, name }) => kind === 'Service' && name === service);
  const selector: Labels | undefined = found?.toJson().spec?.selector;
  if (!selector) return [];
  return objects
    .filter(({ kind }) => kind !== 'Service')
    .map((workload) => labelsOfPods(workload.toJson()))
    .filter((labels) => Object.entries(selector).every(([key, value]) => labels[key] === value));
}

function labelsOfPods({ kind, metadata, spec }: ReturnType<ApiObject['toJson']>): Labels {
  return (kind === 'Pod' ? metadata : spec?.template?.metadata)?.labels ?? {};
}
